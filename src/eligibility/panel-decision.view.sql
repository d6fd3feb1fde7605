-- What anyone may know of a decision: that it was taken, its days and its conditions. Why is for those who commission.
create view shown.panel_decisions as
  select id, organisation_id, set_id, set_code, kind, decided_on, valid, conditions, contract_value, recorded_at
  from panel_decisions;
create view shown.panel_decisions_cleared with (security_invoker = true) as
  select d.id, d.organisation_id, d.set_id, d.set_code, d.kind, d.decided_on, d.valid, d.conditions, d.contract_value, d.recorded_at,
    case when viewer_assesses(d.organisation_id) then d.reason end as reason,
    case when viewer_assesses(d.organisation_id) then d.decided_by end as decided_by,
    case when viewer_assesses(d.organisation_id) then d.assessment end as assessment
  from panel_decisions d;

-- The one definition of who is accredited on a day, by what was on record by an instant (null: by all that is).
-- Of the decisions whose days cover the day, the one that the panel took last counts; suspensions and withdrawals cover all
-- days from their first on. Refusals and appeals that are only lodged or were dismissed change nothing of what stands.
create function shown.accreditations(day date, known_at timestamptz)
returns table (organisation_id uuid, set_id uuid, set_code text, decision_id uuid, decided_on date, accredited_from date, ends_before date, conditions text, contract_value numeric)
language sql stable as $$
  select d.organisation_id, d.set_id, d.set_code, d.id, d.decided_on, lower(d.valid),
    -- A suspension or withdrawal that has been decided, but begins later, ends it sooner.
    least(upper(d.valid), (
      select min(lower(e.valid)) from shown.panel_decisions e
      where e.organisation_id = d.organisation_id and e.set_code = d.set_code and e.kind in ('SUSPENDED', 'WITHDRAWN')
        and lower(e.valid) > $1 and ($2 is null or e.recorded_at <= $2) and (e.decided_on, e.recorded_at, e.id) > (d.decided_on, d.recorded_at, d.id))),
    d.conditions, d.contract_value
  from shown.panel_decisions d
  where d.kind in ('ACCREDITED', 'REINSTATED', 'APPEAL_UPHELD') and d.valid @> $1 and ($2 is null or d.recorded_at <= $2)
    and not exists (
      select from shown.panel_decisions e
      where e.organisation_id = d.organisation_id and e.set_code = d.set_code and e.kind in ('ACCREDITED', 'REINSTATED', 'APPEAL_UPHELD', 'SUSPENDED', 'WITHDRAWN')
        and e.valid @> $1 and ($2 is null or e.recorded_at <= $2) and (e.decided_on, e.recorded_at, e.id) > (d.decided_on, d.recorded_at, d.id))
$$;

-- How each organisation that a panel ever decided on stands on a day, by set. Who is not accredited stands as the panel's
-- last word with effect by then says; refused only where there never was anything else.
create function shown.accreditation_states(day date, known_at timestamptz)
returns table (organisation_id uuid, set_id uuid, set_code text, state text, decision_id uuid, decided_on date, from_day date, ends_before date, conditions text, contract_value numeric)
language sql stable as $$
  select l.organisation_id, coalesce(a.set_id, l.set_id), l.set_code,
    case when a.decision_id is not null then 'ACCREDITED' when l.kind in ('ACCREDITED', 'REINSTATED', 'APPEAL_UPHELD') then 'LAPSED' else l.kind end,
    coalesce(a.decision_id, l.id), coalesce(a.decided_on, l.decided_on), coalesce(a.accredited_from, lower(l.valid)),
    case when a.decision_id is not null then a.ends_before else upper(l.valid) end,
    case when a.decision_id is not null then a.conditions end, a.contract_value
  from (
    select distinct on (d.organisation_id, d.set_code) d.organisation_id, d.set_id, d.set_code, d.kind, d.id, d.decided_on, d.valid
    from shown.panel_decisions d
    where d.kind not in ('APPEAL_LODGED', 'APPEAL_DISMISSED') and lower(d.valid) <= $1 and ($2 is null or d.recorded_at <= $2)
    order by d.organisation_id, d.set_code, d.kind = 'REFUSED', d.decided_on desc, d.recorded_at desc, d.id desc
  ) l left join shown.accreditations($1, $2) a on a.organisation_id = l.organisation_id and a.set_code = l.set_code
$$;

create view shown.list_signing_keys as select id, public_key, made_at, retired_at from list_signing_keys;
create view shown.issued_lists as select id, kind, as_of, filter, organisations, content, sha256, key_id, issued_by, issued_at from issued_lists;
