import type { Viewer } from '../../access/viewer';
import type { Binder } from '../../graphql/read/binder';
import { whereSql } from '../../graphql/read/reader';
import { organisationConditions } from '../../organisations/organisation-filter.conditions';
import type { ResolvedFilter } from '../../organisations/organisation-filter.resolve';

export interface ExpiryQuestion {
  readonly listed: ResolvedFilter;
  readonly day: string;
  readonly days: number;
}

/**
 * What ends within so many days of a day, of the organisations that a filter lists. Columns: key, kind,
 * organisation_id, sort_name, code, what, detail, people, last_day, days_left, band. Row-level security keeps evidence from
 * those whom it is not for; of the rest an editor is shown its own here.
 */
export function expiringSql({ listed, day, days }: ExpiryQuestion, viewer: Viewer, bind: Binder): string {
  const today = bind.param(day, 'date');
  const last = `${today} + ${bind.param(days, 'integer')}`;
  const own = viewer.role === 'ORGANISATION_EDITOR' ? [`o.id = any(${bind.param(viewer.organisationIds ?? [], 'uuid[]')})`] : [];
  return `
with listed_organisations as materialized (
  select o.id, o.sort_name from shown.organisations o${whereSql([...organisationConditions(listed, 'o', bind), ...own])}
), ages as (
  select c.evidence_kind, c.kind = 'SAFEGUARDING_AUDIT_PASSED' as of_audits, min(c.months) as months, max(c.at_least) as at_least
  from shown.criteria c join shown.criteria_sets s on s.id = c.set_id and s.valid @> ${today}
  where c.evidence_kind is not null or c.kind = 'SAFEGUARDING_AUDIT_PASSED'
  group by 1, 2
), held as materialized (
  select e.id, e.organisation_id, e.kind, e.title, e.amount, e.currency, lower(e.valid) as issued, coalesce(g.at_least, 1) as at_least, k.outcome,
    least(upper(e.valid) - 1, (lower(e.valid) + make_interval(months => g.months))::date) as last_day
  from shown.evidence_cleared e join listed_organisations l on l.id = e.organisation_id
  left join ages g on g.evidence_kind = e.kind and not g.of_audits
  left join lateral (
    select k.outcome from shown.evidence_checks_cleared k where k.evidence_id = e.id and k.withdrawn_at is null and k.checked_on <= ${today} order by k.checked_on desc, k.recorded_at desc, k.id desc limit 1) k on true
  where lower(e.valid) <= ${today} and e.withdrawn_at is null and k.outcome is distinct from 'REFUSED'
), evidence_ending as (
  select 'EVIDENCE' as kind, h.id::text as key, h.organisation_id, h.kind as code, k.name as what, h.title as detail, null::int as people, h.last_day
  from held h join shown.evidence_kinds k on k.code = h.kind
  where h.last_day between ${today} and ${last}
    -- Of what is needed more than once, one that holds longer does not stand for another; nor does what nobody has accepted yet, or a smaller cover.
    and not (h.at_least = 1 and exists (
      select from held n where n.organisation_id = h.organisation_id and n.kind = h.kind and n.id <> h.id and n.issued <= h.last_day + 1
        and (n.outcome = 'ACCEPTED' or h.outcome is null) and (h.amount is null or (n.amount >= h.amount and n.currency = h.currency))
        and (coalesce(n.last_day, 'infinity'), n.id) > (h.last_day, h.id)))
), audits_ending as (
  select 'SAFEGUARDING_AUDIT', u.id::text, u.organisation_id, 'SAFEGUARDING_AUDIT', 'Safeguarding audit', null, null::int, u.last_day
  from (
    select distinct on (u.organisation_id) u.id, u.organisation_id, u.outcome, (u.audited_on + make_interval(months => g.months))::date as last_day
    from shown.safeguarding_audits_cleared u join listed_organisations l on l.id = u.organisation_id join ages g on g.of_audits
    where u.audited_on <= ${today} order by u.organisation_id, u.audited_on desc, u.recorded_at desc, u.id desc
  ) u where u.outcome <> 'FAILED' and u.last_day between ${today} and ${last}
), trained as (
  select w.organisation_id, w.course_id, w.lapses_on - 1 as last_day, sum(w.people)::int as people
  from shown.attendances_cleared w join listed_organisations l on l.id = w.organisation_id
  where w.held_on <= ${today} group by 1, 2, 3
), training_ending as (
  select 'TRAINING', t.organisation_id || ' ' || t.course_id || ' ' || t.last_day, t.organisation_id, c.code, c.name, null, t.people, t.last_day
  from trained t join shown.courses c on c.id = t.course_id
  where t.last_day between ${today} and ${last} and t.people > coalesce((
    select sum(n.people) from trained n where n.organisation_id = t.organisation_id and n.course_id = t.course_id and (n.last_day is null or n.last_day > t.last_day)), 0)
), accreditations_ending as (
  select 'ACCREDITATION', a.decision_id::text, a.organisation_id, a.set_code, s.name, a.conditions, null::int, a.ends_before - 1
  from shown.accreditations(${today}, null) a join listed_organisations l on l.id = a.organisation_id join shown.criteria_sets s on s.id = a.set_id
  where a.ends_before - 1 <= ${last}
    and not exists (select from shown.accreditations(a.ends_before, null) n where n.organisation_id = a.organisation_id and n.set_code = a.set_code)
)
select x.*, l.sort_name, x.last_day - ${today} as days_left, case when x.last_day = ${today} then 0 when x.last_day <= ${today} + 30 then 30 when x.last_day <= ${today} + 90 then 90 end as band
from (select * from evidence_ending union all select * from audits_ending union all select * from training_ending union all select * from accreditations_ending) x
join listed_organisations l on l.id = x.organisation_id`;
}
