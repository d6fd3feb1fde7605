import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Contracts as they stood before they were changed or taken back, and for how long attendance of a course counted before
 * that was changed: what was known when. Written by triggers alone, as their owner.
 */
export class KeepFormerContracts1766000016000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(CONTRACTS);
    await run.query(COURSES);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop trigger courses_keep_former_terms on courses;
      drop function keep_former_course_terms();
      drop table former_course_terms;
      drop trigger contracts_keep_changed on contracts;
      drop trigger contracts_keep_removed on contracts;
      drop function keep_changed_contract();
      drop function keep_removed_contracts();
      drop table former_contracts;
      alter table contracts drop column recorded_at;
      select history.keep('contracts', '{id}', 'r.organisation_id', 'organisations');
    `);
  }
}

const WORDS = 'awarded_by, title, reference, value, currency, valid, source, version';
const COPIED = `id, contract_id, organisation_id, ${WORDS}, recorded_at, replaced_at`;

const CONTRACTS = `
  alter table contracts add column recorded_at timestamptz not null default moment_of_change();
  comment on column contracts.recorded_at is 'Since when it stands as it does.';
  -- Of those that are there it is known when they were noted, unless they came with their organisation.
  update contracts k set recorded_at = coalesce(
    (select min(c.at) from history.records r join history.changes c on c.number = r.change_number
     where r.node_id = k.organisation_id and r.table_name = 'contracts' and r.operation = 'INSERT' and r.key = jsonb_build_object('id', k.id)),
    (select o.created_at from organisations o where o.id = k.organisation_id));
  -- What comes back by a revert is on record from then on.
  select history.keep('contracts', '{id}', 'r.organisation_id', 'organisations', '{recorded_at}');

  create table former_contracts (
    id uuid primary key,
    contract_id uuid not null,
    organisation_id uuid not null references organisations (id) on delete cascade,
    awarded_by text not null,
    title text,
    reference text,
    value numeric(14, 2),
    currency text not null,
    valid daterange not null,
    source text not null,
    version integer not null,
    recorded_at timestamptz not null,
    replaced_at timestamptz not null
  );
  comment on table former_contracts is 'Contracts as they stood until they were changed or taken back.';
  create index former_contracts_organisation_index on former_contracts (organisation_id);

  create function keep_changed_contract() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into former_contracts (${COPIED})
      values (gen_random_uuid(), old.id, old.organisation_id, old.awarded_by, old.title, old.reference, old.value, old.currency, old.valid, old.source, old.version, old.recorded_at, moment_of_change());
      new.recorded_at := moment_of_change();
      return new;
    end $$;
  -- An erasure of somebody's name from its words changes nothing of what holds, and must not keep them.
  create trigger contracts_keep_changed before update of valid, value, currency on contracts
    for each row when ((new.valid, new.value, new.currency) is distinct from (old.valid, old.value, old.currency)) execute function keep_changed_contract();

  -- Of an organisation that is gone nothing is asked any more.
  create function keep_removed_contracts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      insert into former_contracts (${COPIED})
      select gen_random_uuid(), g.id, g.organisation_id, g.awarded_by, g.title, g.reference, g.value, g.currency, g.valid, g.source, g.version, g.recorded_at, moment_of_change()
      from gone g where exists (select from organisations o where o.id = g.organisation_id);
      return null;
    end $$;
  create trigger contracts_keep_removed after delete on contracts referencing old table as gone
    for each statement execute function keep_removed_contracts();

  grant select, update (organisation_id) on former_contracts to vcs_atlas_service;
`;

const COURSES = `
  create table former_course_terms (
    course_id uuid not null references courses (id) on delete cascade,
    replaced_at timestamptz not null,
    validity_months integer,
    primary key (course_id, replaced_at)
  );
  comment on table former_course_terms is 'For how many months attendance of a course counted, until that was changed.';

  create function keep_former_course_terms() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
    begin
      -- Of two changes at once the first says what was known before.
      insert into former_course_terms (course_id, replaced_at, validity_months) values (old.id, moment_of_change(), old.validity_months) on conflict do nothing;
      return null;
    end $$;
  create trigger courses_keep_former_terms after update of validity_months on courses
    for each row when (new.validity_months is distinct from old.validity_months) execute function keep_former_course_terms();

  grant select on former_course_terms to vcs_atlas_service;
`;
