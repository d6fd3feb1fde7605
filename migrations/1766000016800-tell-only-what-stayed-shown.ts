import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was shown, then hidden, and is shown again with other words: partners are told of a row of places and contacts only
 * what happened since it was last hidden from them, and nothing that another row of the entry hides today. What is told is
 * thus always the latest of it, so that what a row became never skips a change. Keepers go on being told all.
 */
export class TellOnlyWhatStayedShown1766000016800 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    // The policies cannot ask their own table: these read it, and the secrets, as their owner, and answer yes or no. With
    // `offset 0` the history of a row is only gone through where its entry hides something at all.
    await run.query(`
      create index history_records_place_index on secrets.history_records ((key->>'id'), (before->>'visibility'), change_number) where table_name = 'places';
      create index history_records_contact_index on secrets.history_records ((coalesce(key->>'id', key->>'contact_id')), (before->>'audience'), change_number)
        where table_name in ('contacts', 'secrets.contacts');
      create index places_organisation_index on secrets.places (organisation_id);
      create index contacts_organisation_index on secrets.contacts (organisation_id);

      create function history.place_stayed_shown(entry uuid, place text, since bigint) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
        select not exists (
          select from secrets.history_records h
          where h.table_name = 'places' and h.key->>'id' = place and h.before->>'visibility' in ('DISTRICT_ONLY', 'HIDDEN') and h.change_number >= since
        ) and not exists (
          select from secrets.places s
          where s.organisation_id = entry and exists (
            select from secrets.history_records h
            where h.table_name = 'places' and h.key->>'id' = place and h.before->>'visibility' = 'EXACT' and h.change_number >= since
              and (h.before->>'postcode' = s.postcode or lower(h.before->>'address') = lower(s.address) or lower(h.before->>'name') = lower(s.name))
            offset 0)
        ) $$;
      comment on function history.place_stayed_shown(uuid, text, bigint) is
        'Whether a place was shown exactly in a change and ever since, and said nothing that a masked place of its entry says today.';

      create function history.contact_stayed_shown(entry uuid, contact text, since bigint, to_partner boolean) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
        select not exists (
          select from secrets.history_records h
          where h.table_name in ('contacts', 'secrets.contacts') and coalesce(h.key->>'id', h.key->>'contact_id') = contact
            and h.before->>'audience' = any(case when to_partner then '{PRIVATE}' else '{PRIVATE, PROFESSIONAL}' end::text[]) and h.change_number >= since
        ) and not exists (
          select from secrets.contacts s
          where s.organisation_id = entry and not (to_partner and s.audience = 'PROFESSIONAL') and exists (
            select from secrets.history_records h
            where h.table_name in ('contacts', 'secrets.contacts') and coalesce(h.key->>'id', h.key->>'contact_id') = contact
              and h.before->>'audience' in ('PUBLIC', 'PROFESSIONAL') and h.change_number >= since and lower(h.before->>'value') = lower(s.value)
            offset 0)
        ) $$;
      comment on function history.contact_stayed_shown(uuid, text, bigint, boolean) is
        'Whether a contact was shown in a change and ever since, to partners or to anyone, and said nothing that a contact of its entry which is not shown to them says today.';

      revoke all on function history.place_stayed_shown(uuid, text, bigint), history.contact_stayed_shown(uuid, text, bigint, boolean) from public;
      grant execute on function history.place_stayed_shown(uuid, text, bigint), history.contact_stayed_shown(uuid, text, bigint, boolean) to vcs_atlas_service;
    `);
    await run.query(policyForPartners({
      place: ` and history.place_stayed_shown(${NODE}, key->>'id', change_number)`,
      contact: ` and history.contact_stayed_shown(${NODE}, key->>'id', change_number, ${WORKS})`,
      professional: ` and history.contact_stayed_shown(${NODE}, key->>'contact_id', change_number, true)`,
    }));
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(policyForPartners({ place: '', contact: '', professional: '' }));
    await run.query(`
      drop function history.contact_stayed_shown(uuid, text, bigint, boolean);
      drop function history.place_stayed_shown(uuid, text, bigint);
      drop index secrets.contacts_organisation_index;
      drop index secrets.places_organisation_index;
      drop index secrets.history_records_contact_index;
      drop index secrets.history_records_place_index;
    `);
  }
}

const NODE = 'history.standing_node(node_id)';
const WORKS = `viewer_works_with_organisation(${NODE})`;

function policyForPartners(since: { place: string; contact: string; professional: string }): string {
  return `
    drop policy history_for_partners on secrets.history_records;
    -- For partners today's visibility decides: of what is gone nobody can say it, so it stays with those who keep the entry.
    create policy history_for_partners on secrets.history_records for select to vcs_atlas_service using (
      viewer_role() <> 'ANONYMOUS' and case table_name
        when 'places' then exists (select from places p where p.id = (key->>'id')::uuid and p.visibility = 'EXACT')${since.place}
        when 'contacts' then exists (select from contacts c where c.id = (key->>'id')::uuid
          and (c.audience = 'PUBLIC' or (c.audience = 'PROFESSIONAL' and ${WORKS})))${since.contact}
        when 'secrets.contacts' then before->>'audience' = 'PROFESSIONAL' and ${WORKS}
          and exists (select from contacts c where c.id = (key->>'contact_id')::uuid and c.audience in ('PUBLIC', 'PROFESSIONAL'))${since.professional}
        else false
      end
    );
  `;
}
