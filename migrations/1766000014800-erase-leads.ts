import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Takes away the names of persons who lead, with their history; that somebody of their agency led stays. */
export class EraseLeads1766000014800 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create function history.erase_leads(ids uuid[]) returns integer
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
      revoke all on function history.erase_leads(uuid[]) from public;
      grant execute on function history.erase_leads(uuid[]) to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop function history.erase_leads(uuid[])');
  }
}
