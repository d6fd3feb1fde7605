import { MOST_CRITERIA } from './criteria-set.rules';

/**
 * What is assessed, as SQL: the expressions may be parameters or, in a lateral join, columns of an outer row. Null for
 * `knownAt`: all that is on record; for `contractValue`: not said.
 */
export interface AssessedSql {
  /** A query over rows of `shown.organisations`: the organisations, each once. */
  readonly organisations: string;
  /** Whether they are most of all there are, so that sources are read whole and not looked up one by one. */
  readonly most?: boolean;
  /** Whether the query finds only organisations that are at work on the day, so that it need not be looked up again. */
  readonly allAtWork?: boolean;
  readonly set: string;
  readonly day: string;
  readonly knownAt: string | null;
  readonly contractValue: string | null;
}

/** Stands for a last day that never comes while days are compared. */
const NEVER = `'infinity'::date`;

/** Whether an organisation is at work on a day: who closed, or is not yet there, cannot be bought from. */
export const atWorkSql = (organisationId: string, day: string): string =>
  `exists (select from shown.organisation_statuses w where w.organisation_id = ${organisationId} and w.valid @> ${day} and w.status = 'ACTIVE')`;

/**
 * The one definition of an assessment: a query with one row for each organisation and criterion. Every source is joined
 * to the organisations and grouped once, so that it looks up an index for one and hashes for a nation; columns that
 * nobody reads are not computed, for they stand in subqueries. No alias is `a` or `t1`, `t2` …, which outer rows have.
 *
 * Columns: organisation_id, criterion_id, code, position, weight, applies, met, state, holds_until (the last day; null:
 * no end, or not met), unknown_facts, evidence_ids, attendance_ids, audit_id, identifier_ids, at_work (the organisation, the
 * same in all of its rows), known_at (as is asked).
 */
export function assessmentSql(asked: AssessedSql): string {
  return `
with ${assessedSql(asked)}
select r.organisation_id, r.criterion_id, r.code, r.position, r.weight, r.applies, r.applies and r.held_state = 'MET' as met,
  case when r.applies then r.held_state else 'NOT_APPLICABLE' end as state,
  case when r.applies and r.held_state = 'MET' and r.last_day < ${NEVER} then r.last_day end as holds_until,
  case when r.applies or r.no_value then r.unknown_facts else '{}' end as unknown_facts,
  case when r.applies then r.evidence_ids else '{}' end as evidence_ids,
  case when r.applies then r.attendance_ids else '{}' end as attendance_ids,
  case when r.applies then r.audit_id end as audit_id,
  case when r.applies then r.identifier_ids else '{}' end as identifier_ids, r.at_work, ${asked.knownAt ?? 'null'}::timestamptz as known_at
from (
  select o.id as organisation_id, o.at_work, c.id as criterion_id, c.code, c.position, c.weight, ${MATCHED} and not v.no_value as applies,
    v.no_value and ${MATCHED} as no_value, coalesce(h.state, 'MISSING') as held_state, h.last_day,
    array_remove(array[
      case when c.has_terms and not o.has_category then 'CATEGORIES' end,
      case when c.applies_size_bands is not null and o.size_band = 'UNKNOWN' then 'INCOME' end,
      case when c.applies_ages is not null and not o.has_ages then 'AGES' end,
      case when v.no_value then 'CONTRACT_VALUE' end], null) as unknown_facts,
    coalesce(h.evidence_ids, '{}') as evidence_ids, coalesce(h.attendance_ids, '{}') as attendance_ids, h.audit_id, coalesce(h.identifier_ids, '{}') as identifier_ids
  from assessed_organisations o
  cross join set_criteria c
  cross join lateral (${valueSql(asked)}) v
  left join (${categorySql(asked)}) t on t.organisation_id = o.id and t.criterion_id = c.id
  left join (${agesSql(asked)}) g on g.organisation_id = o.id and g.criterion_id = c.id
  left join (
    ${heldSql(asked).join('\n    union all\n    ')}
  ) h on h.organisation_id = o.id and h.criterion_id = c.id
) r`;
}

/** Places of a set's criteria, one bit each; of none. */
export const NO_PLACE = `repeat('0', ${MOST_CRITERIA})::bit(${MOST_CRITERIA})`;

