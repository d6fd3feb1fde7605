import { type AssessedSql, assessmentSql } from './assessment.sql';

const unmet = (weight: string): string => `r.applies and not r.met and r.weight = '${weight}'`;

/**
 * The outcome of each organisation, from the rows of its assessment: organisation_id, outcome, held_until (the earliest
 * last day among the mandatory criteria that are met; null: none ends), and what is not met as `code:STATE`: `unmet`
 * (all), `keeping_out` (the mandatory ones); `uncertain`, the codes of those that apply for want of a fact; `nothing_known`;
 * and `criteria`, its rows as JSON.
 */
export function outcomesSql(asked: AssessedSql): string {
  return `
select r.organisation_id,
  case when bool_or(${unmet('MANDATORY')} and r.state in ('EXPIRED', 'REFUSED', 'INSUFFICIENT', 'FAILED')) then 'NOT_ELIGIBLE'
    when bool_or(${unmet('MANDATORY')}) then 'INCOMPLETE'
    when bool_or(${unmet('DISCRETIONARY')}) then 'DISCRETIONARY'
    else 'ELIGIBLE' end as outcome,
  min(r.holds_until) filter (where r.weight = 'MANDATORY') as held_until,
  coalesce(array_agg(r.code || ':' || r.state order by r.position) filter (where r.applies and not r.met), '{}') as unmet,
  coalesce(array_agg(r.code || ':' || r.state order by r.position) filter (where ${unmet('MANDATORY')}), '{}') as keeping_out,
  coalesce(array_agg(r.code order by r.position) filter (where r.applies and not r.met and r.unknown_facts <> '{}'), '{}') as uncertain,
  bool_and(not r.applies or r.state = 'MISSING') as nothing_known,
  jsonb_agg(to_jsonb(r) order by r.position) as criteria
from (${assessmentSql(asked)}) r group by r.organisation_id`;
}
