import type { Reader } from '../graphql/read/reader';
import { textWorkbook } from '../intake/text-workbook';
import { findPlan } from '../plans/find-plan';
import { PLAN_HEADINGS } from '../plans/import/plan-rows';
import { planTemplate } from '../plans/plan.template';
import { sheetToImport } from './csv';

type Line = Readonly<Record<(typeof PLAN_HEADINGS)[number], string | null>>;

/**
 * What the import compares a file with: of each action that is not closed the last position, the leads as written, the
 * last date, and the last report that is certainly about it, with what that report itself says of rating and achievement.
 */
const LINES = `
select p.title as plan, s.title as section, r.number as recommendation_no, r.text as recommendation,
  (select t.text from shown.position_statements_cleared t where t.action_id = a.id order by t.recorded_at desc, t.id desc limit 1) as position,
  a.number as action_no, a.text as action,
  (select string_agg(l.as_written, '; ' order by l.position) from shown.action_leads_cleared l where l.action_id = a.id) as leads,
  (select w.written from shown.by_whens_cleared w where w.action_id = a.id order by w.revision desc limit 1) as by_when,
  (select string_agg(m.text, E'\\n' order by m.position, m.id) from shown.action_measures_cleared m where m.action_id = a.id) as measures,
  u.note as update, nullif(u.rag, 'NOT_RATED') as rag, case u.achieved when true then 'yes' when false then 'no' end as achieved
from shown.plans_cleared p
join shown.actions_cleared a on a.plan_id = p.id and a.closed_on is null
join shown.plan_sections_cleared s on s.id = a.section_id
left join shown.recommendations_cleared r on r.id = a.recommendation_id
left join lateral (
  select g.note, g.rag, g.achieved from shown.progress_report_actions_cleared c join shown.progress_reports_cleared g on g.id = c.report_id
  where c.action_id = any(a.id || a.carried_ids) and c.certain order by g.reported_on desc, g.recorded_at desc, g.id desc limit 1) u on true
where p.id = `;

/** A plan in the layout of its import: importing it again changes nothing. For a cleared reader: it names leads as written. */
export async function planSheet(reader: Reader, plan: string, format: 'csv' | 'xlsx'): Promise<string | Buffer> {
  const id = await findPlan(reader, plan);
  const bind = reader.binder();
  const lines = await reader.rows<Line>(`${LINES}${bind.param(id, 'uuid')} order by a.position, a.id`, bind);
  const rows = lines.map((line) => PLAN_HEADINGS.map((heading) => line[heading] ?? ''));
  return format === 'csv' ? sheetToImport(PLAN_HEADINGS, rows) : textWorkbook(planTemplate, rows);
}
