import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What another row of the entry hides today is hidden in history however it is written: a telephone number with other spaces, a street without its comma. */
export class HideHoweverItIsWritten1766000017020 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create function history.bare(said text) returns text language sql immutable as $$ select nullif(regexp_replace(lower(said), '[^[:alnum:]]', '', 'g'), '') $$;
      comment on function history.bare(text) is 'The letters and digits of a text; null where it has none.';
      revoke all on function history.bare(text) from public;
    `);
    const bare = (column: string): string => `history.bare(h.before->>'${column}') = history.bare(s.${column})`;
    await run.query(stayedShown({
      place: `${bare('postcode')} or ${bare('address')} or ${bare('name')}`,
      contact: `(${bare('value')} or h.before->>'value' ~* history.person_pattern(s.value))`,
    }));
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(stayedShown({
      place: `h.before->>'postcode' = s.postcode or lower(h.before->>'address') = lower(s.address) or lower(h.before->>'name') = lower(s.name)`,
      contact: `lower(h.before->>'value') = lower(s.value)`,
    }));
    await run.query('drop function history.bare(text)');
  }
}

function stayedShown(same: { place: string; contact: string }): string {
  return `
    create or replace function history.place_stayed_shown(entry uuid, place text, since bigint) returns boolean
      language sql stable security definer set search_path = public, pg_temp as $$
      select not exists (
        select from secrets.history_records h
        where h.table_name = 'places' and h.key->>'id' = place and h.before->>'visibility' in ('DISTRICT_ONLY', 'HIDDEN') and h.change_number >= since
      ) and not exists (
        select from secrets.places s
        where s.organisation_id = entry and exists (
          select from secrets.history_records h
          where h.table_name = 'places' and h.key->>'id' = place and h.before->>'visibility' = 'EXACT' and h.change_number >= since and (${same.place})
          offset 0)
      ) $$;

    create or replace function history.contact_stayed_shown(entry uuid, contact text, since bigint, to_partner boolean) returns boolean
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
            and h.before->>'audience' in ('PUBLIC', 'PROFESSIONAL') and h.change_number >= since and ${same.contact}
          offset 0)
      ) $$;
  `;
}
