import type { SqlRunner } from '../organisations/place-writing';
import { Binder } from '../graphql/read/binder';
import { freezeSql } from '../plans/review/frozen-state.sql';
import { orNull, readSampleRows, type SampleRow } from './sample-files';
import { overRows, sampleId } from './sample-rows';

const planId = (row: SampleRow): string => sampleId('plan', row.plan ?? '');
const bodyId = (row: SampleRow): string => sampleId('review-body', `${row.plan ?? ''} ${row.body ?? ''}`);

/** Who reviews the plans of the sample, what the reviews saw, and with whom the plans are shared. */
export async function loadReviews(run: SqlRunner, plans: ReadonlySet<string | undefined>): Promise<void> {
  const rowsOf = (name: string): SampleRow[] => readSampleRows(name).filter((row) => plans.has(row.plan));
  const placed = <Row extends object>(rows: readonly SampleRow[], make: (row: SampleRow) => Row): object[] => rows.map((row, at) => ({ ...make(row), plan_id: planId(row), position: at + 1 }));
  await overRows(run, placed(rowsOf('plan-review-bodies'), (row) => ({ ...row, id: bodyId(row), counted_from: orNull(row.counted_from), note: orNull(row.note) })),
    'id uuid, plan_id uuid, position integer, body text, times_a_year integer, kind text, counted_from date, note text', (r) => `
    insert into plan_review_bodies (id, plan_id, position, body, times_a_year, kind, counted_from, note) select r.id, r.plan_id, r.position, r.body, r.times_a_year, r.kind, r.counted_from, r.note from ${r}`);
  await overRows(run, placed(rowsOf('plan-audiences'), (row) => ({ ...row, id: sampleId('plan-audience', Object.values(row).join(' ')) })), 'id uuid, plan_id uuid, position integer, level text, audience text', (r) => `
    insert into plan_audiences (id, plan_id, position, level, audience) select r.id, r.plan_id, r.position, r.level, r.audience from ${r}`);
  await overRows(run, placed(rowsOf('plan-channels'), (row) => ({ ...row, id: sampleId('plan-channel', Object.values(row).join(' ')) })), 'id uuid, plan_id uuid, position integer, channel text', (r) => `
    insert into plan_channels (id, plan_id, position, channel) select r.id, r.plan_id, r.position, r.channel from ${r}`);
  for (const row of rowsOf('plan-reviews')) await loadReview(run, row);
}

async function loadReview(run: SqlRunner, row: SampleRow): Promise<void> {
  const id = sampleId('plan-review', `${row.plan ?? ''} ${row.reviewed_on ?? ''}`);
  await run.query(
    `insert into plan_reviews (id, plan_id, review_body_id, body, kind, reviewed_on, due_on, outcome, internal_note, recorded_by, recorded_at)
     select $1, b.plan_id, b.id, b.body, b.kind, $3::date, $4::date, $5, $6, 'District coordinator', $3::date::timestamp at time zone 'UTC' + interval '12 hours' from plan_review_bodies b where b.id = $2`,
    [id, bodyId(row), row.reviewed_on, orNull(row.due_on), orNull(row.outcome), orNull(row.internal_note)],
  );
  const bind = new Binder({ role: 'ADMIN' }, row.reviewed_on ?? '');
  await run.query(freezeSql(bind.param(id, 'uuid'), bind.param(planId(row), 'uuid'), bind), bind.values);
}
