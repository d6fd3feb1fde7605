import type { Link } from '../../graphql/read/shape';

/** By whom replies are told. Kinds are told within their partner. */
export type Grouping = 'ALL' | 'PARTNER' | 'KIND' | 'DISTRICT';

/** The figures of a question in a round, of groups of one sort. */
export function figuresOf(grouping: Grouping): (child: string, parent: string) => string {
  return (child, parent) => `${child}.round_id = ${parent}.round_id and ${child}.question_id = ${parent}.question_id and ${child}.grouped_by = '${grouping}'`;
}

export function groups(grouping: Exclude<Grouping, 'ALL'>): Link {
  return {
    where: figuresOf(grouping),
    orderBy: (child) => `${child}.partner collate "C", ${child}.kind collate "C", (select d.sort_name from shown.areas d where d.id = ${child}.area_id) collate "C" nulls last, ${child}.area_id`,
  };
}

/** Steps between the best and the worst middle grade of groups. */
export function apart(row: string, grouping: 'PARTNER' | 'DISTRICT'): string {
  const named = grouping === 'DISTRICT' ? ' and f.area_id is not null' : '';
  return `(select case when count(f.middle_position) > 1 then max(f.middle_position) - min(f.middle_position) end from shown.reply_figures_cleared f where ${figuresOf(grouping)('f', row)}${named})`;
}

/** Each of GradeFlag that holds. */
export function flags(row: string): string {
  const backed = `exists (select from shown.evaluation_evidence_cleared v where v.round_id = ${row}.round_id and v.section_id = ${row}.section_id and (v.question_id is null or v.question_id = ${row}.question_id))`;
  const contradicted = `exists (select from shown.evaluation_findings_cleared v where v.round_id = ${row}.round_id and v.question_id = ${row}.question_id and v.contradicts_grade)`;
  return `array_remove(array[case when ${row}.agreed_id is null then 'NOT_AGREED' when not ${backed} then 'WITHOUT_EVIDENCE' end, case when ${contradicted} then 'CONTRADICTED' end], null)`;
}

/** Whether a question in a round, or what was agreed of it, leads to an action. */
export function leadsTo(action: string, result: string): string {
  return `exists (select from shown.action_links_cleared k where k.action_id = ${action}.id and (k.node_id = ${result}.agreed_id
    or k.node_id in (select q.id from shown.evaluation_questions_cleared q where q.lineage_id = ${result}.lineage_id)))`;
}
