import { agesSql, type AssessedSql, assessedSql, assessmentSql, categorySql, heldSql, matchedSql, NO_PLACE, valueSql } from './assessment.sql';

/** What a mandatory criterion must not come to: nothing that is still to be filed or looked at would mend it. */
const BARRED = `('EXPIRED', 'REFUSED', 'INSUFFICIENT', 'FAILED')`;

interface Unmet {
  readonly atWork: string;
  readonly barred: string;
  readonly mandatory: string;
  readonly discretionary: string;
}

/** The one definition of an outcome, from SQL for whether it is at work, whether a mandatory criterion bars it, and whether one of a weight is not met. */
const outcomeSql = ({ atWork, barred, mandatory, discretionary }: Unmet): string =>
  `case when not ${atWork} or ${barred} then 'NOT_ELIGIBLE' when ${mandatory} then 'INCOMPLETE' when ${discretionary} then 'DISCRETIONARY' else 'ELIGIBLE' end`;

const unmet = (weight: string): string => `r.applies and not r.met and r.weight = '${weight}'`;

/**
 * The outcome of each organisation, from the rows of its assessment: organisation_id, outcome, held_until (the earliest
 * last day among the mandatory criteria that are met; null: none ends), and what is not met as `code:STATE`: `unmet`
 * (all), `keeping_out` (the mandatory ones); `uncertain`, the codes of those that apply for want of a fact; `nothing_known`;
 * `at_work`;
 * and `criteria`, its rows as JSON.
 */
export function outcomesSql(asked: AssessedSql): string {
  return `
select r.organisation_id,
  ${outcomeSql({ atWork: 'bool_and(r.at_work)', barred: `bool_or(${unmet('MANDATORY')} and r.state in ${BARRED})`, mandatory: `bool_or(${unmet('MANDATORY')})`, discretionary: `bool_or(${unmet('DISCRETIONARY')})` })} as outcome,
  min(r.holds_until) filter (where r.weight = 'MANDATORY') as held_until,
  coalesce(array_agg(r.code || ':' || r.state order by r.position) filter (where r.applies and not r.met), '{}') as unmet,
  coalesce(array_agg(r.code || ':' || r.state order by r.position) filter (where ${unmet('MANDATORY')}), '{}') as keeping_out,
  coalesce(array_agg(r.code order by r.position) filter (where r.applies and not r.met and r.unknown_facts <> '{}'), '{}') as uncertain,
  bool_and(not r.applies or r.state = 'MISSING') as nothing_known,
  bool_and(r.at_work) as at_work,
  jsonb_agg(to_jsonb(r) order by r.position) as criteria
from (${assessmentSql(asked)}) r group by r.organisation_id`;
}

const places = (condition: string): string => `coalesce(bit_or(c.place) filter (where ${condition}), ${NO_PLACE})`;

/**
 * The outcomes alone, of very many: organisation_id, sort_name, outcome. The same states and rules as in `outcomesSql`,
 * but each organisation's criteria stand as bits of one value, so that no row is made for each organisation and
 * criterion. Which criteria apply is told once for all organisations that are alike in what the rules ask.
 */
export function outcomesAloneSql(asked: AssessedSql): string {
  const byOrganisation = (rows: string, columns: string): string => `select c.organisation_id, ${columns} from (${rows}) c group by c.organisation_id`;
  const matching = (rows: string): string => byOrganisation(`select m.organisation_id, c.place from (${rows}) m join set_criteria c on c.id = m.criterion_id`, 'bit_or(c.place) as places');
  const held = heldSql(asked).map((source) => byOrganisation(source, `${places(`c.state = 'MET'`)} as met, ${places(`c.state in ${BARRED}`)} as barred`));
  return `
with ${assessedSql(asked, true)}, weights as materialized (
  select ${places(`c.weight = 'MANDATORY'`)} as mandatory, ${places(`c.weight = 'DISCRETIONARY'`)} as discretionary from set_criteria c
), facts as materialized (
  select o.*, coalesce(t.places, ${NO_PLACE}) as of_terms, coalesce(g.places, ${NO_PLACE}) as of_ages
  from assessed_organisations o
  left join (${matching(categorySql(asked))}) t on t.organisation_id = o.id
  left join (${matching(agesSql(asked))}) g on g.organisation_id = o.id
), alike as materialized (
  select o.*, x.applying from (select distinct f.size_band, f.has_category, f.has_ages, f.of_terms, f.of_ages from facts f) o
  cross join lateral (
    select ${places(`${matchedSql(`o.of_terms & c.place <> ${NO_PLACE}`, `o.of_ages & c.place <> ${NO_PLACE}`)} and not v.no_value`)} as applying from set_criteria c cross join lateral (${valueSql(asked)}) v
  ) x
), held as (
  select s.organisation_id, bit_or(s.met) as met, bit_or(s.barred) as barred from (
    ${held.join('\n    union all\n    ')}
  ) s group by s.organisation_id
)
select f.id as organisation_id, f.sort_name, ${outcomeSql({ atWork: 'f.at_work', barred: `u.barred <> ${NO_PLACE}`, mandatory: `u.mandatory <> ${NO_PLACE}`, discretionary: `u.discretionary <> ${NO_PLACE}` })} as outcome
from facts f
join alike a on a.size_band = f.size_band and a.has_category = f.has_category and a.has_ages = f.has_ages and a.of_terms = f.of_terms and a.of_ages = f.of_ages
left join held h on h.organisation_id = f.id
cross join weights w
cross join lateral (select a.applying & ~coalesce(h.met, ${NO_PLACE}) as unmet) n
cross join lateral (select n.unmet & w.mandatory & coalesce(h.barred, ${NO_PLACE}) as barred, n.unmet & w.mandatory as mandatory, n.unmet & w.discretionary as discretionary) u`;
}
