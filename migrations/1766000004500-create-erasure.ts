import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finding and erasing what is known about a person, history included. The service's role may not touch history, so
 * this runs as the owner, for administrators alone, and leaves an audit entry that does not say whom it was about.
 */
export class CreateErasure1766000004500 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(FIND);
    await run.query(ERASE);
    await run.query(`
      revoke all on function history.require_admin(), history.person_pattern(text), history.person_columns(), history.find_person(text), history.begin_erasure(),
        history.erase_contacts(uuid[], timestamptz), history.erase_person(text, timestamptz) from public;
      grant execute on function history.find_person(text), history.erase_contacts(uuid[], timestamptz), history.erase_person(text, timestamptz) to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function history.erase_person(text, timestamptz);
      drop function history.erase_contacts(uuid[], timestamptz);
      drop function history.begin_erasure();
      drop function history.find_person(text);
      drop function history.person_columns();
      drop function history.person_pattern(text);
      drop function history.require_admin();
    `);
  }
}

export const FIND = `
  create function history.require_admin() returns void language plpgsql as $$
    begin
      if public.viewer_role() is distinct from 'ADMIN' then raise exception 'Only an administrator may do this.' using errcode = '42501'; end if;
    end $$;

  -- Whole words, in any case and with any spaces; a telephone number in any way of writing it.
  create function history.person_pattern(needle text) returns text language sql immutable as $$
    select '(?<![[:alnum:]])' || case
      when btrim(needle) ~ '^[+0-9 ()./-]{7,}$' then
        '(?:\\+?44[ ().-]*0?|0)?[ ().-]*' || regexp_replace(regexp_replace(regexp_replace(needle, '\\D', '', 'g'), '^(44|0)', ''), '(\\d)(?=\\d)', '\\1[ ().-]*', 'g')
      else regexp_replace(regexp_replace(btrim(needle), '([\\\\.^$*+?()\\[\\]{}|"-])', '\\\\\\1', 'g'), '\\s+', '\\s+', 'g') end
      || '(?![[:alnum:]])'
  $$;

  -- Every text there is, in tables of today and of later domains alike. Names of organisations are no person's.
  create function history.person_columns() returns table (of_table regclass, table_name text, column_name text, column_type text, erasable boolean) language sql stable as $$
    select c.oid::regclass, case n.nspname when 'public' then '' else n.nspname || '.' end || c.relname, a.attname::text, format_type(a.atttypid, null),
      not (c.relname = 'organisations' and a.attname in ('name', 'sort_name', 'search_name', 'other_names'))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname in ('public', 'secrets', 'history') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb', 'json', 'character varying')
      and c.relname not in ('spatial_ref_sys', 'migrations', 'search_words', 'recorded_tables', 'list_signing_keys') and c.relname !~ '^postcodes_'
  $$;

  create function history.find_person(needle text) returns table (table_name text, column_name text, key jsonb, value text, erasable boolean)
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      pattern text := history.person_pattern(needle);
      one record;
      keys text;
    begin
      perform history.require_admin();
      for one in select * from history.person_columns() p order by p.table_name, p.column_name loop
        select string_agg(format('%L, t.%I', a.attname, a.attname), ', ') into keys
          from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey) where i.indrelid = one.of_table and i.indisprimary;
        return query execute format('select %L::text, %L::text, jsonb_build_object(%s), t.%I::text, %L::boolean from %s t where t.%I::text ~* $1',
          one.table_name, one.column_name, coalesce(keys, ''), one.column_name, one.erasable, one.of_table, one.column_name) using pattern;
      end loop;
    end $$;
`;

export const ERASE = `
  -- There is an entry even where nothing but history was touched.
  create function history.begin_erasure() returns void language plpgsql as $$
    begin
      perform history.require_admin();
      perform set_config('atlas.change_kind', 'ERASURE', true);
      perform history.enter_change(coalesce(history.change_of_transaction(), nextval('history.change_numbers')));
    end $$;

  -- Removes contacts with all that is on record of them; the entries that they were of say that something was erased.
  create function history.erase_contacts(ids uuid[], at_instant timestamptz) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare erased integer;
    begin
      perform history.begin_erasure();
      update organisations o set version = o.version + 1, updated_at = at_instant from contacts c where c.organisation_id = o.id and c.id = any(ids);
      delete from contacts c where c.id = any(ids);
      get diagnostics erased = row_count;
      delete from secrets.history_records r where r.table_name in ('contacts', 'secrets.contacts', 'consents') and coalesce(r.key->>'id', r.key->>'contact_id')::uuid = any(ids);
      return erased;
    end $$;

  create function history.erase_person(needle text, at_instant timestamptz) returns table (table_name text, changed integer)
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      pattern text := history.person_pattern(needle);
      one record;
    begin
      perform history.begin_erasure();
      table_name := 'contacts';
      changed := history.erase_contacts(array(
        select c.id from contacts c left join secrets.contacts s on s.contact_id = c.id where c.value ~* pattern or s.value ~* pattern), at_instant);
      if changed > 0 then return next; end if;
      -- A contact of former days is no contact without what it said.
      delete from secrets.history_records r where r.table_name in ('contacts', 'secrets.contacts') and r.before->>'value' ~* pattern;

      -- The history comes last: it has just taken down what the others were.
      for one in
        select p.of_table, p.table_name, string_agg(format('%I::text ~* $1', p.column_name), ' or ') as matches,
          string_agg(format(case p.column_type
            when 'text[]' then '%1$I = array(select regexp_replace(u.word, $1, ''[erased]'', ''gi'') from unnest(%1$I) with ordinality u (word, at) order by u.at)'
            else '%1$I = regexp_replace(%1$I::text, $1, ''[erased]'', ''gi'')::%2$s' end, p.column_name, p.column_type), ', ') as scrubbed
        from history.person_columns() p where p.erasable
        group by p.of_table, p.table_name order by p.table_name like '%history%', p.table_name
      loop
        execute format('update %s set %s where %s', one.of_table, one.scrubbed, one.matches) using pattern;
        get diagnostics changed = row_count;
        if changed > 0 then
          table_name := one.table_name;
          return next;
        end if;
      end loop;
      -- The planner keeps samples of what columns hold.
      for one in select distinct p.of_table from history.person_columns() p where p.erasable loop
        execute format('analyze %s', one.of_table);
      end loop;
    end $$;
`;
