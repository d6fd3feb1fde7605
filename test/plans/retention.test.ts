import { atlasSchema, requestContext } from '../../src/app';
import { planSheet } from '../../src/exchange/plan.export';
import { applyRetention } from '../../src/history/retention';
import { erasePerson, findPerson } from '../../src/history/personal-data';
import { toNodeId } from '../../src/graphql/node';
import { readForAPerson } from '../../src/plans/for-a-person.read-model';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { change } from './making-changes';
import { DERBYSHIRE, importFile, PLAN } from './plan-imports';
import { latestBatch, takeBack } from './taking-back/state';

const files = new Files();
let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

const due = async (dryRun: boolean): Promise<number> => (await applyRetention(at.database, testClock, dryRun)).find(({ rule }) => rule.name === 'persons who led actions')?.due ?? -1;

test('the names of persons who led go two years after the last action that they led was in a plan, and those of nobody else', async () => {
  const leads = files.csv([{ name: 'Peter Persona', kind: 'PERSON', agency: 'Homestart', aliases: 'P. Persona' }, { name: 'Paula Persona', kind: 'PERSON', agency: 'Scouts', aliases: '' }]);
  const plan = (title: string, lead: string): string => files.csv(PLAN.map((row) => ({ ...row, plan: title, leads: `${lead}; GRID` })));
  await importFile(at, plan('Ended', 'Peter Persona'), { leads, from: '2007-04-01', to: '2024-11-20' });
  await importFile(at, plan('Going on', 'Paula Persona'), { from: '2007-04-01' });
  await at.owner.query(`update leads set created_at = '2010-01-01' where kind = 'PERSON'`);
  const persons = () => rowsOf(at, `select l.name, l.agency, array(select distinct o.as_written from action_leads o where o.lead_id = l.id) as written from leads l where l.kind = 'PERSON' order by l.agency`);
  const [before] = [await persons()];
  expect(await due(true)).toBe(1);
  expect(await persons()).toEqual(before);
  expect(await due(false)).toBe(1);
  expect(await persons()).toEqual([{ name: '[erased]', agency: 'Homestart', written: ['[erased]'] }, { name: 'Paula Persona', agency: 'Scouts', written: ['Paula Persona'] }]);
  expect(await findPerson(at.database, 'Peter Persona')).toEqual([]);
  expect(await due(true)).toBe(0);

  await at.owner.query(`update actions set closed_on = '2024-11-21' where plan_id = (select id from plans where title = 'Going on')`);
  expect(await due(true)).toBe(1);
  await at.owner.query(`update actions set closed_on = '2024-11-22' where plan_id = (select id from plans where title = 'Going on') and number = '1.1.1'`);
  expect(await due(true)).toBe(0);
});

test('names of which nobody has said what they are may be those of persons and go likewise; whatever somebody called a body stays', async () => {
  const leads = files.csv([{ name: 'SCYPT', kind: 'GROUP', agency: '', aliases: '' }]);
  const plan = files.csv(PLAN.map((row) => ({ ...row, plan: 'Ended too', leads: 'Priya; SCYPT; VCI Coordinator' })));
  await importFile(at, plan, { leads, from: '2007-04-01', to: '2024-11-20' });
  await at.owner.query(`update leads set created_at = '2010-01-01' where name in ('Priya', 'SCYPT', 'VCI Coordinator')`);
  const led = () => rowsOf<{ name: string }>(at, `select distinct l.name from leads l join action_leads o on o.lead_id = l.id join plans p on p.id = o.plan_id where p.title = 'Ended too' order by l.name`);
  expect(await due(true)).toBe(1);
  expect(await due(false)).toBe(1);
  expect((await led()).map(({ name }) => name)).toEqual(['SCYPT', 'VCI Coordinator', '[erased]']);
  expect(await findPerson(at.database, 'Priya')).toEqual([]);
  expect(await due(true)).toBe(0);
  const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), { role: 'ADMIN', subject: 'test' });
  const [ended] = await rowsOf<{ id: string }>(at, `select id from plans where title = 'Ended too'`);
  const { unmatchedLeads, leadsWithoutSide } = await readForAPerson(reader, ended?.id ?? '');
  expect(unmatchedLeads).toEqual([]);
  expect(leadsWithoutSide).toHaveLength(2);
});

test('a plan whose leads were erased goes out and comes in again unchanged', async () => {
  const { reader } = requestContext({ database: at.database, clock: testClock }, atlasSchema(), { role: 'ADMIN', subject: 'test' });
  const file = files.write('csv', await planSheet(reader, 'Ended', 'csv'));
  expect((await importFile(at, file)).verdict).toBe('UNCHANGED');
});

