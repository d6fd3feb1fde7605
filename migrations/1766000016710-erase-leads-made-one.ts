import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A lead that was made one with another, or went with its import, stood in the history by its name still when the other
 * was erased: records are found by the leads that are no more, too, and by what they say.
 */
export class EraseLeadsMadeOne1766000016710 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(RECORDS);
    await run.query(ERASE_LEADS);
    await run.query(`
      revoke all on function history.names_of_leads(uuid[]), history.records_of_leads(uuid[], text[]) from public;
      grant execute on function history.names_of_leads(uuid[]), history.records_of_leads(uuid[], text[]) to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(FORMER_ERASE_LEADS);
    await run.query('drop function history.records_of_leads(uuid[], text[]); drop function history.names_of_leads(uuid[])');
  }
}

const RECORDS = `
  -- What leads are known by, each as its area and key: of those that are no more, what the history says. A name that another
  -- lead has today is that one's.
  create function history.names_of_leads(ids uuid[]) returns text[] language sql stable set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct n.area_id || ' ' || n.key), '{}') from (
      select l.area_id, l.name_key from leads l where l.id = any(ids)
      union all select a.area_id, a.alias_key from lead_aliases a where a.lead_id = any(ids)
      union all select r.node_id, name_key(coalesce(r.before->>'name', r.before->>'alias')) from history.records r
        where ((r.table_name = 'leads' and (r.key->>'id')::uuid = any(ids)) or (r.table_name = 'lead_aliases' and (r.before->>'lead_id')::uuid = any(ids)))
          and not exists (select from leads l where l.id = coalesce(r.before->>'lead_id', r.key->>'id')::uuid)
    ) n (area_id, key) where n.key <> 'erased'
      and not exists (select from leads l where l.area_id = n.area_id and l.name_key = n.key and l.id <> all(ids))
      and not exists (select from lead_aliases a where a.area_id = n.area_id and a.alias_key = n.key and a.lead_id <> all(ids))
  $$;

  -- All that is on record of leads, and of those that are no more and had one of the names; and what says one of them.
  create function history.records_of_leads(ids uuid[], names text[]) returns setof history.records language sql stable set search_path = public, pg_temp as $$
    with gone as (
      select (r.key->>'id')::uuid as id from history.records r where r.table_name = 'leads' and r.operation = 'DELETE' and r.node_id || ' ' || name_key(r.before->>'name') = any(names)
        and not exists (select from leads l where l.id = (r.key->>'id')::uuid)
    ), led as (select unnest(ids) as id union select gone.id from gone)
    select r.* from history.records r where
      (r.table_name = 'leads' and ((r.key->>'id')::uuid in (select led.id from led) or r.node_id || ' ' || name_key(r.before->>'name') = any(names)))
      or (r.table_name = 'lead_aliases' and ((r.before->>'lead_id')::uuid in (select led.id from led) or r.node_id || ' ' || name_key(r.before->>'alias') = any(names)))
      or (r.table_name = 'action_leads' and ((r.before->>'lead_id')::uuid in (select led.id from led)
        or coalesce((select p.area_id::text from plans p where p.id = r.node_id),
          (select p.before->>'area_id' from history.records p where p.node_id = r.node_id and p.table_name = 'plans' and p.before is not null limit 1)) || ' ' || name_key(r.before->>'as_written') = any(names)))
  $$;
`;

const ERASE_LEADS = `
  create or replace function history.erase_leads(ids uuid[]) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare
      names text[] := history.names_of_leads(ids);
      erased integer;
    begin
      perform history.begin_erasure();
      select count(*) into erased from (
        select l.id from leads l where l.id = any(ids)
        union select (r.key->>'id')::uuid from history.records_of_leads(ids, names) r where r.table_name = 'leads' and not exists (select from leads l where l.id = (r.key->>'id')::uuid)) f;
      update leads l set name = '[erased]', subject = null, version = l.version + 1 where l.id = any(ids);
      update action_leads o set as_written = '[erased]' where o.lead_id = any(ids);
      delete from lead_aliases a where a.lead_id = any(ids);
      -- The history comes last: it has just taken down what the others were.
      delete from history.records d using history.records_of_leads(ids, names) r
        where d.node_id = r.node_id and d.change_number = r.change_number and d.table_name = r.table_name and d.key = r.key;
      return erased;
    end $$;
`;

const FORMER_ERASE_LEADS = `
  create or replace function history.erase_leads(ids uuid[]) returns integer
    language plpgsql security definer set search_path = public, pg_temp as $$
    declare erased integer;
    begin
      perform history.begin_erasure();
      update leads l set name = '[erased]', subject = null, version = l.version + 1 where l.id = any(ids);
      get diagnostics erased = row_count;
      update action_leads o set as_written = '[erased]' where o.lead_id = any(ids);
      delete from lead_aliases a where a.lead_id = any(ids);
      -- The history comes last: it has just taken down what the others were.
      delete from history.records r where (r.table_name = 'leads' and (r.key->>'id')::uuid = any(ids)) or (r.table_name in ('action_leads', 'lead_aliases') and (r.before->>'lead_id')::uuid = any(ids));
      return erased;
    end $$;
`;
