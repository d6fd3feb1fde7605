import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was changed, when, by whom and why: one row a transaction, and one for every row that it wrote. Written by
 * triggers in the same transaction, as their owner: the service's role reads history and can do nothing else to it.
 * An insert keeps the key alone, for what it wrote is there or stands in the next record; what was changed or deleted
 * is kept as it was. What was made together with its organisation is not recorded apart.
 */
export class CreateHistory1766000004000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(TABLES);
    await run.query(OPEN_CHANGE);
    await run.query(KEEP_HISTORY);
    await run.query(RECORDED);
    await run.query(LIVE_RECORD);
    await run.query(GRANTS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop trigger contacts_take_consents on contacts;
      drop table secrets.history_records;
      drop schema history cascade;
      alter table import_batches drop column reverted_at, drop column reverted;
    `);
  }
}

const RECORD_COLUMNS = `
    node_id uuid not null,
    change_number bigint not null,
    table_name text not null,
    key jsonb not null,
    operation text not null constraint history_operation_known check (operation in ('INSERT', 'UPDATE', 'DELETE')),
    before jsonb,
    primary key (node_id, change_number, table_name, key)
`;

const TABLES = `
  create schema history;

  alter table import_batches add column reverted_at timestamptz, add column reverted jsonb;
  comment on column import_batches.reverted is 'What taking the import back did: how many were removed and restored, and the ids of those left.';

  create sequence history.change_numbers;
  create table history.changes (
    number bigint primary key,
    id uuid not null constraint changes_id_unique unique,
    at timestamptz not null,
    subject text,
    role text,
    note text,
    kind text not null constraint changes_kind_known check (kind in ('CHANGE', 'IMPORT', 'REVERT', 'ERASURE')),
    batch_id uuid
  );
  comment on table history.changes is 'One row a transaction that changed a recorded table.';
  create index changes_batch_index on history.changes (batch_id) where batch_id is not null;

  create table history.records (${RECORD_COLUMNS});
  comment on column history.records.node_id is 'The organisation or area that the row belonged to.';
  comment on column history.records.before is 'The row before the change, without what is derived; null for a row that was not there.';
  -- Records are appended change by change: a summary by block is all that finding those of a change takes.
  create index records_change_index on history.records using brin (change_number);

  -- Rows of places, contacts and consents: what was open to anyone once may be hidden today.
  create table secrets.history_records (${RECORD_COLUMNS});
  create index history_records_change_index on secrets.history_records using brin (change_number);
  alter table secrets.history_records enable row level security;
  create policy history_for_keepers on secrets.history_records for select to vcs_atlas_service using (viewer_keeps_organisation(node_id));
  -- For partners today's visibility decides: of what is gone nobody can say it, so it stays with those who keep the entry.
  create policy history_for_partners on secrets.history_records for select to vcs_atlas_service using (
    viewer_role() <> 'ANONYMOUS' and case table_name
      when 'places' then exists (select from places p where p.id = (key->>'id')::uuid and p.visibility = 'EXACT')
      when 'contacts' then exists (select from contacts c where c.id = (key->>'id')::uuid
        and (c.audience = 'PUBLIC' or (c.audience = 'PROFESSIONAL' and viewer_works_with_organisation(node_id))))
      when 'secrets.contacts' then before->>'audience' = 'PROFESSIONAL' and viewer_works_with_organisation(node_id)
        and exists (select from contacts c where c.id = (key->>'contact_id')::uuid and c.audience in ('PUBLIC', 'PROFESSIONAL'))
      else false
    end
  );

  create table history.recorded_tables (
    table_name text primary key,
    key text[] not null,
    columns text[] not null,
    ignored text[] not null,
    image text not null
  );
  comment on column history.recorded_tables.columns is 'What is kept of a row.';
  comment on column history.recorded_tables.ignored is 'What is not: it follows from other rows, or is reference data with releases of its own.';
  comment on column history.recorded_tables.image is 'SQL that makes a row r into what is kept of it.';
`;

/** The transaction's own row is known again by its xmin, so that no setting can name the change of somebody else. */
const OPEN_CHANGE = `
  create function history.change_of_transaction() returns bigint language sql stable as $$
    select c.number from history.changes c
    where c.id = nullif(current_setting('atlas.change', true), '')::uuid and c.xmin::text = (pg_current_xact_id()::xid)::text
  $$;

  create function history.enter_change(new_number bigint) returns void language plpgsql as $$
    declare
      change_id uuid := nullif(current_setting('atlas.change', true), '')::uuid;
      batch uuid := nullif(current_setting('atlas.batch', true), '')::uuid;
    begin
      if history.change_of_transaction() is not null then return; end if;
      if change_id is null or exists (select from history.changes c where c.id = change_id) then
        change_id := gen_random_uuid();
        perform set_config('atlas.change', change_id::text, true);
      end if;
      insert into history.changes (number, id, at, subject, role, note, kind, batch_id)
      values (new_number, change_id,
        -- Only a statement typed in by hand comes without an instant.
        coalesce(nullif(current_setting('atlas.at', true), '')::timestamptz, clock_timestamp()),
        nullif(current_setting('atlas.viewer_subject', true), ''), nullif(current_setting('atlas.viewer_role', true), ''),
        nullif(current_setting('atlas.note', true), ''),
        coalesce(nullif(current_setting('atlas.change_kind', true), ''), case when batch is null then 'CHANGE' else 'IMPORT' end), batch);
    end $$;
`;

/**
 * Makes a table's three triggers. Call it again after the table's columns changed. `node` is SQL over a row `r`;
 * `root` the table of the nodes themselves. Columns that are `ignored` are not kept; those that `follow` from other
 * rows are kept, but a change of them alone is none; `compared_besides` is SQL over `r`. The statements are static, so
 * that their plans are kept.
 */
const KEEP_HISTORY = `
  create function history.keep(of_table regclass, key_columns text[], node text, root text, ignored text[] default '{}', secret boolean default false,
    follows text[] default '{}', compared_besides text default 'null')
    returns void language plpgsql as $function$
    declare
      name text := (select case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname
        from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = of_table);
      stem text := replace(name, '.', '_');
      kept text[] := (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = of_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname <> all(ignored));
      image text := (select 'jsonb_build_object(' || string_agg(format('%L, r.%I', a.attname, a.attname) || case when t.typname = 'geometry' then '::text' else '' end, ', ' order by a.attnum) || ')'
        from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = of_table and a.attname = any(kept));
      key text := (select 'jsonb_build_object(' || string_agg(format('%L, r.%I', k, k), ', ') || ')' from unnest(key_columns) k);
      same_key text := (select string_agg(case when a.attnotnull then format('o.%1$I = r.%1$I', k) else format($x$coalesce(o.%1$I::text, '') = coalesce(r.%1$I::text, '')$x$, k) end, ' and ')
        from unnest(key_columns) k join pg_attribute a on a.attrelid = of_table and a.attname = k);
      differs text := (select format('(%s, %s) is distinct from (%s, %s)', string_agg(format('o.%I', k), ', '), replace(compared_besides, 'r.', 'o.'), string_agg(format('r.%I', k), ', '), compared_besides)
        from unnest(kept) k where k <> all(follows));
      fixed_key boolean := key_columns = array['id'];
      first_key text := key_columns[1];
      records text := case when secret then 'secrets.history_records' else 'history.records' end;
      node_of_o text := replace(node, 'r.', 'o.');
      -- What came with its node needs no record of its own.
      apart text := case when root = name then 'true' else
        format($x$not exists (select from history.records made where made.node_id = w.node_id and made.change_number = c and made.table_name = %L and made.operation = 'INSERT')$x$, root) end;
      head text := format('insert into %s (node_id, change_number, table_name, key, operation, before) select w.node_id, c, %L, w.key, w.operation, w.before from (', records, name);
      tail text := format(') w (node_id, key, operation, before) where w.node_id is not null and %s on conflict do nothing;', apart);
      body text := $x$
        create or replace function history.%1$I() returns trigger language plpgsql security definer set search_path = public, pg_temp as $trigger$
        declare c bigint;
        begin
          if not exists (select from %2$s) then return null; end if;
          c := coalesce(history.change_of_transaction(), nextval('history.change_numbers'));
          %3$s
          if found then perform history.enter_change(c); end if;
          return null;
        end $trigger$ $x$;
      inserted text := format($x$select %s, %s, 'INSERT', null::jsonb from after_rows r$x$, node, key);
      updated text;
    begin
      insert into history.recorded_tables values (name, key_columns, kept, ignored, image)
        on conflict (table_name) do update set key = excluded.key, columns = excluded.columns, ignored = excluded.ignored, image = excluded.image;

      -- o: the row after the change; r: before it. A row whose key changed is one that went and one that came.
      updated := format($x$select %1$s, %2$s, case when o.%3$I is null then 'DELETE' else 'UPDATE' end, %4$s from before_rows r left join after_rows o on %5$s where o.%3$I is null or %6$s$x$,
        node, key, first_key, image, same_key, differs);
      if root <> name then
        updated := updated || format($x$ union all select %1$s, %2$s, 'UPDATE', %3$s from before_rows r join after_rows o on %4$s where %1$s <> %5$s$x$, node_of_o, key, image, same_key, node);
      end if;
      if not fixed_key then
        updated := updated || format($x$ union all %1$s where not exists (select from before_rows o where %2$s)$x$, inserted, same_key);
      end if;

      execute format(body, stem || '_inserted', 'after_rows', head || inserted || tail);
      execute format(body, stem || '_updated', 'before_rows', head || updated || tail);
      execute format(body, stem || '_deleted', 'before_rows', head || format($x$select %s, %s, 'DELETE', %s from before_rows r$x$, node, key, image) || tail);
      execute format('create or replace trigger %I after insert on %s referencing new table as after_rows for each statement execute function history.%I()', 'history_inserted', of_table, stem || '_inserted');
      execute format('create or replace trigger %I after update on %s referencing old table as before_rows new table as after_rows for each statement execute function history.%I()', 'history_updated', of_table, stem || '_updated');
      execute format('create or replace trigger %I after delete on %s referencing old table as before_rows for each statement execute function history.%I()', 'history_deleted', of_table, stem || '_deleted');
    end $function$;
`;

const DERIVED = `'{based_in_id, shown_point, income, income_year, size_band, serves_under_26, has_category}'`;

const RECORDED = `
  -- Whose a consent was is known for as long as its contact is there.
  create function history.take_consents() returns trigger language plpgsql as $$
    begin delete from public.consents s where s.contact_id = old.id; return old; end $$;
  create trigger contacts_take_consents before delete on contacts for each row execute function history.take_consents();

  select history.keep('areas', '{id}', 'r.id', 'areas', '{boundary, accuracy, boundary_source, boundary_is_union, label_point, area_km2}');
  select history.keep('under_represented_communities', '{area_id, term_id, year}', 'r.area_id', 'areas');
  select history.keep('organisations', '{id}', 'r.id', 'organisations', ${DERIVED});
  select history.keep('organisation_statuses', '{organisation_id, valid}', 'r.organisation_id', 'organisations');
  select history.keep('identifiers', '{id}', 'r.organisation_id', 'organisations');
  select history.keep('organisation_facts', '{organisation_id, year, source}', 'r.organisation_id', 'organisations');
  select history.keep('services', '{id}', 'r.organisation_id', 'organisations');
  select history.keep('categorisations', '{organisation_id, service_id, term_id}', 'r.organisation_id', 'organisations');
  select history.keep('areas_served', '{id}', 'r.organisation_id', 'organisations');
  select history.keep('community_links', '{organisation_id, term_id, link}', 'r.organisation_id', 'organisations');
  select history.keep('memberships', '{id}', 'r.member_id', 'organisations');
  select history.keep('supports', '{id}', 'r.supporter_id', 'organisations');
  select history.keep('organisation_merges', '{id}', 'r.kept_id', 'organisations');
  -- Where a place lies follows from its postcode, unless it has a point of its own.
  select history.keep('places', '{id}', 'r.organisation_id', 'organisations', secret => true,
    follows => '{point, district_id, district_basis}', compared_besides => 'case when r.own_point then r.point end');
  select history.keep('contacts', '{id}', 'r.organisation_id', 'organisations', secret => true);
  select history.keep('secrets.places', '{place_id}', 'r.organisation_id', 'organisations', secret => true,
    follows => '{point, district_id, district_basis}', compared_besides => 'case when r.own_point then r.point end');
  select history.keep('secrets.contacts', '{contact_id}', 'r.organisation_id', 'organisations', secret => true);
  select history.keep('consents', '{contact_id, purpose, given_on}', '(select k.organisation_id from public.contacts k where k.id = r.contact_id)', 'organisations', secret => true);
`;

/** Runs with the rights of who asks: row-level security decides which rows there are. */
const LIVE_RECORD = `
  create function history.live_record(of_table text, of_key jsonb) returns jsonb language plpgsql stable set search_path = public, pg_temp as $$
    declare
      recorded history.recorded_tables;
      live jsonb;
    begin
      select * into recorded from history.recorded_tables t where t.table_name = of_table;
      execute format('select %s from %s r, jsonb_populate_record(null::%s, $1) k where %s', recorded.image, of_table, of_table,
        (select string_agg(case when of_key->>k is null then format('r.%I is null', k) else format('r.%1$I = k.%1$I', k) end, ' and ') from unnest(recorded.key) k)) into live using of_key;
      return live;
    end $$;
`;

const GRANTS = `
  revoke all on all functions in schema history from public;
  grant usage on schema history to vcs_atlas_service;
  grant select on history.changes, history.records, history.recorded_tables, secrets.history_records to vcs_atlas_service;
  grant execute on function history.live_record(text, jsonb), history.change_of_transaction(), history.take_consents() to vcs_atlas_service;
`;