/** The organisations and the criteria, which all parts of the assessment go by; the criteria with their places where those are asked for. */
export function assessedSql({ organisations, set, day, allAtWork }: AssessedSql, places = false): string {
  return `assessed_organisations as materialized (
  select o.id, o.sort_name, o.size_band, o.has_category, o.serves_under_26 is not null as has_ages,
    ${allAtWork === true ? 'true' : atWorkSql('o.id', day)} as at_work
  from (${organisations}) o
), set_criteria as materialized (
  select c.*, exists (select from shown.criterion_terms t where t.criterion_id = c.id) as has_terms,
    ${places ? `set_bit(${NO_PLACE}, (row_number() over (order by c.position))::int - 1, 1)` : 'null::bit'} as place
  from shown.criteria c where c.set_id = ${set}
)`;
}

/**
 * Whether a criterion `c` applies to an organisation `o`, but for a value that was not said. A rule that cannot be told
 * for want of a fact does not keep it away. `hasTerm`, `hasAges`: SQL for whether the organisation has what is asked for.
 */
export function matchedSql(hasTerm: string, hasAges: string): string {
  return `(
      (not c.has_terms or not o.has_category or ${hasTerm})
      and (c.applies_size_bands is null or o.size_band = 'UNKNOWN' or o.size_band = any(c.applies_size_bands))
      and (c.applies_ages is null or not o.has_ages or ${hasAges})
      and v.valued)`;
}

const MATCHED = matchedSql('t.criterion_id is not null', 'g.criterion_id is not null');

export function valueSql({ contractValue }: AssessedSql): string {
  return `select c.applies_contract_from is not null and ${contractValue ?? 'null'}::numeric is null as no_value,
    coalesce(${contractValue ?? 'null'}::numeric >= c.applies_contract_from, true) as valued`;
}

/**
 * How each organisation stands to each criterion of which anything is on record, applying or not: queries over different
 * criteria, with the columns organisation_id, criterion_id, place, state, last_day, evidence_ids, attendance_ids, audit_id,
 * identifier_ids.
 */
export function heldSql(asked: AssessedSql): readonly string[] {
  return [evidenceSql(asked), trainingSql(asked), auditSql(asked), registrationSql(asked)];
}

/** Works the columns of a subquery out once a row before rows are sorted and counted, where there are very many. */
const once = ({ most }: AssessedSql): string => (most === true ? ' offset 0' : '');

/** Keeps a source to the organisations that are assessed, unless they are most of them. */
const assessed = ({ most }: AssessedSql, organisationId: string): string => (most === true ? '' : ` join assessed_organisations o on o.id = ${organisationId}`);

/** Organisations with one of a criterion's categories or a narrower one. */
export function categorySql(asked: AssessedSql): string {
  return `
    select distinct k.organisation_id, n.criterion_id
    from (
      with recursive narrower (criterion_id, term_id) as (
        select t.criterion_id, t.term_id from shown.criterion_terms t join set_criteria c on c.id = t.criterion_id
        union select n.criterion_id, t.id from narrower n join shown.terms t on t.parent_id = n.term_id
      ) select criterion_id, term_id from narrower
    ) n join shown.categorisations k on k.term_id = n.term_id${assessed(asked, 'k.organisation_id')}`;
}

export function agesSql(asked: AssessedSql): string {
  return `
    select distinct s.organisation_id, c.id as criterion_id
    from set_criteria c join shown.services s on s.ages && c.applies_ages${assessed(asked, 's.organisation_id')}
    where c.applies_ages is not null`;
}

/** What was on record, from its entry to when it was taken back or corrected; by now where no instant is asked for. */
const known = (row: string, entered: string, ended: string, knownAt: string | null): string =>
  knownAt === null ? ` and ${row}.${ended} is null` : ` and (${row}.${entered} <= ${knownAt} or ${knownAt} is null) and (${row}.${ended} is null or ${row}.${ended} > ${knownAt})`;

/**
 * Documents, policies, insurances, accounts, references, protocols. What is issued later than the day, or filed later
 * than is asked for, is not there; the latest check of the rest decides. `fits`: valid on the day, new enough, and
 * enough in the criterion's own currency.
 */
