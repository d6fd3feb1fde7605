create view shown.areas as
  select id, code, kind, name, sort_name, parent_id, boundary, accuracy, boundary_source, label_point, area_km2, sector, version, updated_at
  from areas;

create view shown.area_tree as select ancestor_id, descendant_id, depth from area_tree;
create view shown.area_overlaps as select area_id, other_id, share from area_overlaps;
create view shown.area_reach as select served_id, target_id, dedicated from area_reach;
create view shown.area_former_codes as select code, area_id, name, kind, changed_in from area_former_codes;
create view shown.area_kinds as select code, name, rank from area_kinds;
create view shown.postcodes as select postcode, district_code, ward_code, point from postcodes;

create view shown.area_statistics as
  select s.area_id, s.measure, m.name as measure_name, m.unit, m.additive, s.year, s.value, s.source
  from area_statistics s join measures m on m.code = s.measure;

-- The districts that an area is, contains, or covers whole by overlap (shares are rounded where they are declared):
-- by these one tells who is based in it.
create view shown.area_districts as
  select t.ancestor_id as area_id, t.descendant_id as district_id
  from area_tree t join areas d on d.id = t.descendant_id and d.kind = 'DISTRICT'
  union
  select o.other_id, o.area_id from area_overlaps o join areas d on d.id = o.area_id and d.kind = 'DISTRICT' where o.share >= 0.999;
