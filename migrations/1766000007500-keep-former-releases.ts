import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reference data go back to their former release. Postcodes get a third table: one is read, one is the former release,
 * whole, and one is filled by imports, so that whatever becomes of an import spoils neither. Of the others an import
 * changes some rows, and what those were before is kept with it.
 */
export class KeepFormerReleases1766000007500 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(THIRD_SIDE);
    await run.query(FORMER_ROWS);
    for (const [table, key] of Object.entries(RELEASED)) await run.query(keepFormer(table, key));
    await run.query(derivedDistricts('set null'));
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(derivedDistricts('no action'));
    for (const table of Object.keys(RELEASED)) {
      await run.query(`drop trigger former_inserted on ${table}; drop trigger former_updated on ${table}; drop trigger former_deleted on ${table};`);
    }
    await run.query(`drop function keep_former_rows(); drop table former_rows;`);
    await run.query(TWO_SIDES);
  }
}

const VIEW = 'select postcode, district_code, ward_code, point from postcodes_%s';

const THIRD_SIDE = `
  create table postcodes_c (
    postcode text collate "C" not null,
    district_code text,
    ward_code text,
    point geometry(Point, 4326),
    constraint postcodes_c_pkey primary key (postcode)
  );
  create index postcodes_c_point_index on postcodes_c using gist (point);
  grant select, insert, update, delete, truncate on postcodes_c to vcs_atlas_service;

  alter table postcode_releases drop constraint postcode_releases_side;
  alter table postcode_releases
    add constraint postcode_releases_side check (live in ('a', 'b', 'c')),
    add column batch_id uuid,
    add column former text constraint postcode_releases_former_side check (former in ('a', 'b', 'c')),
    add column former_source text,
    add column former_published_at timestamptz,
    add column former_batch_id uuid,
    add constraint postcode_releases_two_sides check (former <> live);
  comment on column postcode_releases.former is 'The side that holds the former release, whole; null: none is kept. Imports fill the side that is neither this nor the live one.';
  comment on column postcode_releases.published_at is 'Null: nothing was published yet, and the side is empty.';
  comment on column postcode_releases.batch_id is 'The import that published it; null: the sample, or nobody.';
  comment on view postcodes is 'The live one of three tables; an import fills one that is neither live nor the former release, and flips the view.';

  drop function publish_postcodes(text, timestamptz);
  create function publish_postcodes(side text, new_source text, at_instant timestamptz, of_batch uuid default null) returns void
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare current postcode_releases;
    begin
      select * into current from postcode_releases for update;
      if side not in ('a', 'b', 'c') or side = current.live or side = current.former then
        raise exception 'Side % of postcodes is not free.', side;
      end if;
      execute format('create or replace view postcodes as ${VIEW}', side);
      update postcode_releases set live = side, source = new_source, published_at = at_instant, batch_id = of_batch,
        former = current.live, former_source = current.source, former_published_at = current.published_at, former_batch_id = current.batch_id;
      if current.former is not null then
        -- Emptied to give its room back. Whoever reads it still, such as a back-up, is not waited for: the next import empties it.
        begin
          execute format('lock table postcodes_%s in access exclusive mode nowait', current.former);
          execute format('truncate postcodes_%s', current.former);
        exception when lock_not_available then null;
        end;
      end if;
    end $$;

  create function revert_postcodes() returns void language plpgsql security definer set search_path = public, pg_temp as $$
    declare current postcode_releases;
    begin
      select * into current from postcode_releases for update;
      if current.former is null then raise exception 'No former release of postcodes is kept.'; end if;
      execute format('create or replace view postcodes as ${VIEW}', current.former);
      update postcode_releases set live = current.former, source = current.former_source, published_at = current.former_published_at, batch_id = current.former_batch_id,
        former = null, former_source = null, former_published_at = null, former_batch_id = null;
    end $$;
  revoke all on function publish_postcodes(text, text, timestamptz, uuid), revert_postcodes() from public;
  grant execute on function publish_postcodes(text, text, timestamptz, uuid), revert_postcodes() to vcs_atlas_service;
`;