function evidenceSql(asked: AssessedSql): string {
  const { day, knownAt, most } = asked;
  const latest = 'k.checked_on desc, k.recorded_at desc, k.id desc';
  const checks = `shown.evidence_checks_cleared k where k.checked_on <= ${day}${known('k', 'recorded_at', 'withdrawn_at', knownAt)}`;
  return `select h.organisation_id, h.criterion_id, h.place, h.state,
      case when h.state = 'MET' then case when h.at_least = 1 then h.longest else (select l from unnest(h.last_days) l order by l desc offset h.at_least - 1 limit 1) end end as last_day,
      case h.state when 'MET' then h.good[:h.at_least] when 'UNCHECKED' then h.good || h.hopeful when 'REFUSED' then h.refused[:1]
        when 'TOO_FEW' then h.too_little when 'INSUFFICIENT' then h.too_little when 'EXPIRED' then h.lapsed[:1] else '{}' end as evidence_ids, '{}'::uuid[] as attendance_ids, null::uuid as audit_id,
      '{}'::uuid[] as identifier_ids
    from (
      select e.organisation_id, e.criterion_id, e.place, e.at_least,
        case when count(*) filter (where e.fits and e.outcome = 'ACCEPTED') >= e.at_least then 'MET'
          when count(*) filter (where e.fits and e.outcome is distinct from 'REFUSED') >= e.at_least then 'UNCHECKED'
          when max(e.issued) filter (where e.outcome = 'REFUSED') > coalesce(max(e.issued) filter (where e.outcome is distinct from 'REFUSED'), '-infinity') then 'REFUSED'
          when bool_or(e.fits and e.outcome is distinct from 'REFUSED') then 'TOO_FEW'
          when bool_or(e.in_date and e.outcome is distinct from 'REFUSED') then 'INSUFFICIENT'
          when bool_or(e.outcome = 'ACCEPTED') then 'EXPIRED'
          else 'MISSING' end as state,
        max(e.last_day) filter (where e.fits and e.outcome = 'ACCEPTED') as longest,
        array_agg(e.last_day) filter (where e.fits and e.outcome = 'ACCEPTED') as last_days,
        array_agg(e.id order by e.last_day desc, e.issued desc, e.id desc) filter (where e.fits and e.outcome = 'ACCEPTED') as good,
        array_agg(e.id order by e.issued desc, e.id desc) filter (where e.fits and e.outcome is null) as hopeful,
        array_agg(e.id order by e.issued desc, e.id desc) filter (where e.outcome = 'REFUSED') as refused,
        array_agg(e.id order by e.issued desc, e.id desc) filter (where e.in_date and e.outcome is distinct from 'REFUSED') as too_little,
        array_agg(e.id order by e.last_day desc, e.id desc) filter (where e.outcome = 'ACCEPTED' and not e.in_date) as lapsed
      from (
        select d.*, d.in_date and d.enough as fits from (
          select f.organisation_id, f.id, f.outcome, f.issued, c.id as criterion_id, c.place, c.at_least, l.last_day, l.last_day >= ${day} as in_date,
            c.kind <> 'INSURANCE_COVER' or coalesce(f.amount >= c.amount and f.currency = c.currency, false) as enough
          from (
            select e.id, e.organisation_id, e.kind, lower(e.valid) as issued, upper(e.valid) as ends, e.amount, e.currency, k.outcome
            from shown.evidence_cleared e${assessed(asked, 'e.organisation_id')}
            left join ${most === true ? `(select distinct on (k.evidence_id) k.evidence_id, k.outcome from ${checks} order by k.evidence_id, ${latest}) k on k.evidence_id = e.id` : `lateral (select k.outcome from ${checks} and k.evidence_id = e.id order by ${latest} limit 1) k on true`}
            where lower(e.valid) <= ${day}${known('e', 'filed_at', 'withdrawn_at', knownAt)}
          ) f
          join set_criteria c on c.evidence_kind = f.kind and c.kind not in ('TRAINING_CURRENT', 'SAFEGUARDING_AUDIT_PASSED', 'REGISTRATION_HELD')
          cross join lateral (select least(coalesce(f.ends - 1, ${NEVER}), coalesce((f.issued + make_interval(months => c.months))::date, ${NEVER})) as last_day) l
        ) d${once(asked)}
      ) e group by e.organisation_id, e.criterion_id, e.place, e.at_least
    ) h`;
}

