import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may see what of the history of an entry that went into another is decided by the entry that was kept. */
export class HistoryFollowsMergers1766000015820 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create function history.standing_node(node uuid) returns uuid language sql stable set search_path = public, pg_temp as $$
        with recursive up (id, into_id) as (
          select o.id, o.merged_into_id from organisations o where o.id = node
          union all select o.id, o.merged_into_id from up join organisations o on o.id = up.into_id
        ) select coalesce((select up.id from up where up.into_id is null), node) $$;
      comment on function history.standing_node(uuid) is 'The entry that a merged one went into, through any number of mergers; any other node itself.';
      revoke all on function history.standing_node(uuid) from public;
      grant execute on function history.standing_node(uuid) to vcs_atlas_service;
    `);
    await run.query(policies('history.standing_node(node_id)'));
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(policies('node_id'));
    await run.query('drop function history.standing_node(uuid)');
  }
}

function policies(node: string): string {
  return `
    drop policy history_for_keepers on secrets.history_records;
    drop policy history_for_partners on secrets.history_records;
    create policy history_for_keepers on secrets.history_records for select to vcs_atlas_service using (viewer_keeps_organisation(${node}));
    -- For partners today's visibility decides: of what is gone nobody can say it, so it stays with those who keep the entry.
    create policy history_for_partners on secrets.history_records for select to vcs_atlas_service using (
      viewer_role() <> 'ANONYMOUS' and case table_name
        when 'places' then exists (select from places p where p.id = (key->>'id')::uuid and p.visibility = 'EXACT')
        when 'contacts' then exists (select from contacts c where c.id = (key->>'id')::uuid
          and (c.audience = 'PUBLIC' or (c.audience = 'PROFESSIONAL' and viewer_works_with_organisation(${node}))))
        when 'secrets.contacts' then before->>'audience' = 'PROFESSIONAL' and viewer_works_with_organisation(${node})
          and exists (select from contacts c where c.id = (key->>'contact_id')::uuid and c.audience in ('PUBLIC', 'PROFESSIONAL'))
        else false
      end
    );
  `;
}
