import type { PoolClient } from 'pg';
import { SetUpError } from '../../errors';
import { keepRecurrences } from '../recurrences';
import type { PlanChanges } from './plan-changes';

export interface PlanHead {
  readonly id: string;
  readonly title: string;
  readonly areaId: string;
  readonly owner: string | null;
  readonly period: string | null;
  readonly source: string;
  /** The version that was compared with; undefined: the plan is new. */
  readonly version: number | undefined;
}

interface Issued {
  readonly updatesAsOf: string;
  /** The import by which what it says can be taken back. */
  readonly batchId: string;
  readonly at: Date;
}

/** Writes a plan and what changed of its parts. */
export async function publishPlan(client: PoolClient, head: PlanHead, changes: PlanChanges, { updatesAsOf, batchId, at }: Issued): Promise<void> {
  await writeHead(client, head, at);
  const write = async (rows: readonly object[], columns: string, statement: string): Promise<void> => {
    if (rows.length > 0) await client.query(statement.replace('ROWS', `jsonb_to_recordset($1) as r(${columns})`), [JSON.stringify(rows), head.id, ...(statement.includes('$3') ? [at] : []), ...(statement.includes('$4') ? [batchId] : [])]);
  };
  await write(changes.sections, 'id uuid, position integer, title text', 'insert into plan_sections (id, plan_id, position, title) select r.id, $2, r.position, r.title from ROWS');
  await write(changes.recommendations, 'id uuid, section_id uuid, number text, position integer, text text', `
    insert into recommendations (id, plan_id, section_id, number, position, text) select r.id, $2, r.section_id, r.number, r.position, r.text from ROWS
    on conflict (id) do update set section_id = excluded.section_id, text = excluded.text`);
  // Numbers may change places: each is set free before it is taken.
  await client.query(`update actions a set number = a.number || ' ' || a.id where a.plan_id = $2 and a.closed_on is null and a.id in (select (r->>'id')::uuid from jsonb_array_elements($1) r where r->>'number' <> a.number)`, [
    JSON.stringify(changes.actions), head.id,
  ]);
  await client.query('update actions set closed_on = $3, version = version + 1, updated_at = $4 where plan_id = $2 and id = any($1::uuid[])', [changes.closed, head.id, updatesAsOf, at]);
  await write(changes.actions, 'id uuid, section_id uuid, recommendation_id uuid, number text, position integer, text text, added_on date', `
    insert into actions (id, plan_id, section_id, recommendation_id, number, position, text, added_on, created_at, updated_at)
    select r.id, $2, r.section_id, r.recommendation_id, r.number, r.position, r.text, r.added_on, $3, $3 from ROWS
    on conflict (id) do update set section_id = excluded.section_id, recommendation_id = excluded.recommendation_id, number = excluded.number, position = excluded.position,
      text = excluded.text, closed_on = null, version = actions.version + 1, updated_at = excluded.updated_at`);
  await client.query('delete from action_leads where plan_id = $2 and action_id = any($1::uuid[])', [changes.leads.of, head.id]);
  await write(changes.leads.rows, 'action_id uuid, position integer, lead_id uuid, as_written text', `
    insert into action_leads (action_id, plan_id, position, lead_id, as_written) select r.action_id, $2, r.position, r.lead_id, r.as_written from ROWS`);
  await client.query('delete from action_measures where plan_id = $2 and action_id = any($1::uuid[]) and unit is null and id <> all($3::uuid[])', [changes.measures.of, head.id, changes.measures.rows.map((row) => row.id)]);
  await write(changes.measures.rows, 'id uuid, action_id uuid, position integer, text text, odd text', `
    insert into action_measures (id, action_id, plan_id, position, text, odd) select r.id, r.action_id, $2, r.position, r.text, r.odd from ROWS
    on conflict (id) do update set position = excluded.position`);
  await write(changes.positions, 'id uuid, recommendation_id uuid, action_id uuid, text text, stated_on date', `
    insert into position_statements (id, plan_id, recommendation_id, action_id, text, stated_on, recorded_at, batch_id) select r.id, $2, r.recommendation_id, r.action_id, r.text, r.stated_on, $3, $4 from ROWS`);
  await write(changes.byWhens, 'id uuid, action_id uuid, revision integer, written text, ambiguity text, condition text, said_on date, reason text, source text, confirmed_on date', `
    insert into by_whens (id, action_id, plan_id, revision, written, ambiguity, condition, said_on, reason, source, confirmed_on, recorded_at)
    select r.id, r.action_id, $2, r.revision, r.written, r.ambiguity, r.condition, r.said_on, r.reason, r.source, r.confirmed_on, $3 from ROWS`);
  await write(changes.dates, 'by_when_id uuid, position integer, kind text, days daterange, rrule text', `
    insert into by_when_dates (by_when_id, plan_id, position, kind, days, rrule) select r.by_when_id, $2, r.position, r.kind, r.days, r.rrule from ROWS`);
  await write(changes.reports, 'id uuid, recommendation_id uuid, reported_on date, rag text, achieved boolean, note text', `
    insert into progress_reports (id, plan_id, recommendation_id, reported_on, rag, achieved, note, source, recorded_at, batch_id)
    select r.id, $2, r.recommendation_id, r.reported_on, r.rag, r.achieved, r.note, 'PLAN', $3, $4 from ROWS`);
  await write(changes.covered, 'report_id uuid, action_id uuid, certain boolean', `
    insert into progress_report_actions (report_id, action_id, plan_id, certain) select r.report_id, r.action_id, $2, r.certain from ROWS`);
  await keepRecurrences(client, head.id);
}

async function writeHead(client: PoolClient, head: PlanHead, at: Date): Promise<void> {
  const values = [head.id, head.title, head.areaId, head.owner, head.period, head.source, at];
  const done = head.version === undefined
    ? await client.query(
        `insert into plans (id, title, area_id, owner, period, source, created_at, updated_at) values ($1, $2, $3, $4, $5::daterange, $6, $7, $7) on conflict (area_id, title_key, edition) do nothing`, values)
    : await client.query(
        `update plans set title = $2, owner = $4, period = $5::daterange, source = $6, version = version + 1, updated_at = $7 where id = $1 and area_id = $3 and version = $8`, [...values, head.version]);
  if (done.rowCount !== 1) throw new SetUpError('Somebody else changed the plan meanwhile: nothing was written.', 'Run the same command again');
}
