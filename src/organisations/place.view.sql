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

-- Nor are that name and a note told of what a change left elsewhere, in a course, a set of priorities, another entry: it may have
-- been theirs to make by any entry that it touched, or whose service a row of it links. Of these changes, those are answered
-- that touched entries which the viewer does not keep. Ties follow the mergers of others, and are no ground for one; of a
-- service that is gone nobody knows whose it was.
create function shown.changes_of_others(changes bigint[]) returns setof bigint language sql stable as $$
  with touched as materialized (
    select r.change_number as number, r.node_id, r.table_name, r.key, r.before from history.records r
    where r.change_number = any($1) and r.table_name not in ('memberships', 'supports') and viewer_role() <> 'ADMIN'
  ), entries as materialized (
    select distinct t.node_id from touched t
  ), links as materialized (
    select t.number, coalesce(t.before, history.live_record(t.table_name, t.key)) as said
    from touched t join history.recorded_tables k on k.table_name = t.table_name and k.columns @> '{kind, node_id}'
  )
  select t.number from touched t where t.node_id in (
    select e.node_id from entries e where not viewer_keeps_organisation(history.standing_node(e.node_id)) and shown.stands_for_organisation(e.node_id))
  union
  select l.number from links l where coalesce(l.said->>'kind', 'Service') = 'Service' and not coalesce(
    (select viewer_keeps_organisation(history.standing_node(s.organisation_id)) from services s where s.id = (l.said->>'node_id')::uuid), false)
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
