/**
 * One organisation against the benchmark's ten criteria, written by hand over the base tables for that set alone: what
 * somebody would write who knows its criteria. $1: the organisation. $2: the day.
 */
const LATEST = `(select k.outcome from evidence_checks k where k.evidence_id = e.id and k.checked_on <= $2::date order by k.checked_on desc, k.recorded_at desc, k.id desc limit 1)`;

/** Per criterion over evidence: what fits on the day, given the kind, the age in months and the least amount. */
const CRITERIA = [
  { code: 'governing-document', kind: 'GOVERNING_DOCUMENT', mandatory: true },
  { code: 'safeguarding-policy', kind: 'SAFEGUARDING_POLICY', months: 18, mandatory: true, applies: `(o.serves_under_26 is null or exists (select from services s where s.organisation_id = o.id and s.ages && numrange(0, 18)))` },
  { code: 'public-liability', kind: 'PUBLIC_LIABILITY_INSURANCE', amount: 1_000_000, mandatory: true, applies: `o.size_band in ('MICRO', 'SMALL', 'UNKNOWN')` },
  { code: 'public-liability-large', kind: 'PUBLIC_LIABILITY_INSURANCE', amount: 5_000_000, mandatory: true, applies: `o.size_band in ('MEDIUM', 'LARGE', 'MAJOR', 'SUPER_MAJOR', 'UNKNOWN')` },
  { code: 'accounts', kind: 'ACCOUNTS', months: 18, mandatory: true },
  { code: 'reference', kind: 'REFERENCE', mandatory: false },
  { code: 'information-sharing', kind: 'INFORMATION_SHARING_PROTOCOL', mandatory: false },
] as const;

interface OverEvidence {
  readonly code: string;
  readonly kind: string;
  readonly months?: number;
  readonly amount?: number;
  readonly mandatory: boolean;
  readonly applies?: string;
}

const column = (code: string): string => code.replaceAll('-', '_');
const lastDay = ({ months }: OverEvidence): string => (months === undefined ? `coalesce(upper(h.valid) - 1, 'infinity'::date)` : `least(coalesce(upper(h.valid) - 1, 'infinity'::date), (lower(h.valid) + interval '${months} months')::date)`);

/** State and last day of a criterion over evidence, as aggregates over `h`, one organisation's rows. */
function overEvidence(one: OverEvidence): string {
  const of = `h.kind = '${one.kind}'`;
  const inDate = `${lastDay(one)} >= $2::date`;
  const fits = `${of} and ${inDate}${one.amount === undefined ? '' : ` and h.amount >= ${one.amount} and h.currency = 'GBP'`}`;
  return `
    case when bool_or(${fits} and h.outcome = 'ACCEPTED') then 'MET' when bool_or(${fits} and h.outcome is null) then 'UNCHECKED'
      when max(lower(h.valid)) filter (where ${of} and h.outcome = 'REFUSED') > coalesce(max(lower(h.valid)) filter (where ${of} and h.outcome is distinct from 'REFUSED'), '-infinity') then 'REFUSED'
      when bool_or(${of} and ${inDate} and h.outcome is distinct from 'REFUSED') then 'INSUFFICIENT' when bool_or(${of} and h.outcome = 'ACCEPTED') then 'EXPIRED' else 'MISSING' end as "${column(one.code)}",
    nullif(max(${lastDay(one)}) filter (where ${fits} and h.outcome = 'ACCEPTED'), 'infinity') as "${column(one.code)}_until"`;
}

const held = (latest: string, where: string): string => `
  select h.organisation_id, ${CRITERIA.map(overEvidence).join(',')}
  from (select e.organisation_id, e.kind, e.valid, e.amount, e.currency, ${latest} as outcome from ${where}) h group by h.organisation_id`;

const PEOPLE = (where: string): string => `
  select a.organisation_id, sum(a.people) filter (where l.lapses > $2::date) as current, count(*) as came,
    array_agg(l.lapses order by l.lapses desc) filter (where l.lapses > $2::date) as lapses, array_agg(a.people order by l.lapses desc) filter (where l.lapses > $2::date) as people
  from attendances a join training_sessions s on s.id = a.session_id join courses c on c.id = s.course_id
  cross join lateral (select coalesce((s.held_on + make_interval(months => c.validity_months))::date, 'infinity'::date) as lapses) l
  where c.code in ('course-1', 'course-2') and s.held_on <= $2::date${where} group by a.organisation_id`;

const AUDIT = (where: string): string => `
  select distinct on (u.organisation_id) u.organisation_id, u.outcome, (u.audited_on + interval '36 months')::date as until
  from safeguarding_audits u where u.audited_on <= $2::date${where} order by u.organisation_id, u.audited_on desc, u.recorded_at desc, u.id desc`;

const TRAINING_UNTIL = `(select nullif(max(x.lapses) - 1, 'infinity') from (select l.lapses, sum(l.people) over (order by l.lapses desc) as people from unnest(p.lapses, p.people) l (lapses, people)) x where x.people >= 2)`;

