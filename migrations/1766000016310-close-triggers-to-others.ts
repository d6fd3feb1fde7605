import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Functions of triggers that run as their owner: none but a trigger of the owner's may call them, or a table of somebody's own could write history. */
export class CloseTriggersToOthers1766000016310 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(forEach('revoke all on function %s from public'));
  }

  async down(run: QueryRunner): Promise<void> {
    // Those of the first recorded tables were closed before.
    await run.query(forEach('grant execute on function %s to public', `and not p.oid::regprocedure::text ~ '^history[.](secrets_|areas|under_represented|organisation|identifiers|services|categorisations|community|memberships|supports|places|contacts|consents)|^keep_former_rows'`));
  }
}

const forEach = (statement: string, besides = ''): string => `
  do $$
    declare one regprocedure;
    begin
      for one in select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname in ('public', 'history') and p.prosecdef and p.prorettype = 'trigger'::regtype ${besides} loop
        execute format('${statement}', one);
      end loop;
    end $$`;
