import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * An entry that its coordinator looks after by a hidden place alone is theirs until the change that they make of it is
 * done: its statements move that place, and row-level security asks anew at each of them.
 */
export class HoldWhatWasClaimed1766000016990 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create function viewer_claims() returns uuid[] language sql stable as $$
        select coalesce(string_to_array(nullif(current_setting('atlas.viewer_claims', true), ''), ','), '{}')::uuid[] $$;
      comment on function viewer_claims() is 'The entries that the transaction of a coordinator took in order to change them.';
    `);
    await run.query(keeps('organisation_lies_in_areas_of_viewer(organisation) or organisation = any(viewer_claims())'));
    // Secrets that a merger or its undoing left behind under the other entry.
    await run.query(`
      update secrets.places s set organisation_id = p.organisation_id from places p where p.id = s.place_id and p.organisation_id <> s.organisation_id;
      update secrets.contacts s set organisation_id = c.organisation_id from contacts c where c.id = s.contact_id and c.organisation_id <> s.organisation_id;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(keeps('organisation_lies_in_areas_of_viewer(organisation)'));
    await run.query('drop function viewer_claims()');
  }
}

function keeps(byCoordinator: string): string {
  return `
    create or replace function viewer_keeps_organisation(organisation uuid) returns boolean language sql stable as $$
      select case viewer_role()
        when 'ADMIN' then true
        when 'COORDINATOR' then ${byCoordinator}
        when 'ORGANISATION_EDITOR' then organisation = any(viewer_organisations())
        else false
      end $$;
  `;
}