/** A plan led by these, each of whom came into the register long ago. */
async function ledBy(title: string, leads: string, day = '2024-11-20'): Promise<void> {
  await importFile(at, files.csv(PLAN.map((row) => ({ ...row, plan: title, leads }))), { from: '2007-04-01', to: day });
  await at.owner.query(`update leads set created_at = '2010-01-01' where name = any($1)`, [leads.split('; ')]);
}
const leadOf = async (name: string): Promise<{ id: string; version: number }> => (await rowsOf<{ id: string; version: number }>(at, `select id, version from leads where name = '${name}'`))[0] ?? { id: '', version: 0 };
async function makeOne(name: string, alias: string): Promise<void> {
  const { id, version } = await leadOf(name);
  expect((await change(at, 'add-lead-alias', { id: toNodeId('Lead', id), expectedVersion: version, alias }, { role: 'ADMIN', subject: 'test' })).errors).toEqual([]);
}
const said = async (word: string): Promise<string[]> => (await rowsOf<{ told: string }>(at, `select distinct table_name || ' ' || operation as told from history.records where before::text ~* '${word}' order by 1`)).map(({ told }) => told);
async function toldOfTheArea(): Promise<string> {
  const [area] = await rowsOf<{ id: string }>(at, `select id from areas where code = '${DERBYSHIRE}'`);
  const { data } = await at.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 100) { nodes { sentences } } }', { id: toNodeId('Area', area?.id ?? '') }, { role: 'ADMIN', subject: 'test' });
  return (data?.history.nodes ?? []).flatMap(({ sentences }) => sentences).join('\n');
}

test('the name of a person who was made one with another goes with that one, out of the history too', async () => {
  await ledBy('Led by two spellings', 'Perdita Quillfeather; Perdita Q.; SCYPT');
  await makeOne('Perdita Quillfeather', 'Perdita Q.');
  expect(await toldOfTheArea()).toContain('removed the lead “Perdita Q.”');
  expect(await said('Perdita')).toEqual(['action_leads UPDATE', 'leads DELETE', 'leads UPDATE']);
  expect(await due(false)).toBe(1);
  expect(await said('Perdita')).toEqual([]);
  expect(await toldOfTheArea()).not.toContain('Perdita');
  expect(await findPerson(at.database, 'Perdita Q.')).toEqual([]);
});

test('a person who was made one with another is found and erased in whatever spelling, that one’s too', async () => {
  await ledBy('Led by three spellings', 'Ambrose Van Tassel; AVT; AmbroseVanTassel; GRID', '2030-01-01');
  await makeOne('Ambrose Van Tassel', 'AVT');
  const found = await findPerson(at.database, 'Ambrose vanTassel');
  expect(found.filter(({ table }) => table === 'history.records').map(({ value }) => value).join(' ')).toContain('AVT');
  expect(await erasePerson(at.database, testClock, 'Ambrose vanTassel')).toContainEqual({ table: 'leads', rows: 2 });
  expect([await said('AVT'), await said('Ambrose')]).toEqual([[], []]);
  expect(await toldOfTheArea()).not.toMatch(/AVT|Ambrose/);
});

test('a person who was made one with a body is erased by name in another spelling, and the body stays', async () => {
  await ledBy('Led by a mistake', 'Cosmo DeLacey; GRID', '2030-01-01');
  await makeOne('GRID', 'Cosmo DeLacey');
  const { id, version } = await leadOf('GRID');
  await at.owner.query('delete from lead_aliases where lead_id = $1', [id]);
  await at.owner.query(`update action_leads set as_written = 'GRID' where as_written ~ 'Cosmo'`);
  await erasePerson(at.database, testClock, 'Cosmo De Lacey');
  expect(await said('Cosmo')).toEqual([]);
  expect(await leadOf('GRID')).toEqual({ id, version });
});

test('the names of persons who went with an import that was taken back go two years after that', async () => {
  await importFile(at, files.csv(PLAN.map((row) => ({ ...row, plan: 'Taken back', leads: 'Quentin Passerby; Youth Forum' }))), { from: '2007-04-01' });
  await due(false);
  await takeBack(at, await latestBatch(at));
  expect([await leadOf('Quentin Passerby'), await said('Quentin')]).toEqual([{ id: '', version: 0 }, ['action_leads DELETE', 'leads DELETE']]);
  expect(await due(true)).toBe(0);
  await at.owner.query(`update history.changes set at = '2024-11-20' where number in (select change_number from history.records where before::text ~ 'Quentin')`);
  expect(await due(true)).toBe(1);
  expect(await due(false)).toBe(1);
  expect([await said('Quentin'), await said('Youth Forum')]).toEqual([[], ['action_leads DELETE', 'leads DELETE']]);
  expect(await due(true)).toBe(0);
});

test('what is on record of a lead stays when another of its name that is no more has had its time', async () => {
  const bring = () => importFile(at, files.csv(PLAN.map((row) => ({ ...row, plan: 'Brought twice', leads: 'Rosalind Twice' }))), { from: '2007-04-01' });
  await bring();
  await takeBack(at, await latestBatch(at));
  await at.owner.query(`update history.changes set at = '2024-11-20' where number in (select change_number from history.records where before::text ~ 'Rosalind')`);
  await bring();
  const { id, version } = await leadOf('Rosalind Twice');
  await change(at, 'describe-lead', { id: toNodeId('Lead', id), expectedVersion: version, agency: 'Homestart' }, { role: 'ADMIN', subject: 'test' });
  expect(await due(false)).toBe(1);
  expect([await said('Rosalind'), await leadOf('Rosalind Twice')]).toEqual([['leads UPDATE'], { id, version: version + 1 }]);
});
