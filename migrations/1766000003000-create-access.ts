import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who keeps which entries: keys for machines, and what row-level security lets a viewer of a role, area or organisation see. */
export class CreateAccess1766000003000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table api_keys (
        id uuid primary key,
        name text not null constraint api_keys_name_not_blank check (btrim(name) <> ''),
        secret_hash text not null constraint api_keys_secret_hash_unique unique,
        role text not null,
        area_codes text[] not null default '{}',
        organisation_ids uuid[] not null default '{}',
        created_at timestamptz not null,
        expires_at timestamptz,
        revoked_at timestamptz,
        last_used_at timestamptz
      );
      comment on column api_keys.secret_hash is 'SHA-256 of a secret of 256 random bits; the secret itself is shown once and kept nowhere.';
      grant select, insert, update on api_keys to vcs_atlas_service;

      create function viewer_role() returns text language sql stable as $$ select current_setting('atlas.viewer_role', true) $$;
      create function viewer_areas() returns uuid[] language sql stable as $$
        select coalesce(string_to_array(nullif(current_setting('atlas.viewer_areas', true), ''), ','), '{}')::uuid[] $$;
      create function viewer_organisations() returns uuid[] language sql stable as $$
        select coalesce(string_to_array(nullif(current_setting('atlas.viewer_organisations', true), ''), ','), '{}')::uuid[] $$;

      -- Reads the secrets as their owner: the policies on them could not ask themselves.
      create function organisation_lies_in_areas_of_viewer(organisation uuid) returns boolean
        language sql stable security definer set search_path = public, pg_temp as $$
        select exists (
          select from area_tree t where t.ancestor_id = any(viewer_areas()) and t.descendant_id in (
            select o.directory_area_id from organisations o where o.id = organisation
            union all select o.based_in_id from organisations o where o.id = organisation
            union all select s.district_id from secrets.places s where s.organisation_id = organisation
          )
        ) $$;

      -- Whether the viewer looks after an entry: may read all of it and change it.
      create function viewer_keeps_organisation(organisation uuid) returns boolean language sql stable as $$
        select case viewer_role()
          when 'ADMIN' then true
          when 'COORDINATOR' then organisation_lies_in_areas_of_viewer(organisation)
          when 'ORGANISATION_EDITOR' then organisation = any(viewer_organisations())
          else false
        end $$;

      -- Whether the viewer is a partner who may see professional contacts of an entry.
      create function viewer_works_with_organisation(organisation uuid) returns boolean language sql stable as $$
        select case
          when viewer_role() in ('ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ACTION_LEAD', 'ORGANISATION_EDITOR', 'ADMIN') then true
          -- By what anyone may know: a professional contact must not tell in which area a hidden place lies.
          when viewer_role() = 'REPRESENTATIVE' then exists (
            select from organisations o join area_tree t on t.descendant_id in (o.directory_area_id, o.based_in_id)
            where o.id = organisation and t.ancestor_id = any(viewer_areas()))
          else false
        end $$;

      drop policy places_for_cleared on secrets.places;
      drop policy contacts_for_cleared on secrets.contacts;
      create policy places_for_keepers on secrets.places to vcs_atlas_service
        using (viewer_keeps_organisation(organisation_id)) with check (viewer_role() in ('ADMIN', 'COORDINATOR', 'ORGANISATION_EDITOR'));
      create policy contacts_for_keepers on secrets.contacts to vcs_atlas_service
        using (viewer_keeps_organisation(organisation_id)) with check (viewer_role() in ('ADMIN', 'COORDINATOR', 'ORGANISATION_EDITOR'));
      create policy contacts_for_partners on secrets.contacts for select to vcs_atlas_service
        using (audience = 'PROFESSIONAL' and viewer_works_with_organisation(organisation_id));
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop policy contacts_for_partners on secrets.contacts;
      drop policy contacts_for_keepers on secrets.contacts;
      drop policy places_for_keepers on secrets.places;
      create policy places_for_cleared on secrets.places to vcs_atlas_service using (current_setting('atlas.viewer_role', true) = 'ADMIN');
      create policy contacts_for_cleared on secrets.contacts to vcs_atlas_service using (current_setting('atlas.viewer_role', true) = 'ADMIN');
      drop function viewer_works_with_organisation(uuid);
      drop function viewer_keeps_organisation(uuid);
      drop function organisation_lies_in_areas_of_viewer(uuid);
      drop function viewer_organisations();
      drop function viewer_areas();
      drop function viewer_role();
      drop table api_keys;
    `);
  }
}
