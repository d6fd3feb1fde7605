import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What panels decided, never rewritten; and the lists that were issued, kept byte for byte with the keys that signed them. */
export class CreateAccreditation1766000011000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table panel_decisions (
        id uuid primary key,
        organisation_id uuid not null references organisations (id) on delete cascade,
        set_id uuid not null references criteria_sets (id),
        set_code text not null,
        kind text not null constraint panel_decisions_kind_known check (kind in ('ACCREDITED', 'REFUSED', 'SUSPENDED', 'REINSTATED', 'WITHDRAWN',
          'APPEAL_LODGED', 'APPEAL_UPHELD', 'APPEAL_DISMISSED')),
        decided_on date not null,
        valid daterange not null constraint panel_decisions_has_days check (not isempty(valid) and not lower_inf(valid)),
        conditions text,
        reason text,
        decided_by text not null constraint panel_decisions_by_not_blank check (btrim(decided_by) <> ''),
        assessment jsonb,
        recorded_at timestamptz not null,
        constraint panel_decisions_grants_alone_end check (upper_inf(valid) or kind in ('ACCREDITED', 'REINSTATED', 'APPEAL_UPHELD')),
        constraint panel_decisions_assessed check (kind <> 'ACCREDITED' or assessment is not null)
      );
      comment on column panel_decisions.valid is 'From when the decision has effect; of ACCREDITED, REINSTATED and APPEAL_UPHELD up to the last day of the accreditation.';
      comment on column panel_decisions.assessment is 'The outcome that the panel had before it, criterion by criterion.';
      create index panel_decisions_organisation_index on panel_decisions (organisation_id, set_code);
      grant select, insert on panel_decisions to vcs_atlas_service;
      grant update (organisation_id) on panel_decisions to vcs_atlas_service;

      create table list_signing_keys (
        id text primary key,
        public_key jsonb not null,
        made_at timestamptz not null,
        retired_at timestamptz
      );
      comment on table list_signing_keys is 'Public halves, as JWK; a retired key still says whether an old list is genuine.';
      create table secrets.list_signing_keys (
        key_id text primary key references list_signing_keys (id),
        private_key jsonb not null
      );
      alter table secrets.list_signing_keys enable row level security;
      create policy list_signing_keys_for_issuers on secrets.list_signing_keys to vcs_atlas_service
        using (viewer_role() in ('COORDINATOR', 'COMMISSIONER', 'ADMIN')) with check (viewer_role() in ('COORDINATOR', 'COMMISSIONER', 'ADMIN'));
      grant select, insert on list_signing_keys, secrets.list_signing_keys to vcs_atlas_service;
      grant update (retired_at) on list_signing_keys to vcs_atlas_service;

      create table issued_lists (
        id uuid primary key,
        kind text not null,
        as_of date not null,
        filter jsonb not null,
        organisations integer not null,
        content bytea not null,
        sha256 text not null constraint issued_lists_hash_form check (sha256 ~ '^[0-9a-f]{64}$'),
        key_id text not null references list_signing_keys (id),
        issued_by text not null,
        issued_at timestamptz not null
      );
      comment on column issued_lists.content is 'The signed list, byte for byte as it was given out.';
      grant select, insert on issued_lists to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop table issued_lists, secrets.list_signing_keys, list_signing_keys, panel_decisions');
  }
}
