import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EraseThatPersonAlone1766000016950 } from './1766000016950-erase-that-person-alone';

/**
 * What was erased of a contact that was somebody else's before left no record, so that a revert behind it destroyed the present
 * one; and a key that an import made of a group's name was erased with the person in it, so that the next list did not know the group.
 */
export class SayWhatWasErasedOfContacts1766000017010 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(FIND_PERSON);
    await run.query(ERASE_PERSON);
  }

  async down(run: QueryRunner): Promise<void> {
    const alone = new EraseThatPersonAlone1766000016950();
    await alone.down(run);
    await alone.up(run);
  }
}

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
        return query execute format('select %L::text, %L::text, jsonb_build_object(%s), t.%I::text, %s from %s t where %s',
          one.table_name, one.column_name, coalesce(keys, ''), one.column_name,
          case when one.of_table = 'history.records'::regclass and one.column_name = 'before' then 'history.json_says(history.without_names_of_organisation(t.table_name, t.before), $1)'
            when one.of_table = 'record_sources'::regclass and one.column_name = 'source_key' then 't.key_given' else one.erasable::text end,
          one.of_table, history.says(one.column_name, one.column_type)) using pattern;
      end loop;
      return query select 'issued_lists', 'content', jsonb_build_object('id', l.id), history.issued_text(l.content), false from issued_lists l where history.issued_text(l.content) ~* pattern;

      -- A contact goes whole, one that was removed too, and so all of it is the person's: its role, its consents and what it said before.
      return query
        with matched as (
          select p.id, c.role_title as shown, s.role_title as secret from history.contacts_of_person(pattern) p (id) left join contacts c on c.id = p.id left join secrets.contacts s on s.contact_id = p.id
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
      changed := history.erase_contacts(array(select history.contacts_of_person(pattern)), at_instant);
      if changed > 0 then return next; end if;
      -- One that says something else by now may be somebody else's: it stays, and what it said before goes,
      -- of which the entry says that it was erased: nothing goes back behind it.
      update organisations o set version = o.version + 1, updated_at = at_instant where o.id in (
        select history.standing_node(r.node_id) from secrets.history_records r where r.table_name in ('contacts', 'secrets.contacts') and r.before->>'value' ~* pattern);
      delete from secrets.history_records r where r.table_name in ('contacts', 'secrets.contacts') and r.before->>'value' ~* pattern;

      -- The history comes last: it has just taken down what the others were.
      for one in
        select p.of_table, p.table_name,
          string_agg(case when p.of_table = 'history.records'::regclass and p.column_name = 'before' then 'history.json_says(history.without_names_of_organisation(t.table_name, t.before), $1)'
            when p.of_table = 'record_sources'::regclass and p.column_name = 'source_key' then format('(t.key_given and %s)', history.says(p.column_name, p.column_type))
            else history.says(p.column_name, p.column_type) end, ' or ') as matches,
          string_agg(format(case when p.of_table = 'history.records'::regclass and p.column_name = 'before'
            then '%1$I = history.scrubbed(history.without_names_of_organisation(t.table_name, t.before), $1, $2) || history.names_of_organisation(t.table_name, t.before)'
            when p.of_table = 'record_sources'::regclass and p.column_name = 'source_key' then '%1$I = case when t.key_given then history.scrubbed(t.%1$I, $1, $2) else t.%1$I end' else case p.column_type
            when 'text[]' then '%1$I = case when t.%1$I is not null then array(select history.scrubbed(u.word, $1, $2) from unnest(t.%1$I) with ordinality u (word, at) order by u.at) end'
            else '%1$I = history.scrubbed(t.%1$I::%2$s, $1, $2)::%2$s' end end, p.column_name, p.column_type), ', ') as scrubbed
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
