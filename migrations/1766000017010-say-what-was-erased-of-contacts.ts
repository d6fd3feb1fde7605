import type { MigrationInterface, QueryRunner } from 'typeorm';
import { EraseThatPersonAlone1766000016950 } from './1766000016950-erase-that-person-alone';

/**
 * What was erased of a contact that was somebody else's before left no record, so that a revert behind it destroyed the present one.
 */
export class SayWhatWasErasedOfContacts1766000017010 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(ERASE_PERSON);
  }

  async down(run: QueryRunner): Promise<void> {
    const alone = new EraseThatPersonAlone1766000016950();
    await alone.down(run);
    await alone.up(run);
  }
}

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
            else history.says(p.column_name, p.column_type) end, ' or ') as matches,
          string_agg(format(case when p.of_table = 'history.records'::regclass and p.column_name = 'before'
            then '%1$I = history.scrubbed(history.without_names_of_organisation(t.table_name, t.before), $1, $2) || history.names_of_organisation(t.table_name, t.before)' else case p.column_type
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
