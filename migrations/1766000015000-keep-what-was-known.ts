import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What was on record before it was corrected or taken back, so that it can be told what was known when: head counts of
 * attendance as they stood, and evidence and checks that an import brought and that were taken back with it.
 */
export class KeepWhatWasKnown1766000015000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(FORMER_ATTENDANCES);
    await run.query(WITHDRAWN);
    await run.query(UNITS);
    await run.query(PLANNED);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table attendances drop constraint attendances_one, add constraint attendances_one unique (session_id, organisation_id, kind);
      drop statistics evidence_days;
      alter policy evidence_for_assessors on evidence using (${OF_ASSESSORS} or ${OF_ITS_EDITORS});
      alter policy audits_for_assessors on safeguarding_audits using (${OF_ASSESSORS} or ${OF_ITS_EDITORS});
      create index evidence_checks_evidence_index on evidence_checks (evidence_id);
      drop index evidence_checks_latest_index;
      alter table passport_units drop column version;
      alter table evidence_checks drop column batch_id, drop column withdrawn_at;
      alter table evidence drop column batch_id, drop column withdrawn_at;
      drop trigger attendances_keep_corrected on attendances;
      drop trigger attendances_keep_removed on attendances;
      drop function keep_corrected_attendance();
      drop function keep_removed_attendances();
      drop function moment_of_change();
      drop table former_attendances;
    `);
  }
}

/**
 * Written by triggers alone, as their owner. Where it was recorded is not kept: nothing is counted by it, and it may
 * name somebody.
 */
const FORMER_ATTENDANCES = `
  create table former_attendances (
    id uuid primary key,
    session_id uuid not null references training_sessions (id) on delete cascade,
    organisation_id uuid not null references organisations (id) on delete cascade,
    kind text not null,
    people integer not null,
    recorded_at timestamptz not null,
    replaced_at timestamptz not null
  );
  comment on table former_attendances is 'Head counts as they stood until they were corrected or removed.';
  create index former_attendances_session_index on former_attendances (session_id);
  create index former_attendances_organisation_index on former_attendances (organisation_id);

  -- Only a statement typed in by hand comes without an instant.
  create function moment_of_change() returns timestamptz language sql stable as $$
    select coalesce(nullif(current_setting('atlas.at', true), '')::timestamptz, clock_timestamp())
  $$;

  create function keep_corrected_attendance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into former_attendances (id, session_id, organisation_id, kind, people, recorded_at, replaced_at)
      values (gen_random_uuid(), old.session_id, old.organisation_id, old.kind, old.people, old.recorded_at, moment_of_change());
      new.recorded_at := moment_of_change();
      return new;
    end $$;
  create trigger attendances_keep_corrected before update of people on attendances
    for each row when (new.people <> old.people) execute function keep_corrected_attendance();

  -- Of an organisation or a session that is gone nothing is asked any more.
  create function keep_removed_attendances() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into former_attendances (id, session_id, organisation_id, kind, people, recorded_at, replaced_at)
      select gen_random_uuid(), g.session_id, g.organisation_id, g.kind, g.people, g.recorded_at, moment_of_change()
      from gone g where exists (select from organisations o where o.id = g.organisation_id) and exists (select from training_sessions s where s.id = g.session_id);
      return null;
    end $$;
  create trigger attendances_keep_removed after delete on attendances referencing old table as gone
    for each statement execute function keep_removed_attendances();

  grant select, update (organisation_id) on former_attendances to vcs_atlas_service;
`;

const WITHDRAWN = `
  alter table evidence add column batch_id uuid references import_batches (id), add column withdrawn_at timestamptz;
  alter table evidence_checks add column batch_id uuid references import_batches (id), add column withdrawn_at timestamptz;
  comment on column evidence.batch_id is 'The import that brought it; null: it was filed one by one.';
  comment on column evidence.withdrawn_at is 'When it was taken back with the import that brought it; from then on it does not count.';
  comment on column evidence_checks.batch_id is 'The import that brought it.';
  comment on column evidence_checks.withdrawn_at is 'When it was taken back with the import that brought it.';
  create index evidence_batch_index on evidence (batch_id) where batch_id is not null;
  create index evidence_checks_batch_index on evidence_checks (batch_id) where batch_id is not null;
  grant update (withdrawn_at) on evidence, evidence_checks to vcs_atlas_service;
`;

const UNITS = `
  alter table passport_units add column version integer not null default 1;
`;

const OF_ASSESSORS = `(select viewer_role()) in ('ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ADMIN')`;
const OF_ITS_EDITORS = `organisation_id = any((select viewer_organisations())::uuid[])`;

/**
 * For assessments of all organisations. The latest check of each item stands first in an index of its own. The policies
 * say the same as before: written as a choice, they are not taken for something that a hundredth of the rows fulfil.
 */
const PLANNED = `
  create index evidence_checks_latest_index on evidence_checks (evidence_id, checked_on desc, recorded_at desc, id desc) include (outcome, withdrawn_at);
  drop index evidence_checks_evidence_index;
  alter policy evidence_for_assessors on evidence using (case when ${OF_ASSESSORS} then true else ${OF_ITS_EDITORS} end);
  alter policy audits_for_assessors on safeguarding_audits using (case when ${OF_ASSESSORS} then true else ${OF_ITS_EDITORS} end);
  create statistics evidence_days on (lower(valid)) from evidence;
  -- Whoever counts heads reads the index alone.
  alter table attendances drop constraint attendances_one, add constraint attendances_one unique (session_id, organisation_id, kind) include (people);
`;