interface Told {
  readonly code: string;
  readonly mandatory: boolean;
  readonly applies: string;
  readonly state: string;
  readonly until: string;
}

/** All ten in the order of the set, over the aliases o (organisation), h (evidence), p (people) and u (audit). */
const TOLD: readonly Told[] = (() => {
  const evidence = (at: number): Told => {
    const one = CRITERIA[at] as OverEvidence;
    return { code: one.code, mandatory: one.mandatory, applies: one.applies ?? 'true', state: `coalesce(h."${column(one.code)}", 'MISSING')`, until: `h."${column(one.code)}_until"` };
  };
  return [
    ...[0, 1, 2, 3, 4].map(evidence),
    { code: 'safeguarding-training', mandatory: true, applies: 'true', state: `case when p.current >= 2 then 'MET' when p.current > 0 then 'TOO_FEW' when p.came > 0 then 'EXPIRED' else 'MISSING' end`, until: `case when p.current >= 2 then ${TRAINING_UNTIL} end` },
    { code: 'safeguarding-audit', mandatory: false, applies: 'true', state: `case when u.outcome = 'FAILED' then 'FAILED' when u.until >= $2::date then 'MET' when u.until is not null then 'EXPIRED' else 'MISSING' end`, until: `case when u.outcome <> 'FAILED' and u.until >= $2::date then u.until end` },
    { code: 'registration', mandatory: false, applies: 'true', state: `case when exists (select from identifiers i where i.organisation_id = o.id) then 'MET' else 'MISSING' end`, until: 'null::date' },
    ...[5, 6].map(evidence),
  ];
})();

const stateOf = (one: Told): string => (one.applies === 'true' ? one.state : `case when ${one.applies} then ${one.state} else 'NOT_APPLICABLE' end`);

/** The ten states as an array, then the outcome from its mandatory and discretionary places. */
const STATES = `array[${TOLD.map(stateOf).join(', ')}]`;
const mandatoryPlaces = TOLD.flatMap(({ mandatory }, at) => (mandatory ? [at + 1] : []));
const OUTCOME = `case when s.states[1:${mandatoryPlaces.length}] && '{EXPIRED,REFUSED,INSUFFICIENT,FAILED}' then 'NOT_ELIGIBLE' when s.states[1:${mandatoryPlaces.length}] && '{MISSING,TOO_FEW,UNCHECKED}' then 'INCOMPLETE'
  when s.states[${mandatoryPlaces.length + 1}:] && '{MISSING,TOO_FEW,UNCHECKED,EXPIRED,REFUSED,INSUFFICIENT,FAILED}' then 'DISCRETIONARY' else 'ELIGIBLE' end`;

const AT_WORK = `exists (select from organisation_statuses t where t.organisation_id = o.id and t.valid @> $2::date and t.status = 'ACTIVE')`;

/** One organisation: the body of the check as JSON. */
export const ONE_CHECK = `
select json_build_object('outcome', case when ${AT_WORK} then ${OUTCOME} else 'NOT_ELIGIBLE' end, 'criteria', (
  select json_agg(json_build_object('code', c.code, 'state', c.state, 'heldUntil', case when c.state = 'MET' then c.until end) order by c.at)
  from unnest(array[${TOLD.map(({ code }) => `'${code}'`).join(', ')}], s.states, s.untils) with ordinality c (code, state, until, at)))::text as body
from organisations o
left join lateral (${held(LATEST, 'evidence e where e.organisation_id = o.id and lower(e.valid) <= $2::date')}) h on true
left join lateral (${PEOPLE(' and a.organisation_id = o.id')}) p on true
left join lateral (${AUDIT(' and u.organisation_id = o.id')}) u on true
cross join lateral (select ${STATES} as states, array[${TOLD.map(({ until }) => `(${until})::date`).join(', ')}] as untils) s
where o.id = $1::uuid and o.merged_into_id is null`;

/** All organisations at work that provide something: how many come to each outcome. $2: the day; $1 is not used. */
export const ALL_OUTCOMES = `
select s.outcome, count(*)::int as count from (
  select ${OUTCOME} as outcome from organisations o
  left join (${held('k.outcome', `evidence e left join (
    select distinct on (k.evidence_id) k.evidence_id, k.outcome from evidence_checks k where k.checked_on <= $2::date order by k.evidence_id, k.checked_on desc, k.recorded_at desc, k.id desc
  ) k on k.evidence_id = e.id where lower(e.valid) <= $2::date`)}) h on h.organisation_id = o.id
  left join (${PEOPLE('')}) p on p.organisation_id = o.id
  left join (${AUDIT('')}) u on u.organisation_id = o.id
  cross join lateral (select ${STATES} as states) s
  where o.merged_into_id is null and o.is_provider and $1::uuid is null
    and ${AT_WORK}
) s group by s.outcome order by s.outcome`;
