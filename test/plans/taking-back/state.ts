import type { Clock } from '../../../src/clock';
import { rowsOf } from '../../places/place-imports';
import type { TestDatabase } from '../../support';

/** All that imports of plans, self-evaluations, replies and priorities write. */
const TABLES = [
  'plans', 'plan_sections', 'recommendations', 'actions', 'position_statements', 'leads', 'lead_aliases', 'action_leads', 'by_whens', 'by_when_dates', 'action_measures', 'measure_targets', 'progress_reports',
  'progress_report_actions', 'plan_review_bodies', 'plan_audiences', 'plan_channels', 'plan_reviews', 'evaluation_tools', 'evaluation_scale_grades', 'evaluation_sections', 'evaluation_questions', 'evaluation_descriptors',
  'self_evaluations', 'agreed_grades', 'evaluation_evidence', 'evaluation_replies', 'evaluation_answers', 'priority_sets', 'priorities', 'priority_contributions',
] as const;

/** Rows that hang on one that was withdrawn count as little as that. */
const OF_WITHDRAWN: Readonly<Record<string, string>> = {
  by_when_dates: 'exists (select from by_whens w where w.id = t.by_when_id and w.withdrawn_at is not null)',
  progress_report_actions: 'exists (select from progress_reports r where r.id = t.report_id and r.withdrawn_at is not null)',
};

/** Every row that counts, by table, but for what counts writings. */
export async function state(at: TestDatabase): Promise<Record<string, unknown>> {
  const parts = TABLES.map((table) => `(select json_agg(row order by row::text) from (select to_jsonb(t) - 'version' - 'updated_at' as row from ${table} t where not coalesce(${OF_WITHDRAWN[table] ?? 'false'}, false)) w
    where row->>'withdrawn_at' is null) as ${table}`);
  return (await rowsOf<Record<string, unknown>>(at, `select ${parts.join(', ')}`))[0] ?? {};
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

/** The same without ids, instants and the names of files, which every import makes anew. */
export async function saying(at: TestDatabase): Promise<unknown> {
  const said = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(said).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).filter(([name, one]) => !/_at$|form_key|^source$/.test(name) && !(typeof one === 'string' && UUID.test(one))).map(([name, one]) => [name, said(one)]));
  };
  return said(await state(at));
}

/** Hours of the day before the tests' day, so that what a test does itself comes after. */
export function hour(n: number): Clock {
  return { now: () => new Date(Date.UTC(2026, 10, 20, n)), today: () => '2026-11-20' };
}

export interface TakenBack {
  readonly removed: number | null;
  readonly restored: number | null;
  /** What was left, and why. */
  readonly left: readonly string[];
  readonly errors: readonly string[];
}

export async function latestBatch(at: TestDatabase): Promise<string> {
  return (await rowsOf<{ id: string }>(at, 'select id from import_batches where published_at is not null and reverted_at is null order by id desc limit 1'))[0]?.id ?? '';
}

/** Takes an import back by its mutation; the latest that stands when none is named. */
export async function takeBack(at: TestDatabase, id?: string): Promise<TakenBack> {
  const { data, errors } = await at.ask<{ revertImport: { batch: { removed: number; restored: number; leftParts: { name: string; reason: string }[] } | null; userErrors: { code: string; message: string }[] } }>(
    'mutation ($input: RevertImportInput!) { revertImport(input: $input) { batch { removed restored leftParts { name reason } } userErrors { code message } } }',
    { input: { id: id ?? (await latestBatch(at)) } }, { role: 'ADMIN', subject: 'Coordinator' },
  );
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  const { batch = null, userErrors = [] } = data?.revertImport ?? {};
  return { removed: batch?.removed ?? null, restored: batch?.restored ?? null, left: (batch?.leftParts ?? []).map(({ name, reason }) => `${name} ${reason}`), errors: userErrors.map(({ code, message }) => `${code} ${message}`) };
}
