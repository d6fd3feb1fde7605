import { atlasSchema, requestContext } from '../../src/app';
import { planSheet } from '../../src/exchange/plan.export';
import { applyRetention } from '../../src/history/retention';
import { findPerson } from '../../src/history/personal-data';
import { readForAPerson } from '../../src/plans/for-a-person.read-model';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';
import { importFile, PLAN } from './plan-imports';

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
