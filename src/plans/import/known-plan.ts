import type { ClientBase } from 'pg';
import { SetUpError } from '../../errors';

/** A plan as it stands, held in memory to be compared with a file. */
export interface KnownPlan {
  readonly id: string;
  readonly version: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly owner: string | null;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly recommendations: readonly { readonly id: string; readonly number: string; readonly text: string; readonly section_id: string; readonly position: number }[];
  readonly actions: readonly KnownAction[];
  /** Readings that a person confirmed, by the text as written. */
  readonly confirmed: readonly { readonly written: string; readonly dates: readonly StoredDate[] }[];
}

export interface StoredDate {
  readonly kind: string;
  readonly days: string | null;
  readonly rrule: string | null;
}

export interface KnownAction {
  readonly id: string;
  readonly number: string;
  readonly position: number;
  readonly text: string;
  readonly section_id: string;
  readonly recommendation_id: string | null;
  readonly closed_on: string | null;
  readonly leads: readonly string[];
  /** As a file has them. With a unit: it has numbers, and stays whatever a file says. Settled: a person said what it is. */
  readonly measures: readonly { readonly id: string; readonly text: string; readonly unit: string | null; readonly settled: boolean }[];
  /** All that was ever said of when it is due, oldest first. */
  readonly by_whens: readonly { readonly written: string; readonly source: string; readonly revision: number }[];
  /** Where it stood, oldest first, also as the action that it was carried over from. */
  readonly positions: readonly (Said & { readonly text: string })[];
  /** Reports that certainly cover it, oldest first. */
  readonly reports: readonly (Said & { readonly note: string | null; readonly rag: string; readonly achieved: boolean | null })[];
}

/** What was said of an action, by a file of the plan or here. */
export interface Said {
  readonly by_file: boolean;
  /** Of which day it speaks; null: when the plan was written. */
  readonly day: string | null;
}

const KNOWN = `
select p.id, p.version, lower(p.period)::text as "from", (upper(p.period) - 1)::text as "to", p.owner,
  (select coalesce(json_agg(json_build_object('id', s.id, 'title', s.title) order by s.position), '[]') from plan_sections s where s.plan_id = p.id) as sections,
  (select coalesce(json_agg(json_build_object('id', r.id, 'number', r.number, 'text', r.text, 'section_id', r.section_id, 'position', r.position) order by r.position), '[]')
    from recommendations r where r.plan_id = p.id) as recommendations,
  (select coalesce(json_agg(json_build_object('id', a.id, 'number', a.number, 'position', a.position, 'text', a.text, 'section_id', a.section_id,
      'recommendation_id', a.recommendation_id, 'closed_on', a.closed_on,
      'leads', (select coalesce(json_agg(l.as_written order by l.position), '[]') from action_leads l where l.action_id = a.id),
      'measures', (select coalesce(json_agg(json_build_object('id', m.id, 'text', coalesce(m.written, m.text), 'unit', m.unit, 'settled', m.settled is not null) order by m.position, m.id), '[]') from action_measures m where m.action_id = a.id),
      'by_whens', (select coalesce(json_agg(json_build_object('written', b.written, 'source', b.source, 'revision', b.revision) order by b.revision), '[]') from by_whens b where b.action_id = a.id and b.withdrawn_at is null),
      'positions', (select coalesce(json_agg(json_build_object('text', s.text, 'day', s.stated_on, 'by_file', s.batch_id is not null) order by s.recorded_at, s.id), '[]')
        from position_statements s where s.action_id = any(a.id || a.carried_ids) and s.withdrawn_at is null),
      'reports', (select coalesce(json_agg(json_build_object('note', r.note, 'rag', r.rag, 'achieved', r.achieved, 'day', r.reported_on, 'by_file', r.source = 'PLAN' and r.part_of_id is null) order by r.reported_on, r.recorded_at, r.id), '[]')
        from progress_report_actions c join progress_reports r on r.id = c.report_id where c.action_id = any(a.id || a.carried_ids) and c.certain and r.withdrawn_at is null)) order by a.position, a.id), '[]')
    from actions a where a.plan_id = p.id) as actions,
  (select coalesce(json_agg(json_build_object('written', b.written, 'dates',
      (select coalesce(json_agg(json_build_object('kind', d.kind, 'days', d.days, 'rrule', d.rrule) order by d.position), '[]') from by_when_dates d where d.by_when_id = b.id and d.withdrawn_at is null))), '[]')
    from by_whens b where b.plan_id = p.id and b.confirmed_on is not null and b.withdrawn_at is null) as confirmed
from plans p where p.area_id = $1 and p.title_key = name_key($2) order by p.edition desc limit 1`;

/** The newest edition of a plan of an area by its title. */
export async function knownPlan(client: ClientBase, areaId: string, title: string): Promise<KnownPlan | undefined> {
  return (await client.query(KNOWN, [areaId, title])).rows[0] as KnownPlan | undefined;
}

/** By a code of today or a former one. */
export async function areaIdOf(client: ClientBase, code: string): Promise<string> {
  const found = await client.query(
    'select id from shown.areas where code = $1 union all select area_id from shown.area_former_codes where code = $1 and not exists (select from shown.areas where code = $1)', [code],
  );
  const [area] = found.rows as { id: string }[];
  if (area === undefined) throw new SetUpError(`No area has or had the code ${code}.`, 'Import its boundaries first: vcs-atlas import boundaries --help');
  return area.id;
}
