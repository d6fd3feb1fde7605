import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ERASE, FIND } from './1766000004500-create-erasure';

/**
 * Of JSON only what its strings say is looked through and erased. Over the text of it a sum of money with the digits of
 * a telephone number was taken for one, and what was left was no JSON any more, which undid the whole erasure.
 */
export class EraseInJsonStrings1766000007600 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(JSON_STRINGS);
    await run.query(FIND_PERSON);
    await run.query(ERASE_PERSON);
  }

  async down(run: QueryRunner): Promise<void> {
    for (const former of [FIND, ERASE]) await run.query(former.replaceAll('create function', 'create or replace function'));
    await run.query('drop function history.says(text, text); drop function history.json_says(jsonb, text); drop function history.scrubbed(jsonb, text);');
  }
}

const JSON_STRINGS = `
  create function history.json_says(value jsonb, pattern text) returns boolean language sql immutable as $$
    select exists (select from jsonb_path_query(value, 'strict $.**') v where jsonb_typeof(v) = 'string' and v #>> '{}' ~* pattern)
  $$;

  create function history.scrubbed(value jsonb, pattern text) returns jsonb language plpgsql immutable as $$
    begin
      return case jsonb_typeof(value)
        when 'string' then to_jsonb(regexp_replace(value #>> '{}', pattern, '[erased]', 'gi'))
        when 'array' then (select coalesce(jsonb_agg(history.scrubbed(e.item, pattern) order by e.at), '[]') from jsonb_array_elements(value) with ordinality e (item, at))
        when 'object' then (select coalesce(jsonb_object_agg(f.key, history.scrubbed(f.value, pattern)), '{}') from jsonb_each(value) f)
        else value end;
    end $$;

  -- SQL over a column of a table t: whether it says what the pattern $1 looks for.
  create function history.says(column_name text, column_type text) returns text language sql immutable as $$
    select format(case column_type when 'jsonb' then 'history.json_says(t.%I, $1)' else 't.%I::text ~* $1' end, column_name)
  $$;
  revoke all on function history.json_says(jsonb, text), history.scrubbed(jsonb, text), history.says(text, text) from public;
`;

const FIND_PERSON = `
  create or replace function history.find_person(needle text) returns table (table_name text, column_name text, key jsonb, value text, erasable boolean)
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
        return query execute format('select %L::text, %L::text, jsonb_build_object(%s), t.%I::text, %L::boolean from %s t where %s',
          one.table_name, one.column_name, coalesce(keys, ''), one.column_name, one.erasable, one.of_table, history.says(one.column_name, one.column_type)) using pattern;
      end loop;
    end $$;
`;

const ERASE_PERSON = `
  create or replace function history.erase_person(needle text, at_instant timestamptz) returns table (table_name text, changed integer)
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
        select p.of_table, p.table_name, string_agg(history.says(p.column_name, p.column_type), ' or ') as matches,
          string_agg(format(case p.column_type
            when 'text[]' then '%1$I = array(select regexp_replace(u.word, $1, ''[erased]'', ''gi'') from unnest(t.%1$I) with ordinality u (word, at) order by u.at)'
            when 'jsonb' then '%1$I = history.scrubbed(t.%1$I, $1)'
            else '%1$I = regexp_replace(t.%1$I::text, $1, ''[erased]'', ''gi'')::%2$s' end, p.column_name, p.column_type), ', ') as scrubbed
        from history.person_columns() p where p.erasable
        group by p.of_table, p.table_name order by p.table_name like '%history%', p.table_name
      loop
        execute format('update %s t set %s where %s', one.of_table, one.scrubbed, one.matches) using pattern;
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
