import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The priorities of a county's plan for children and young people, in versions, and what contributes to them. A
 * contribution ends or is withdrawn, and is never deleted; that somebody looked for contributions is added to and never
 * rewritten.
 */
export class CreatePriorities1766000015100 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(SETS);
    await run.query(CONTRIBUTIONS);
    await run.query(RIGHTS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop table priority_checks, priority_contributions, priorities, priority_sets;
      delete from history.recorded_tables where table_name in ('priority_sets', 'priorities', 'priority_contributions');
    `);
  }
}

const SETS = `
  create table priority_sets (
    id uuid primary key,
    area_id uuid not null references areas (id),
    title text not null constraint priority_sets_title_not_blank check (btrim(title) <> ''),
    title_key text generated always as (name_key(title)) stored,
    edition integer not null default 1 constraint priority_sets_edition_positive check (edition > 0),
    owner text,
    period daterange not null constraint priority_sets_period_days check (not isempty(period) and not lower_inf(period)),
    status text not null default 'DRAFT' constraint priority_sets_status_known check (status in ('DRAFT', 'APPROVED')),
    approved_on date,
    approved_by text,
    source text not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint priority_sets_edition_unique unique (area_id, title_key, edition),
    constraint priority_sets_approved_when check ((status = 'APPROVED') = (approved_on is not null)),
    constraint priority_sets_in_force_once exclude using gist (coalesce(area_id, area_id) with =, coalesce(title_key, title_key) with =, period with &&) where (status = 'APPROVED')
  );
  comment on column priority_sets.edition is 'Which version of the set; column version counts changes of the row.';

  create table priorities (
    id uuid primary key,
    set_id uuid not null references priority_sets (id) on delete cascade,
    code text not null constraint priorities_code_not_blank check (btrim(code) <> ''),
    title text not null constraint priorities_title_not_blank check (btrim(title) <> ''),
    description text,
    position integer not null,
    lead_id uuid references leads (id),
    valid daterange constraint priorities_valid_not_empty check (not isempty(valid)),
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint priorities_code_unique unique (set_id, code),
    constraint priorities_in_set unique (id, set_id)
  );
  comment on column priorities.code is 'As printed: text.';
  comment on column priorities.valid is 'Null: as long as its set.';
  create index priorities_lead_index on priorities (lead_id);
`;

const CONTRIBUTIONS = `
  create table priority_contributions (
    id uuid primary key,
    priority_id uuid not null,
    set_id uuid not null references priority_sets (id) on delete cascade,
    kind text not null,
    node_id uuid not null,
    valid daterange not null constraint priority_contributions_valid_days check (not isempty(valid) and not lower_inf(valid)),
    how text,
    withdrawn_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint priority_contributions_priority_fk foreign key (priority_id, set_id) references priorities (id, set_id) on delete cascade,
    constraint priority_contributions_once exclude using gist (coalesce(priority_id, priority_id) with =, coalesce(node_id, node_id) with =, valid with &&) where (withdrawn_at is null)
  );
  comment on column priority_contributions.kind is 'The type of the node that contributes, such as Service.';
  comment on column priority_contributions.withdrawn_at is 'When it was taken back as a mistake: it never held.';
  create index priority_contributions_priority_index on priority_contributions (priority_id);
  create index priority_contributions_set_index on priority_contributions (set_id);
  create index priority_contributions_node_index on priority_contributions (node_id);

  create table priority_checks (
    id uuid primary key,
    priority_id uuid not null,
    set_id uuid not null references priority_sets (id) on delete cascade,
    checked_on date not null,
    checked_by text not null constraint priority_checks_by_not_blank check (btrim(checked_by) <> ''),
    note text,
    recorded_at timestamptz not null,
    constraint priority_checks_priority_fk foreign key (priority_id, set_id) references priorities (id, set_id) on delete cascade
  );
  comment on table priority_checks is 'That somebody looked for all that contributes: only then is nobody nobody.';
  create index priority_checks_priority_index on priority_checks (priority_id, checked_on);
  create index priority_checks_set_index on priority_checks (set_id);
`;

const RIGHTS = `
  grant select, insert, update, delete on priority_sets to vcs_atlas_service;
  grant select, insert, update on priorities, priority_contributions to vcs_atlas_service;
  grant select, insert on priority_checks to vcs_atlas_service;

  select history.keep('priority_sets', '{id}', 'r.id', 'priority_sets');
  select history.keep('priorities', '{id}', 'r.set_id', 'priority_sets');
  select history.keep('priority_contributions', '{id}', 'r.set_id', 'priority_sets');
`;
