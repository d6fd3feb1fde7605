import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A merger that was taken back leaves records of what it had moved in the history of the entry that was kept. Who may see
 * them is decided by the entry that the row is of today, besides the one in whose history they stand.
 */
export class TellOfRowsByTheirEntry1766000016980 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    // The policy cannot ask its own table: this reads it as its owner, for rows that are gone alone. It is asked of every
    // record: hence in plpgsql, whose plans are kept, and done at once with the many rows that never were another entry's.
    await run.query(`
      create function history.viewer_keeps_row(of_table text, of_key jsonb, of_node uuid) returns boolean
        language plpgsql stable security definer set search_path = public, pg_temp as $$
        declare
          row_id text := coalesce(of_key->>'id', of_key->>'place_id', of_key->>'contact_id');
          owner uuid;
        begin
          if of_table in ('places', 'secrets.places') then
            owner := (select p.organisation_id from places p where p.id = row_id::uuid);
            -- What a merger had moved would have gone back to where it came from.
            owner := coalesce(owner, (select coalesce((h.before->>'organisation_id')::uuid, h.node_id) from secrets.history_records h
              where h.table_name = 'places' and h.key->>'id' = row_id order by h.change_number limit 1));
          else
            owner := (select c.organisation_id from contacts c where c.id = row_id::uuid);
            owner := coalesce(owner, (select coalesce((h.before->>'organisation_id')::uuid, h.node_id) from secrets.history_records h
              where h.table_name in ('contacts', 'secrets.contacts') and coalesce(h.key->>'id', h.key->>'contact_id') = row_id order by h.change_number limit 1));
          end if;
          return owner is null or owner = of_node or viewer_keeps_organisation(history.standing_node(owner));
        end $$;
      comment on function history.viewer_keeps_row(text, jsonb, uuid) is
        'Whether the viewer looks after the entry that a row of places, contacts or consents is of today, or came from if it is gone; true of one that is of this node, whose keepers are asked apart.';
      revoke all on function history.viewer_keeps_row(text, jsonb, uuid) from public;
      grant execute on function history.viewer_keeps_row(text, jsonb, uuid) to vcs_atlas_service;
    `);
    await run.query(policies({
      keepers: `viewer_keeps_organisation(${NODE}) and history.viewer_keeps_row(table_name, key, node_id)`,
      ofPlace: 'history.standing_node(p.organisation_id)',
      ofContact: 'history.standing_node(c.organisation_id)',
    }));
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(policies({ keepers: `viewer_keeps_organisation(${NODE})`, ofPlace: NODE, ofContact: NODE }));
    await run.query('drop function history.viewer_keeps_row(text, jsonb, uuid)');
  }
}

const NODE = 'history.standing_node(node_id)';

function policies({ keepers, ofPlace, ofContact }: { keepers: string; ofPlace: string; ofContact: string }): string {
  const works = `viewer_works_with_organisation(${ofContact})`;
  return `
    drop policy history_for_keepers on secrets.history_records;
    drop policy history_for_partners on secrets.history_records;
    create policy history_for_keepers on secrets.history_records for select to vcs_atlas_service using (${keepers});
    -- For partners today's visibility decides: of what is gone nobody can say it, so it stays with those who keep the entry.
    create policy history_for_partners on secrets.history_records for select to vcs_atlas_service using (
      viewer_role() <> 'ANONYMOUS' and case table_name
        when 'places' then exists (select from places p where p.id = (key->>'id')::uuid and p.visibility = 'EXACT'
          and history.place_stayed_shown(${ofPlace}, key->>'id', change_number))
        when 'contacts' then exists (select from contacts c where c.id = (key->>'id')::uuid
          and (c.audience = 'PUBLIC' or (c.audience = 'PROFESSIONAL' and ${works}))
          and history.contact_stayed_shown(${ofContact}, key->>'id', change_number, ${works}))
        when 'secrets.contacts' then before->>'audience' = 'PROFESSIONAL' and exists (select from contacts c where c.id = (key->>'contact_id')::uuid
          and c.audience in ('PUBLIC', 'PROFESSIONAL') and ${works}
          and history.contact_stayed_shown(${ofContact}, key->>'contact_id', change_number, true))
        else false
      end
    );
  `;
}
