import { loadSample } from '../../src/sample/load-sample';
import { removeSample } from '../../src/sample/remove-sample';
import { openTestDatabase, type TestDatabase } from '../support';

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => atlas.close());

test('the sample goes, but for what somebody changed; areas stay; it can come again', async () => {
  const { rows } = await atlas.owner.query<{ id: string }>('update organisations set version = 2 where id = (select id from organisations order by sort_name limit 1) returning id');
  const { removed, kept } = await removeSample(atlas.database);
  expect(kept).toBe(1);
  expect(removed).toBeGreaterThan(100);
  expect((await atlas.owner.query('select id from organisations')).rows).toEqual(rows);
  expect((await atlas.owner.query(`select count(*)::int as n from areas where kind = 'DISTRICT'`)).rows).toEqual([{ n: 18 }]);
  for (const table of ['places', 'secrets.places', 'contacts', 'secrets.contacts', 'services', 'memberships']) {
    expect((await atlas.owner.query(`select count(*)::int as n from ${table} where ${table === 'memberships' ? 'member_id' : 'organisation_id'} <> $1`, [rows[0]?.id])).rows).toEqual([{ n: 0 }]);
  }
  await atlas.owner.query('delete from organisations');
  expect(await loadSample(atlas.database)).toMatchObject({ loaded: true });
});

test('its plans go, but for those with which somebody went on, and what they are part of', async () => {
  const own = await atlas.owner.query(`insert into progress_reports (id, plan_id, reported_on, rag, source, recorded_at) select gen_random_uuid(), id, '2026-11-21', 'RED', 'ENTERED', '2026-11-21T12:00:00Z' from plans where title like '%Dacorum%'`);
  expect(own.rowCount).toBe(1);
  await removeSample(atlas.database);
  expect((await atlas.owner.query('select title from plans order by title')).rows).toEqual([{ title: 'District plan of Dacorum (invented)' }, { title: 'Self Evaluation and Action Plan' }]);
  expect((await atlas.owner.query('select count(*)::int as n from leads l where not exists (select from action_leads o where o.lead_id = l.id)')).rows).toEqual([{ n: 0 }]);
  expect(await loadSample(atlas.database)).toMatchObject({ loaded: true });
  expect((await atlas.owner.query('select count(*)::int as n from plans')).rows).toEqual([{ n: 4 }]);
});

test('its self-evaluations go, but for those with which somebody went on, and no action is linked to what is gone', async () => {
  const links = `select k.kind from action_links k where k.kind in ('EvaluationQuestion', 'AgreedGrade')`;
  await atlas.owner.query('delete from plans');
  await removeSample(atlas.database);
  await loadSample(atlas.database);
  const reply = await atlas.owner.query(`insert into evaluation_replies (id, round_id, tool_id, kind, partner, recorded_at) select gen_random_uuid(), id, tool_id, 'PROVIDER', 'Sector', '2026-11-21T12:00:00Z' from self_evaluations where round = '2026-10'`);
  await atlas.owner.query(`insert into progress_reports (id, plan_id, reported_on, rag, source, recorded_at) select gen_random_uuid(), id, '2026-11-21', 'RED', 'ENTERED', '2026-11-21T12:00:00Z' from plans where title like '%Dacorum%'`);
  expect([reply.rowCount, (await atlas.owner.query(links)).rowCount]).toEqual([1, 2]);
  await removeSample(atlas.database);
  expect((await atlas.owner.query('select e.round, k.edition from self_evaluations e join evaluation_tools k on k.id = e.tool_id')).rows).toEqual([{ round: '2026-10', edition: 2 }]);
  expect((await atlas.owner.query('select edition from evaluation_tools')).rows).toEqual([{ edition: 2 }]);
  expect((await atlas.owner.query(links)).rows).toEqual([{ kind: 'AgreedGrade' }]);
  expect(await loadSample(atlas.database)).toMatchObject({ loaded: true });
  expect((await atlas.owner.query('select count(*)::int as n from self_evaluations')).rows).toEqual([{ n: 2 }]);
});

test('its priorities go, but for those with which somebody went on, and no lead is left that leads nothing', async () => {
  await removeSample(atlas.database);
  await atlas.owner.query('delete from plans');
  expect((await atlas.owner.query('select title from priority_sets')).rows).toEqual([]);
  await loadSample(atlas.database);
  const checked = await atlas.owner.query(`insert into priority_checks (id, priority_id, set_id, checked_on, checked_by, recorded_at) select gen_random_uuid(), p.id, p.set_id, '2026-11-21', 'Somebody', '2026-11-21T12:00:00Z' from priorities p where p.code = 'B'`);
  expect(checked.rowCount).toBe(1);
  await removeSample(atlas.database);
  expect((await atlas.owner.query('select s.title, (select count(*)::int from priorities p where p.set_id = s.id) as priorities from priority_sets s')).rows).toEqual([{ title: 'Priorities for children in Dacorum (invented)', priorities: 2 }]);
  expect((await atlas.owner.query('select l.name from leads l where not exists (select from action_leads o where o.lead_id = l.id) and not exists (select from priorities p where p.lead_id = l.id)')).rows).toEqual([]);
  expect(await loadSample(atlas.database)).toMatchObject({ loaded: true });
  expect((await atlas.owner.query('select count(*)::int as n from priority_sets')).rows).toEqual([{ n: 4 }]);
});
