import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Areas with two relations that never mix (containment and overlap), their former codes, statistics and postcodes. */
export class CreatePlaces1766000001000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table area_kinds (
        code text primary key,
        name text not null,
        rank integer not null
      );
      comment on column area_kinds.rank is 'From the largest (0, a country) to the smallest; orders kinds in lists.';

      create table areas (
        id uuid primary key,
        code text not null constraint areas_code_unique unique,
        kind text not null constraint areas_kind_known references area_kinds (code),
        name text not null,
        sort_name text collate "C" not null,
        parent_id uuid constraint areas_parent_known references areas (id),
        boundary geometry(MultiPolygon, 4326),
        accuracy text constraint areas_accuracy_known check (accuracy in ('SCHEMATIC', 'GENERALISED', 'FULL')),
        boundary_source text,
        boundary_is_union boolean not null default false,
        label_point geometry(Point, 4326),
        area_km2 numeric,
        sector text[],
        version integer not null default 1,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint areas_not_own_parent check (parent_id <> id)
      );
      comment on column areas.sector is 'The sectors that this county counts as its own voluntary sector; null: every sector but STATUTORY.';
      comment on column areas.boundary_is_union is 'The boundary was made as the union of the parts, and is made again when they change.';
      create index areas_boundary_index on areas using gist (boundary);
      create index areas_parent_index on areas (parent_id);
      create index areas_kind_index on areas (kind, sort_name);

      create table area_tree (
        ancestor_id uuid not null references areas (id) on delete cascade,
        descendant_id uuid not null references areas (id) on delete cascade,
        depth integer not null,
        primary key (ancestor_id, descendant_id)
      );
      comment on table area_tree is 'Containment, closed: every area with itself (depth 0) and with all that contain it. Rebuilt from areas.parent_id.';
      create index area_tree_descendant_index on area_tree (descendant_id, ancestor_id);

      create table area_overlaps (
        area_id uuid not null references areas (id) on delete cascade,
        other_id uuid not null references areas (id) on delete cascade,
        share numeric not null constraint area_overlaps_share_range check (share > 0 and share <= 1),
        primary key (area_id, other_id),
        constraint area_overlaps_not_self check (area_id <> other_id)
      );
      comment on column area_overlaps.share is 'The part of area_id that lies in other_id, 0 to 1.';

      create table area_reach (
        served_id uuid not null references areas (id) on delete cascade,
        target_id uuid not null references areas (id) on delete cascade,
        dedicated boolean not null,
        primary key (target_id, served_id)
      );
      comment on table area_reach is 'Who serves served_id serves target_id: dedicated (served is the target, lies in it or overlaps it) or only because it contains the target (county-wide). Rebuilt from area_tree and area_overlaps.';
      create index area_reach_served_index on area_reach (served_id, target_id);

      create table area_former_codes (
        code text primary key,
        area_id uuid not null references areas (id) on delete cascade,
        name text,
        kind text not null default 'new_code',
        changed_in integer
      );
      create index area_former_codes_area_index on area_former_codes (area_id);

      create table measures (
        code text primary key,
        name text not null,
        unit text not null,
        additive boolean not null
      );
      comment on column measures.additive is 'A count adds up over areas that merge or that make up a county; a rate, rank or share does not.';

      create table area_statistics (
        area_id uuid not null references areas (id) on delete cascade,
        measure text not null references measures (code),
        year integer not null,
        value numeric not null,
        source text not null,
        primary key (area_id, measure, year, source)
      );
      create index area_statistics_measure_index on area_statistics (measure, year);
    `);
    for (const side of ['a', 'b']) {
      await run.query(`
        create table postcodes_${side} (
          postcode text collate "C" not null,
          district_code text,
          ward_code text,
          point geometry(Point, 4326),
          constraint postcodes_${side}_pkey primary key (postcode)
        );
        create index postcodes_${side}_point_index on postcodes_${side} using gist (point);
      `);
    }
    await run.query(`
      create table postcode_releases (
        live text not null constraint postcode_releases_side check (live in ('a', 'b')),
        only_row boolean primary key default true constraint postcode_releases_one_row check (only_row),
        source text,
        published_at timestamptz
      );
      insert into postcode_releases (live) values ('a');
      create view postcodes as select postcode, district_code, ward_code, point from postcodes_a;
      comment on view postcodes is 'The live release of two tables; an import fills the other one and flips the view.';

      -- The service may not own tables, so the flip is the owner's: one short statement, old release kept for going back.
      create function publish_postcodes(new_source text, at_instant timestamptz) returns text
        language plpgsql security definer set search_path = public, pg_temp as $$
        declare next_side text;
        begin
          select case live when 'a' then 'b' else 'a' end into next_side from postcode_releases for update;
          execute format('create or replace view postcodes as select postcode, district_code, ward_code, point from postcodes_%s', next_side);
          update postcode_releases set live = next_side, source = new_source, published_at = at_instant;
          return next_side;
        end $$;
      revoke all on function publish_postcodes(text, timestamptz) from public;

      -- Both closures follow from parent_id and area_overlaps; rebuilding whole is milliseconds for a nation of districts.
      create function rebuild_area_closures() returns void language plpgsql as $$
        begin
          delete from area_tree;
          insert into area_tree (ancestor_id, descendant_id, depth)
            with recursive up (ancestor_id, descendant_id, depth) as (
              select id, id, 0 from areas
              union all
              select a.parent_id, up.descendant_id, up.depth + 1
              from up join areas a on a.id = up.ancestor_id
              where a.parent_id is not null and up.depth < 20
            ) select ancestor_id, descendant_id, min(depth) from up group by 1, 2;
          delete from area_reach;
          insert into area_reach (served_id, target_id, dedicated)
            select served_id, target_id, bool_or(dedicated) from (
              select descendant_id as served_id, ancestor_id as target_id, true as dedicated from area_tree
              union all select ancestor_id, descendant_id, false from area_tree where depth > 0
              union all select area_id, other_id, true from area_overlaps
              union all select other_id, area_id, true from area_overlaps
              -- An area that overlaps a part of the target overlaps the target, unless it contains it.
              union all select o.area_id, t.ancestor_id, true from area_overlaps o join area_tree t on t.descendant_id = o.other_id
                where not exists (select from area_tree c where c.ancestor_id = o.area_id and c.descendant_id = t.ancestor_id)
            ) r group by 1, 2;
        end $$;

      insert into area_kinds (code, name, rank) values
        ('COUNTRY', 'Country', 0), ('REGION', 'Region', 1), ('COUNTY', 'County', 2), ('DISTRICT', 'District', 3),
        ('PARTNERSHIP_AREA', 'Partnership area', 4), ('CVS_PATCH', 'Patch of a council for voluntary service', 5),
        ('LOCALITY', 'Locality', 6), ('WARD', 'Ward', 7);
      insert into measures (code, name, unit, additive) values
        ('population_total', 'Population', 'people', true),
        ('population_0_25', 'Population aged 0 to 25', 'people', true),
        ('population_0_14', 'Population aged 0 to 14', 'people', true),
        ('population_0_15', 'Population aged 0 to 15', 'people', true),
        ('population_0_17', 'Population aged 0 to 17', 'people', true),
        ('population_0_24', 'Population aged 0 to 24', 'people', true),
        ('imd_average_score', 'Index of Multiple Deprivation, average score', 'score', false),
        ('imd_rank_of_average_score', 'Index of Multiple Deprivation, rank of average score', 'rank', false),
        ('imd_share_most_deprived_10pc', 'Share of small areas among the most deprived tenth nationally', 'share', false),
        ('rural_lsoa_share', 'Share of small areas that are rural', 'share', false);

      grant select on area_kinds, areas, area_tree, area_overlaps, area_reach, area_former_codes, measures, area_statistics,
        postcodes, postcodes_a, postcodes_b, postcode_releases to vcs_atlas_service;
      grant insert, update, delete on area_kinds, areas, area_tree, area_overlaps, area_reach, area_former_codes, measures,
        area_statistics to vcs_atlas_service;
      grant insert, update, delete, truncate on postcodes_a, postcodes_b to vcs_atlas_service;
      grant select, insert, update, delete on import_batches to vcs_atlas_service;
      grant execute on function publish_postcodes(text, timestamptz) to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function rebuild_area_closures();
      drop function publish_postcodes(text, timestamptz);
      drop view postcodes;
      drop table postcode_releases, postcodes_a, postcodes_b, area_statistics, measures, area_former_codes, area_reach,
        area_overlaps, area_tree, areas, area_kinds;
    `);
  }
}
