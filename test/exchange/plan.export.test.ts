import { parse } from 'csv-parse/sync';
import { PLAN_LISTS, planListSheet, planSheet } from '../../src/exchange/plan.export';
import { atlasSchema, requestContext } from '../../src/app';
import { toNodeId } from '../../src/graphql/node';
import { importPlan } from '../../src/plans/plan.import';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { change } from '../plans/making-changes';
import { importFile, PLAN } from '../plans/plan-imports';
import { planId } from '../plans/sample-plans';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

// Made once: making it takes longer than what is tried here.
const schema = atlasSchema();
const ADMIN = { role: 'ADMIN', subject: 'test' } as const;
const files = new Files();
let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

async function planFile(plan: string, format: 'csv' | 'xlsx'): Promise<string | Buffer> {
  const { reader } = requestContext({ database: at.database, clock: testClock }, schema, { role: 'ADMIN', subject: 'test' });
  return planSheet(reader, plan, format);
}
const planText = async (plan: string): Promise<string> => (await planFile(plan, 'csv')).toString();
const rowsIn = async (plan: string): Promise<Record<string, string>[]> => parse(await planText(plan), { columns: true, bom: true });

const FINGERPRINT = `select (select json_agg(p order by p.id) from plans p) as plans, (select json_agg(a order by a.id) from actions a) as actions, (select json_agg(r order by r.id) from progress_reports r) as reports,
  (select json_agg(w order by w.id) from by_whens w) as whens, (select json_agg(m order by m.id) from action_measures m) as measures, (select json_agg(l order by l.action_id, l.position) from action_leads l) as leads,
  (select json_agg(k order by k.id) from leads k) as register, (select json_agg(s order by s.id) from position_statements s) as positions`;

describe('the lists beside a plan, and the register of its leads, that were exported', () => {
  const all = `select (select json_agg(k order by k.id) from leads k) as register, (select json_agg(k order by k.id) from lead_aliases k) as aliases, (select json_agg(b order by b.id) from plan_review_bodies b) as bodies,
    (select json_agg(u order by u.id) from plan_audiences u) as audiences, (select json_agg(c order by c.id) from plan_channels c) as channels, (select json_agg(p order by p.id) from plans p) as plans`;

  it.each(['csv', 'xlsx'] as const)('change nothing when they are imported again, of every plan there is (%s)', async (format) => {
    const { reader } = requestContext({ database: at.database, clock: testClock }, schema, { role: 'ADMIN', subject: 'test' });
    // A person by name and agency, another name, nothing said of a body that the directory knows by now, and what a spreadsheet would run.
    await at.owner.query(`update leads set kind = 'PERSON', kind_given = true, agency = 'Example; CVS' where name = 'CVS Chairs'`);
    await at.owner.query(`update leads set side = null, agency = (select o.name from organisations o where o.sector = 'VOLUNTARY' order by o.id limit 1) where name = 'Officer of Homestart'`);
    await at.owner.query(`insert into lead_aliases (id, lead_id, area_id, alias) select gen_random_uuid(), id, area_id, '=Other name' from leads where name = 'CYPP lead' on conflict do nothing`);
    await at.owner.query(`insert into plan_review_bodies (id, plan_id, position, body, times_a_year, kind, counted_from, note) select gen_random_uuid(), id, 99, '@body', 3, 'INTERNAL', '2026-02-28', E'External verification\n-later' from plans on conflict do nothing`);
    await at.owner.query(`insert into plan_channels (id, plan_id, position, channel) select gen_random_uuid(), id, 99, '+44 by telephone' from plans where title like '%Dacorum%' on conflict do nothing`);
    const plans = await rowsOf<{ id: string; code: string; day: string }>(at, `select p.id, a.code, coalesce(lower(p.period), '2020-01-01')::text as day from plans p join areas a on a.id = p.area_id`);
    const before = await rowsOf(at, all);
    for (const { id, code, day } of plans) {
      const lists = Object.fromEntries(await Promise.all(PLAN_LISTS.map(async (list) => [list, files.write(format, await planListSheet(reader, id, list, format))] as const)));
      const outcome = await importPlan(at.database, testClock, { file: files.write(format, await planFile(id, format)), area: code, updatesAsOf: day, ...lists });
      expect(outcome).toMatchObject({ verdict: 'UNCHANGED' });
    }
    expect(await rowsOf(at, all)).toEqual(before);
  });

  it('have the columns of the import, and a kind only where somebody said it', async () => {
    const { reader } = requestContext({ database: at.database, clock: testClock }, schema, { role: 'ADMIN', subject: 'test' });
    const rows = parse((await planListSheet(reader, 'Talking Trust', 'leads', 'csv')).toString(), { columns: true, bom: true }) as Record<string, string>[];
    expect(Object.keys(rows[0] ?? {})).toEqual(['name', 'kind', 'agency', 'side', 'aliases']);
    expect(rows.find((row) => row.name === 'VCI Coordinator')).toMatchObject({ kind: 'POST' });
    expect(rows.find((row) => row.name === 'VCI team')).toMatchObject({ kind: '' });
  });
});

