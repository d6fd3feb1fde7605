import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EraseInJsonStrings1766000007600 } from './1766000007600-erase-in-json-strings';

/**
 * A person named as the source of a figure could not be erased: the source is part of the row's key in history, and the
 * erasure itself had just written the row's former and its new key there. Nor could two who were named beside the same
 * agency, one after the other. And a list that was not there became an empty one beside a text that was erased.
 * Besides, what is known of a person is the whole contact with its consents, and what was issued is said to be kept.
 */
export class EraseWhateverSaysIt1766000016300 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(SCRUBBED);
    await run.query(FIND_PERSON);
    await run.query(ERASE_PERSON);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop function history.erase_person(text, timestamptz); drop function history.find_person(text); drop function history.scrubbed(jsonb, text, text); drop function history.scrubbed(text, text, text); drop function history.issued_text(bytea)');
    await run.query('drop function history.json_says(jsonb, text); drop function history.says(text, text)');
    await new EraseInJsonStrings1766000007600().up(run);
    await run.query(GRANTS);
  }
}

const GRANTS = `
  revoke all on function history.find_person(text), history.erase_person(text, timestamptz) from public;
  grant execute on function history.find_person(text), history.erase_person(text, timestamptz) to vcs_atlas_service;
`;

const SCRUBBED = `
  drop function history.scrubbed(jsonb, text);

  -- With a salt, texts that differed still differ: nobody can tell from what, for the salt is kept nowhere.
  create function history.scrubbed(value text, pattern text, salt text) returns text language sql immutable as $$
    select regexp_replace(value, pattern, case salt when '' then '[erased]' else '[erased ' || left(md5(salt || value), 6) || ']' end, 'gi')
  $$;

  create function history.scrubbed(value jsonb, pattern text, salt text) returns jsonb language plpgsql immutable as $$
    begin
      return case jsonb_typeof(value)
        when 'string' then to_jsonb(history.scrubbed(value #>> '{}', pattern, salt))
        when 'array' then (select coalesce(jsonb_agg(history.scrubbed(e.item, pattern, salt) order by e.at), '[]') from jsonb_array_elements(value) with ordinality e (item, at))
        when 'object' then (select coalesce(jsonb_object_agg(f.key, history.scrubbed(f.value, pattern, salt)), '{}') from jsonb_each(value) f)
        else value end;
    end $$;

  -- What a signed list says: the payload of a JSON Web Signature.
  create function history.issued_text(content bytea) returns text language sql immutable as $$
    select convert_from(decode(rpad(p.payload, (length(p.payload) + 3) / 4 * 4, '='), 'base64'), 'UTF8')
    from (select translate(convert_from(content, 'UTF8')::jsonb ->> 'payload', '-_', '+/') as payload) p
  $$;
  revoke all on function history.scrubbed(text, text, text), history.scrubbed(jsonb, text, text), history.issued_text(bytea) from public;
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
      return query select 'issued_lists', 'content', jsonb_build_object('id', l.id), history.issued_text(l.content), false from issued_lists l where history.issued_text(l.content) ~* pattern;

      -- A contact goes whole, and so all of it is the person's: its role, its consents and what it said before.
      return query
        with matched as (
          select c.id, c.role_title as shown, s.role_title as secret from contacts c left join secrets.contacts s on s.contact_id = c.id where c.value ~* pattern or s.value ~* pattern
        ), rest as (
          select 'contacts' as t, 'role_title' as c, jsonb_build_object('id', m.id) as k, m.shown as v from matched m
          union all select 'secrets.contacts', 'role_title', jsonb_build_object('contact_id', m.id), m.secret from matched m
          union all select 'consents', a.c, jsonb_build_object('contact_id', n.contact_id, 'purpose', n.purpose, 'given_on', n.given_on), a.v from consents n join matched m on m.id = n.contact_id
            cross join lateral (values ('purpose', n.purpose), ('source', n.source), ('given_on', n.given_on::text), ('withdrawn_on', n.withdrawn_on::text)) a (c, v)
          union all select 'secrets.history_records', 'before', jsonb_build_object('node_id', r.node_id, 'change_number', r.change_number, 'table_name', r.table_name, 'key', r.key), r.before::text
            from secrets.history_records r where r.table_name in ('contacts', 'secrets.contacts', 'consents') and coalesce(r.key->>'id', r.key->>'contact_id')::uuid in (select m.id from matched m)
            and not history.json_says(r.before, pattern)
        )
        select rest.t, rest.c, rest.k, rest.v, true from rest where rest.v is not null and (rest.t = 'secrets.history_records' or not rest.v ~* pattern);
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
            when 'text[]' then '%1$I = case when t.%1$I is not null then array(select history.scrubbed(u.word, $1, $2) from unnest(t.%1$I) with ordinality u (word, at) order by u.at) end'
            else '%1$I = history.scrubbed(t.%1$I::%2$s, $1, $2)::%2$s' end, p.column_name, p.column_type), ', ') as scrubbed
        from history.person_columns() p where p.erasable
        group by p.of_table, p.table_name order by p.table_name like '%history%', p.table_name
      loop
        -- A row whose key said it went and came again with this erasure. Both would have the one key that is left: what it was stays.
        if one.of_table in ('history.records'::regclass, 'secrets.history_records'::regclass) then
          execute format('delete from %1$s d using (
            select t.ctid as at, row_number() over (partition by t.node_id, t.change_number, t.table_name, history.scrubbed(t.key, $1, '''') order by t.before is null) as nth
            from %1$s t where (t.node_id, t.change_number) in (select said.node_id, said.change_number from %1$s said where history.json_says(said.key, $1))) doubled
            where d.ctid = doubled.at and doubled.nth > 1', one.of_table) using pattern;
        end if;
        begin
          execute format('update %s t set %s where %s', one.of_table, one.scrubbed, one.matches) using pattern, '';
          get diagnostics changed = row_count;
        exception when unique_violation or exclusion_violation then
          execute format('update %s t set %s where %s', one.of_table, one.scrubbed, one.matches) using pattern, gen_random_uuid()::text;
          get diagnostics changed = row_count;
        end;
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
