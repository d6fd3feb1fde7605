import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EraseWhateverSaysIt1766000016300 } from './1766000016300-erase-whatever-says-it';

/**
 * Contacts and consents that were removed stand in the history still: what is known of a person has them whole, and
 * they go with their organisation, or their withdrawal, when these have had their time.
 */
export class EraseWhatWasRemoved1766000016700 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(CONTACTS);
    await run.query(CONSENTS);
    await run.query(FIND_PERSON);
    await run.query(ERASE_PERSON);
    await run.query(`
      revoke all on function history.contact_of(jsonb), history.contacts_of_person(text), history.contacts_due(timestamptz), history.consents_due(timestamptz), history.erase_consents(timestamptz, timestamptz) from public;
      grant execute on function history.contacts_due(timestamptz), history.consents_due(timestamptz), history.erase_consents(timestamptz, timestamptz) to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    const former = new EraseWhateverSaysIt1766000016300();
    await former.down(run);
    await former.up(run);
    await run.query(FORMER_ERASE_CONTACTS);
    await run.query('drop function history.erase_consents(timestamptz, timestamptz); drop function history.consents_due(timestamptz); drop function history.contacts_due(timestamptz); drop function history.contacts_of_person(text); drop function history.contact_of(jsonb)');
  }
}

const CONTACTS = `
  -- Of the key of a record of a contact, of its secret or of a consent.
  create function history.contact_of(key jsonb) returns uuid language sql immutable as $$
    select coalesce(key->>'id', key->>'contact_id')::uuid
  $$;

  -- Those that say it, and those that were removed and once said it.
  create function history.contacts_of_person(pattern text) returns setof uuid language sql stable set search_path = public, pg_temp as $$
    select c.id from contacts c left join secrets.contacts s on s.contact_id = c.id where c.value ~* pattern or s.value ~* pattern
    union
    select history.contact_of(r.key) from secrets.history_records r where r.table_name in ('contacts', 'secrets.contacts') and r.before->>'value' ~* pattern
      and not exists (select from contacts c where c.id = history.contact_of(r.key))
  $$;

  -- Those of organisations that closed before then. One that was removed has the time of the organisation that it was last of;
  -- where that is no more either, its own since it was removed.
  create function history.contacts_due(closed_before timestamptz) returns setof uuid
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      perform history.require_admin();
      return query
        with closed as (
          select s.organisation_id as id from organisation_statuses s where s.status = 'INACTIVE' and upper_inf(s.valid) and lower(s.valid) < closed_before::date
        ), removed as (
          select distinct on (history.contact_of(r.key)) history.contact_of(r.key) as id, r.node_id, r.change_number from secrets.history_records r
          where r.table_name in ('contacts', 'secrets.contacts', 'consents') and not exists (select from contacts c where c.id = history.contact_of(r.key))
          order by history.contact_of(r.key), r.change_number desc
        )
        select c.id from contacts c join closed on closed.id = c.organisation_id
        union all
        select r.id from removed r where case when exists (select from organisations o where o.id = r.node_id) then history.standing_node(r.node_id) in (select closed.id from closed)
          else exists (select from history.changes c where c.number = r.change_number and c.at < closed_before) end;
    end $$;

  -- Removes contacts with all that is on record of them; the entries that they are or were of say that something was erased.
  create or replace function history.erase_contacts(ids uuid[], at_instant timestamptz) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      erased integer;
      nodes uuid[];
    begin
      perform history.begin_erasure();
      select count(distinct f.id), array_agg(distinct f.node) into erased, nodes from (
        select c.id, c.organisation_id as node from contacts c where c.id = any(ids)
        union select history.contact_of(r.key), history.standing_node(r.node_id) from secrets.history_records r
          where r.table_name in ('contacts', 'secrets.contacts', 'consents') and history.contact_of(r.key) = any(ids)) f;
      update organisations o set version = o.version + 1, updated_at = at_instant where o.id = any(nodes);
      delete from contacts c where c.id = any(ids);
      delete from secrets.history_records r where r.table_name in ('contacts', 'secrets.contacts', 'consents') and history.contact_of(r.key) = any(ids);
      return erased;
    end $$;
`;

const CONSENTS = `
  -- The keys of those that were withdrawn before then, and stand so or stood so when they were removed.
  create function history.consents_due(withdrawn_before timestamptz) returns setof jsonb
    language plpgsql stable security definer set search_path = public, pg_temp as $$
    begin
      perform history.require_admin();
      return query
        with standing as (
          select jsonb_build_object('contact_id', c.contact_id, 'purpose', c.purpose, 'given_on', c.given_on) as key, c.withdrawn_on from consents c
        ), removed as (
          select distinct on (r.key) r.key, (r.before->>'withdrawn_on')::date as withdrawn_on from secrets.history_records r
          where r.table_name = 'consents' and not exists (select from standing s where s.key = r.key) order by r.key, r.change_number desc
        )
        select f.key from (select * from standing union all select * from removed) f where f.withdrawn_on < withdrawn_before::date;
    end $$;

  -- Removes them with all that is on record of them; the entries that they are or were of say that something was erased.
  create function history.erase_consents(withdrawn_before timestamptz, at_instant timestamptz) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      due jsonb[] := array(select history.consents_due(withdrawn_before));
    begin
      perform history.begin_erasure();
      update organisations o set version = o.version + 1, updated_at = at_instant where o.id in (
        select c.organisation_id from contacts c where c.id in (select history.contact_of(d.key) from unnest(due) d (key))
        union select history.standing_node(r.node_id) from secrets.history_records r where r.table_name = 'consents' and r.key = any(due));
      delete from consents c using unnest(due) d (key) where c.contact_id = history.contact_of(d.key) and c.purpose = d.key->>'purpose' and c.given_on = (d.key->>'given_on')::date;
      delete from secrets.history_records r where r.table_name = 'consents' and r.key = any(due);
      return cardinality(due);
    end $$;
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
      -- One that says something else by now may be somebody else's: it stays, and what it said before goes.
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

const FORMER_ERASE_CONTACTS = `
  create or replace function history.erase_contacts(ids uuid[], at_instant timestamptz) returns integer
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
`;