describe('a plan that was exported', () => {
  it.each(['csv', 'xlsx'] as const)('changes nothing when it is imported again, of every plan there is (%s)', async (format) => {
    // A report of several actions, one that says nothing public, a revised date, and what a spreadsheet would run.
    const ours = await importFile(at, files.csv(PLAN.map((row, n) => (n === 3 ? { ...row, measures: '=SUM(A1)\n-5 %', position: "''- so it said", update: '@home', achieved: 'no' } : row))), { from: '2007-04-01' });
    expect(ours.counts.refused).toBe(0);
    const plans = await rowsOf<{ id: string; title: string; code: string; day: string }>(at, `
      select p.id, p.title, a.code, coalesce(lower(p.period), '2020-01-01')::text as day from plans p join areas a on a.id = p.area_id order by p.title`);
    expect(plans.length).toBeGreaterThan(3);
    const before = await rowsOf(at, FINGERPRINT);
    for (const { id, code, day } of plans) {
      const outcome = await importPlan(at.database, testClock, { file: files.write(format, await planFile(id, format)), area: code, updatesAsOf: day });
      expect(outcome).toMatchObject({ verdict: 'UNCHANGED', counts: { created: 0, updated: 0, refused: 0 } });
      expect(outcome.counts.read).toBeGreaterThan(0);
    }
    expect(await rowsOf(at, FINGERPRINT)).toEqual(before);
  });

  it('changes nothing when it is imported again after more was said here of where its actions stand', async () => {
    const [action] = await rowsOf<{ id: string }>(at, `select a.id from actions a join plans p on p.id = a.plan_id where p.title = 'Our plan' and a.number = '1.1.1'`);
    const id = toNodeId('Action', action?.id ?? '');
    const say = async (day: string, said: string): Promise<void> => {
      expect((await change(at, 'record-progress', { actions: [id], reportedOn: day, report: said }, ADMIN)).errors).toEqual([]);
      expect((await change(at, 'state-position', { action: id, statedOn: day, text: said }, ADMIN)).errors).toEqual([]);
    };
    await say('2009-06-30', 'It goes well');
    const exported = files.write('csv', await planFile('Our plan', 'csv'));
    await say('2009-09-30', 'It goes better');
    const before = await rowsOf(at, FINGERPRINT);
    expect((await importFile(at, exported, { updatesAsOf: '2010-01-31' })).verdict).toBe('UNCHANGED');
    expect(await rowsOf(at, FINGERPRINT)).toEqual(before);
  });

  it('has the columns of its import, its actions in order and what was last said of each', async () => {
    const rows = await rowsIn('District plan of Dacorum (invented)');
    expect(rows.map((row) => row.action_no)).toEqual(['1.1', '1.2', '1.3', '2.1', '2.2', '2.3']);
    expect(rows[1]).toMatchObject({ by_when: 'January 2027', recommendation_no: '', achieved: '' });
    expect(rows[0]).toMatchObject({ update: 'Three forums so far', rag: 'GREEN' });
  });

  it('has no cell that a spreadsheet would run', async () => {
    const [row] = (await rowsIn('Our plan')).slice(-1);
    expect(row).toMatchObject({ measures: "'=SUM(A1)\n-5 %", position: "''- so it said", update: "'@home" });
  });

  it('leaves out what is closed, and is found by its id as well as by its title', async () => {
    await at.owner.query(`update actions set closed_on = '2026-10-01' where plan_id = $1 and number = '2.3'`, [Buffer.from(planId('dacorum'), 'base64url').toString().split(':')[1]]);
    expect(await planText(planId('dacorum'))).not.toContain('2.3,');
    await expect(planText('No such plan')).rejects.toThrow(/There is no plan “No such plan”; there are: .*Dacorum/);
  });
});
