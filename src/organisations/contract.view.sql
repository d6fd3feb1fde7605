create view shown.contracts as select id, organisation_id, awarded_by, title, reference, value, currency, valid, source, version from contracts;

-- With what stood before it was changed or taken back. The id is the contract's own.
create view shown.contracts_ever as
  select id, organisation_id, awarded_by, title, reference, value, currency, valid, source, version, recorded_at, null::timestamptz as replaced_at from contracts
  union all
  select contract_id, organisation_id, awarded_by, title, reference, value, currency, valid, source, version, recorded_at, replaced_at from former_contracts;

-- Contracts as they were on record at an instant; null: as they now are.
create function shown.contracts_known(known_at timestamptz)
returns table (id uuid, organisation_id uuid, awarded_by text, title text, reference text, value numeric, currency text, valid daterange, source text, version integer)
language sql stable as $$
  select c.id, c.organisation_id, c.awarded_by, c.title, c.reference, c.value, c.currency, c.valid, c.source, c.version
  from shown.contracts_ever c
  where case when $1 is null then c.replaced_at is null else c.recorded_at <= $1 and (c.replaced_at is null or c.replaced_at > $1) end
$$;