const TWO_SIDES = `
  drop function revert_postcodes();
  drop function publish_postcodes(text, text, timestamptz, uuid);
  do $$ begin
    if (select live from postcode_releases) = 'c' then
      truncate postcodes_a;
      insert into postcodes_a select * from postcodes_c;
      create or replace view postcodes as ${VIEW.replace('%s', 'a')};
      update postcode_releases set former = null;
      update postcode_releases set live = 'a';
    end if;
  end $$;
  alter table postcode_releases
    drop constraint postcode_releases_two_sides, drop constraint postcode_releases_side,
    drop column batch_id, drop column former, drop column former_source, drop column former_published_at, drop column former_batch_id,
    add constraint postcode_releases_side check (live in ('a', 'b'));
  drop table postcodes_c;
  create function publish_postcodes(new_source text, at_instant timestamptz) returns text
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare next_side text;
    begin
      select case live when 'a' then 'b' else 'a' end into next_side from postcode_releases for update;
      execute format('create or replace view postcodes as ${VIEW}', next_side);
      update postcode_releases set live = next_side, source = new_source, published_at = at_instant;
      return next_side;
    end $$;
  revoke all on function publish_postcodes(text, timestamptz) from public;
  grant execute on function publish_postcodes(text, timestamptz) to vcs_atlas_service;
`;

/** Values are kept as text, so that shapes and numbers come back to the digit. */
const FORMER_ROWS = `
  create table former_rows (
    batch_id uuid not null constraint former_rows_batch_known references import_batches (id) on delete cascade,
    table_name text not null,
    key jsonb not null,
    before jsonb,
    primary key (batch_id, table_name, key)
  );
  create index former_rows_key_index on former_rows (table_name, key);
  comment on table former_rows is 'What rows of reference data were before an import changed them, until it is taken back.';
  comment on column former_rows.before is 'Null: the import made the row.';
  grant select, delete on former_rows to vcs_atlas_service;

  create function keep_former_rows() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      batch uuid := nullif(current_setting('atlas.batch', true), '')::uuid;
      key text := (select string_agg(format('%L, r.%I::text', k, k), ', ') from unnest(tg_argv) k);
      image text;
    begin
      if batch is null or current_setting('atlas.change_kind', true) = 'REVERT' then return null; end if;
      if tg_op = 'INSERT' then
        execute format('insert into former_rows select $1, $2, jsonb_build_object(%s), null from changed_rows r on conflict do nothing', key) using batch, tg_table_name;
        return null;
      end if;
      select string_agg(format('%L, r.%I::text', a.attname, a.attname), ', ') into image
        from pg_attribute a where a.attrelid = tg_relid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
      execute format('insert into former_rows select $1, $2, jsonb_build_object(%s), jsonb_build_object(%s) from changed_rows r on conflict do nothing', key, image) using batch, tg_table_name;
      return null;
    end $$;
  revoke all on function keep_former_rows() from public;
`;

/** Tables of reference data, by what names a row of them in every release. */
const RELEASED: Readonly<Record<string, string>> = {
  areas: 'code',
  area_former_codes: 'code',
  measures: 'code',
  area_statistics: 'area_id, measure, year, source',
  vocabularies: 'code',
  terms: 'vocabulary, code',
};

function keepFormer(table: string, key: string): string {
  const keep = `for each statement execute function keep_former_rows(${key})`;
  return `
    create trigger former_inserted after insert on ${table} referencing new table as changed_rows ${keep};
    create trigger former_updated after update on ${table} referencing old table as changed_rows ${keep};
    create trigger former_deleted after delete on ${table} referencing old table as changed_rows ${keep};
  `;
}

/** What lies in a district that goes lies in none until it is placed again, which follows. */
function derivedDistricts(onDelete: 'set null' | 'no action'): string {
  const columns = [['places', 'places', 'district_id'], ['secrets.places', 'places', 'district_id'], ['organisations', 'organisations', 'based_in_id']];
  return columns
    .map(([table, stem, column]) => `alter table ${table} drop constraint ${stem}_${column}_fkey, add constraint ${stem}_${column}_fkey foreign key (${column}) references areas (id) on delete ${onDelete};`)
    .join('\n');
}
