import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is contracted by whom and when: a fact about an organisation, with its source. And who looks after an area. */
export class CreateContracts1766000008000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table contracts (
        id uuid primary key,
        organisation_id uuid not null references organisations (id) on delete cascade,
        awarded_by text not null constraint contracts_awarded_by_not_blank check (btrim(awarded_by) <> ''),
        title text,
        reference text,
        value numeric(14, 2) constraint contracts_value_not_negative check (value >= 0),
        currency text not null default 'GBP',
        valid daterange not null constraint contracts_has_days check (not isempty(valid) and not lower_inf(valid)),
        source text not null,
        version integer not null default 1
      );
      create index contracts_organisation_index on contracts (organisation_id);
      grant select, insert, update, delete on contracts to vcs_atlas_service;
      select history.keep('contracts', '{id}', 'r.organisation_id', 'organisations');

      -- Whether the viewer looks after an area: an administrator, or a coordinator of it or of an area that contains it.
      create function viewer_keeps_area(area uuid) returns boolean language sql stable as $$
        select case viewer_role()
          when 'ADMIN' then true
          when 'COORDINATOR' then exists (select from area_tree t where t.descendant_id = area and t.ancestor_id = any(viewer_areas()))
          else false
        end $$;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function viewer_keeps_area(uuid);
      drop table contracts;
      delete from history.recorded_tables where table_name = 'contracts';
    `);
  }
}