/** People with an attendance that is current on the day, of any of the criterion's courses; it holds until too few are left. */
function trainingSql(asked: AssessedSql): string {
  const { day, knownAt } = asked;
  return `select h.organisation_id, h.criterion_id, h.place, h.state,
      case when h.state = 'MET' then case when h.at_least = 1 then h.longest else (
        select max(x.last_day) from (select l.last_day, sum(l.people) over (order by l.last_day desc) as people from unnest(h.last_days, h.counts) l (last_day, people)) x
        where x.people >= h.at_least) end end as last_day,
      '{}'::uuid[], case h.state when 'EXPIRED' then h.lapsed[:1] else coalesce(h.current, '{}') end, null::uuid, '{}'::uuid[]
    from (
      select w.organisation_id, w.criterion_id, w.place, w.at_least,
        case when coalesce(sum(w.people) filter (where w.is_current), 0) >= w.at_least then 'MET' when bool_or(w.is_current) then 'TOO_FEW' else 'EXPIRED' end as state,
        max(w.last_day) filter (where w.is_current) as longest,
        array_agg(w.last_day) filter (where w.is_current) as last_days,
        array_agg(w.people) filter (where w.is_current) as counts,
        array_agg(w.id order by w.last_day desc, w.held_on desc, w.id desc) filter (where w.is_current) as current,
        array_agg(w.id order by w.last_day desc, w.id desc) filter (where not w.is_current) as lapsed
      from (
        select w.organisation_id, s.criterion_id, s.place, s.at_least, w.id, w.people, s.held_on, s.last_day, s.is_current
        from (
          select c.id as criterion_id, c.place, c.at_least, t.id as session_id, t.held_on, coalesce(t.lapses_on - 1, ${NEVER}) as last_day, coalesce(t.lapses_on > ${day}, true) as is_current
          from set_criteria c join ${knownAt === null ? 'shown.criterion_courses' : `shown.criterion_courses_known(${knownAt})`} cc on cc.criterion_id = c.id join ${knownAt === null ? 'shown.session_terms' : `shown.session_terms_known(${knownAt})`} t on t.course_id = cc.course_id
          where c.kind = 'TRAINING_CURRENT' and t.held_on <= ${day}${once(asked)}
        ) s join ${knownAt === null ? 'shown.head_counts_cleared' : `shown.head_counts_known_cleared(${knownAt})`} w on w.session_id = s.session_id${assessed(asked, 'w.organisation_id')}
      ) w group by w.organisation_id, w.criterion_id, w.place, w.at_least
    ) h`;
}

/** The latest audit decides: an earlier pass does not outlive a failure. */
function auditSql(asked: AssessedSql): string {
  const { day, knownAt } = asked;
  return `select h.organisation_id, h.criterion_id, h.place, case when h.outcome = 'FAILED' then 'FAILED' when h.last_day >= ${day} then 'MET' else 'EXPIRED' end as state,
      h.last_day, '{}'::uuid[], '{}'::uuid[], h.id, '{}'::uuid[]
    from (
      select u.organisation_id, c.id as criterion_id, c.place, u.id, u.outcome, coalesce((u.audited_on + make_interval(months => c.months))::date, ${NEVER}) as last_day
      from (
        select distinct on (u.organisation_id) u.organisation_id, u.id, u.outcome, u.audited_on
        from shown.safeguarding_audits_cleared u${assessed(asked, 'u.organisation_id')}
        where u.audited_on <= ${day}${knownAt === null ? '' : ` and (u.recorded_at <= ${knownAt} or ${knownAt} is null)`}
        order by u.organisation_id, u.audited_on desc, u.recorded_at desc, u.id desc
      ) u cross join set_criteria c where c.kind = 'SAFEGUARDING_AUDIT_PASSED'
    ) h`;
}

/** Registers say what stands in them today; the organisation's own number of record first. */
function registrationSql(asked: AssessedSql): string {
  return `select i.organisation_id, c.id as criterion_id, c.place, 'MET' as state, ${NEVER}, '{}'::uuid[], '{}'::uuid[], null::uuid,
      array_agg(i.id order by i.is_primary desc, i.scheme, i.value)
    from set_criteria c join shown.identifiers i on c.schemes = '{}' or i.scheme = any(c.schemes)${assessed(asked, 'i.organisation_id')}
    where c.kind = 'REGISTRATION_HELD' group by i.organisation_id, c.id, c.place`;
}
