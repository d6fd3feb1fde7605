import type { Reader } from '../graphql/read/reader';
import type { Template } from '../intake/template-file';
import { textWorkbook } from '../intake/text-workbook';
import { findPlan } from '../plans/find-plan';
import type { PLAN_HEADINGS } from '../plans/import/plan-rows';
import { audiencesTemplate, channelsTemplate, leadsTemplate, planTemplate, reviewTemplate } from '../plans/plan.template';
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
  (select string_agg(m.written, E'\\n' order by m.position, m.id) from shown.written_measures_cleared m where m.action_id = a.id) as measures,
  u.note as update, nullif(u.rag, 'NOT_RATED') as rag, case u.achieved when true then 'yes' when false then 'no' end as achieved
from shown.plans_cleared p
join shown.actions_cleared a on a.plan_id = p.id and a.closed_on is null
join shown.plan_sections_cleared s on s.id = a.section_id
left join shown.recommendations_cleared r on r.id = a.recommendation_id
left join lateral (
  select g.note, g.rag, g.achieved from shown.progress_report_actions_cleared c join shown.progress_reports_cleared g on g.id = c.report_id
  where c.action_id = any(a.id || a.carried_ids) and c.certain order by g.reported_on desc, g.recorded_at desc, g.id desc limit 1) u on true
where p.id = `;

/** A file beside a plan, as its import takes it: its template, and its lines with the id of the plan in place of PLAN. */
interface ListFile {
  readonly template: Template;
  readonly lines: string;
}

const LISTS = {
  // All of the register of its area. What was read from the words of a name is left out: it is read from them again.
  leads: {
    template: leadsTemplate,
    lines: `select l.name, case when l.kind_given then l.kind end as kind, l.agency, l.side, (select string_agg(k.alias, '; ' order by k.alias collate "C") from shown.lead_aliases_cleared k where k.lead_id = l.id) as aliases
      from shown.plans_cleared p join shown.leads_cleared l on l.area_id = p.area_id where p.id = PLAN and name_key(l.name) <> 'erased' order by l.name collate "C", l.id`,
  },
  review: {
    template: reviewTemplate,
    lines: `select b.body, b.times_a_year::text as times_a_year, b.kind, to_char(b.counted_from, 'YYYY-MM-DD') as counted_from, b.note from shown.plan_review_bodies_cleared b where b.plan_id = PLAN order by b.position, b.id`,
  },
  audiences: { template: audiencesTemplate, lines: 'select u.level, u.audience from shown.plan_audiences_cleared u where u.plan_id = PLAN order by u.position, u.id' },
  channels: { template: channelsTemplate, lines: 'select c.channel from shown.plan_channels_cleared c where c.plan_id = PLAN order by c.position, c.id' },
} satisfies Record<string, ListFile>;

/** What stands beside the file of a plan, by the option of the import that takes it. */
export type PlanListName = keyof typeof LISTS;
export const PLAN_LISTS = Object.keys(LISTS) as PlanListName[];

/** A plan in the layout of its import: importing it again changes nothing. For a cleared reader: it names leads as written. */
export async function planSheet(reader: Reader, plan: string, format: 'csv' | 'xlsx'): Promise<string | Buffer> {
  const id = await findPlan(reader, plan);
  const bind = reader.binder();
  return written(planTemplate, await reader.rows<Line>(`${LINES}${bind.param(id, 'uuid')} order by a.position, a.id`, bind), format);
}

/** A list beside a plan, or the register of its leads, in the layout of the import: importing it again changes nothing. For a cleared reader. */
export async function planListSheet(reader: Reader, plan: string, list: PlanListName, format: 'csv' | 'xlsx'): Promise<string | Buffer> {
  const { template, lines } = LISTS[list];
  const id = await findPlan(reader, plan);
  const bind = reader.binder();
  return written(template, await reader.rows<Readonly<Record<string, string | null>>>(lines.replace('PLAN', bind.param(id, 'uuid')), bind), format);
}

function written(template: Template, lines: readonly Readonly<Record<string, string | null>>[], format: 'csv' | 'xlsx'): string | Promise<Buffer> {
  const rows = lines.map((line) => template.headings.map((heading) => line[heading] ?? ''));
  return format === 'csv' ? sheetToImport(template.headings, rows) : textWorkbook(template, rows);
}
