-- A hidden place is not there at all: nothing tells it from an address that nobody gave.
create view shown.places as
  select id, organisation_id, service_id, kind, visibility, name, address, postcode, point, district_id, district_basis, version
  from places
  where visibility <> 'HIDDEN';

-- Reads with the rights of the asking role, so that row-level security decides which secrets join.
create view shown.places_cleared with (security_invoker = true) as
  select p.id, p.organisation_id, p.service_id, p.kind, p.visibility,
    coalesce(s.name, p.name) as name, coalesce(s.address, p.address) as address, coalesce(s.postcode, p.postcode) as postcode,
    coalesce(s.point, p.point) as point, coalesce(s.district_id, p.district_id) as district_id,
    coalesce(s.district_basis, p.district_basis) as district_basis, p.version
  from places p left join secrets.places s on s.place_id = p.id
  where p.visibility <> 'HIDDEN' or s.place_id is not null;

-- Whether a node is an organisation, or was one that is gone.
create function shown.stands_for_organisation(node uuid) returns boolean language sql stable as $$
  select exists (select from organisations o where o.id = $1) or exists (select from history.records r where r.node_id = $1 and r.table_name = 'organisations')
$$;

-- The name of who looks after an area says which, as often as not ("Dacorum coordinator"), and an entry may be theirs by a
-- place that nobody else sees: whatever it shows, its keepers alone are told. What is no entry of the directory hides none.
create function shown.coordinators_are_told(node uuid) returns boolean language sql stable as $$
  select viewer_keeps_organisation($1) or not shown.stands_for_organisation($1)
$$;

-- So does the name of the file that an entry came in. Of one that shows nowhere where it lies, hidden or without an address,
-- or is gone, its keepers alone are told.
create function shown.keepers_are_told(entry uuid) returns boolean language sql stable as $$
  select viewer_keeps_organisation($1)
    or exists (
      select from organisations o
      where o.id = $1 and (o.based_in_id is not null or exists (select from shown.places p where p.organisation_id = o.id and p.kind = 'ADDRESS')))
    or not shown.stands_for_organisation($1)
$$;
