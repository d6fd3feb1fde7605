import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a provider must show before it may be bought from, what each holds, and who checked it. Evidence and audits are
 * between an organisation and those who commission: row-level security guards them. They are filed and checked, never
 * rewritten, so that it can be told what was known when.
 */
export class CreateEligibility1766000010000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(CRITERIA);
    await run.query(EVIDENCE);
    await run.query(GUARDED);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop table audit_findings, safeguarding_audits, evidence_checks, evidence, criterion_courses, criterion_terms, criteria, criteria_sets, evidence_kinds;
      drop function viewer_assesses(uuid);
    `);
  }
}

const CRITERIA = `
  create table evidence_kinds (
    code text primary key,
    name text not null,
    description text
  );
  insert into evidence_kinds (code, name, description) values
    ('GOVERNING_DOCUMENT', 'Governing document', 'Constitution, rules or articles.'),
    ('SAFEGUARDING_POLICY', 'Safeguarding policy', 'Policy and procedures for the protection of children.'),
    ('SAFER_RECRUITMENT', 'Safer recruitment record', 'That staff and volunteers were vetted before they began.'),
    ('EQUALITY_POLICY', 'Equality policy', null),
    ('HEALTH_AND_SAFETY_POLICY', 'Health and safety policy', null),
    ('COMPLAINTS_POLICY', 'Complaints policy', null),
    ('DATA_PROTECTION_POLICY', 'Data protection policy', null),
    ('PUBLIC_LIABILITY_INSURANCE', 'Public liability insurance', 'The amount is the cover for one claim.'),
    ('EMPLOYERS_LIABILITY_INSURANCE', 'Employers'' liability insurance', 'The amount is the cover for one claim.'),
    ('PROFESSIONAL_INDEMNITY_INSURANCE', 'Professional indemnity insurance', 'The amount is the cover for one claim.'),
    ('ACCOUNTS', 'Annual accounts', 'Issued on the day on which they were filed or signed.'),
    ('REFERENCE', 'Reference', 'From somebody who bought or funded a service.'),
    ('INFORMATION_SHARING_PROTOCOL', 'Information-sharing protocol, signed', null),
    ('QUALITY_MARK', 'Quality mark', null),
    ('BUSINESS_PLAN', 'Business plan', null);

  create table criteria_sets (
    id uuid primary key,
    code text not null,
    version integer not null constraint criteria_sets_version_positive check (version > 0),
    name text not null constraint criteria_sets_name_not_blank check (btrim(name) <> ''),
    description text,
    area_id uuid references areas (id),
    valid daterange not null constraint criteria_sets_has_days check (not isempty(valid) and not lower_inf(valid)),
    constraint criteria_sets_version_unique unique (code, version),
    constraint criteria_sets_one_a_day exclude using gist (coalesce(code, code) with =, valid with &&)
  );
  comment on column criteria_sets.area_id is 'Whose set it is: its coordinators keep it; null: the administrators''.';

  create table criteria (
    id uuid primary key,
    set_id uuid not null references criteria_sets (id) on delete cascade,
    code text not null,
    position integer not null,
    name text not null,
    kind text not null constraint criteria_kind_known check (kind in ('DOCUMENT_HELD', 'POLICY_REVIEWED', 'INSURANCE_COVER', 'TRAINING_CURRENT',
      'SAFEGUARDING_AUDIT_PASSED', 'ACCOUNTS_FILED', 'REGISTRATION_HELD', 'REFERENCES', 'INFORMATION_SHARING_SIGNED')),
    weight text not null constraint criteria_weight_known check (weight in ('MANDATORY', 'DISCRETIONARY')),
    guidance text,
    remedy text,
    evidence_kind text references evidence_kinds (code),
    months integer constraint criteria_months_positive check (months > 0),
    amount numeric(14, 2) constraint criteria_amount_positive check (amount > 0),
    currency text not null default 'GBP',
    at_least integer not null default 1 constraint criteria_at_least_positive check (at_least > 0),
    schemes text[] not null default '{}',
    applies_size_bands text[],
    applies_ages numrange,
    applies_contract_from numeric(14, 2),
    constraint criteria_code_unique unique (set_id, code),
    constraint criteria_position_unique unique (set_id, position),
    constraint criteria_kind_has_what_it_needs check (case kind
      when 'POLICY_REVIEWED' then evidence_kind is not null and months is not null
      when 'INSURANCE_COVER' then evidence_kind is not null and amount is not null
      when 'ACCOUNTS_FILED' then evidence_kind is not null and months is not null
      when 'TRAINING_CURRENT' then true
      when 'SAFEGUARDING_AUDIT_PASSED' then true
      when 'REGISTRATION_HELD' then true
      else evidence_kind is not null end)
  );
  comment on column criteria.remedy is 'What an organisation that does not meet it can do.';
  comment on column criteria.months is 'How old at most: the policy''s review, the accounts, the audit. Null: as long as it is valid.';
  comment on column criteria.at_least is 'How many: people with current training, references, documents.';
  comment on column criteria.schemes is 'REGISTRATION_HELD: in one of these registers; empty: in any.';
  comment on column criteria.applies_size_bands is 'Applies to these sizes alone; null: to all. Where the fact is not known, a criterion applies.';
  comment on column criteria.applies_contract_from is 'Applies to contracts of this value and more; without a value asked for it does not.';

  create table criterion_terms (
    criterion_id uuid not null references criteria (id) on delete cascade,
    term_id uuid not null references terms (id),
    primary key (criterion_id, term_id)
  );
  comment on table criterion_terms is 'Applies to organisations with one of these categories alone; none: to all.';
  create table criterion_courses (
    criterion_id uuid not null references criteria (id) on delete cascade,
    course_id uuid not null references courses (id),
    primary key (criterion_id, course_id)
  );
  comment on table criterion_courses is 'TRAINING_CURRENT: any of these courses satisfies it.';
`;

const EVIDENCE = `
  create table evidence (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    kind text not null references evidence_kinds (code),
    title text,
    valid daterange not null constraint evidence_has_days check (not isempty(valid) and not lower_inf(valid)),
    amount numeric(14, 2) constraint evidence_amount_not_negative check (amount >= 0),
    currency text not null default 'GBP',
    file_sha256 text constraint evidence_hash_form check (file_sha256 ~ '^[0-9a-f]{64}$'),
    file_name text,
    filed_by text not null,
    filed_at timestamptz not null
  );
  comment on column evidence.valid is 'From the day of issue to the last day on which it holds; open: it does not lapse.';
  comment on column evidence.file_sha256 is 'Names the file, which is kept elsewhere.';
  create index evidence_organisation_index on evidence (organisation_id, kind);

  create table evidence_checks (
    id uuid primary key,
    evidence_id uuid not null references evidence (id) on delete cascade,
    outcome text not null constraint evidence_checks_outcome_known check (outcome in ('ACCEPTED', 'REFUSED')),
    reason text,
    checked_on date not null,
    checked_by text not null constraint evidence_checks_by_not_blank check (btrim(checked_by) <> ''),
    recorded_at timestamptz not null,
    constraint evidence_checks_refused_why check (outcome <> 'REFUSED' or btrim(reason) <> '')
  );
  create index evidence_checks_evidence_index on evidence_checks (evidence_id);

  create table safeguarding_audits (
    id uuid primary key,
    organisation_id uuid not null references organisations (id) on delete cascade,
    audited_on date not null,
    audited_by text not null,
    outcome text not null constraint safeguarding_audits_outcome_known check (outcome in ('PASSED', 'PASSED_WITH_ACTIONS', 'FAILED')),
    summary text,
    recorded_at timestamptz not null
  );
  create index safeguarding_audits_organisation_index on safeguarding_audits (organisation_id);
  create table audit_findings (
    id uuid primary key,
    audit_id uuid not null references safeguarding_audits (id) on delete cascade,
    position integer not null,
    finding text not null,
    action text,
    due_on date,
    done_on date
  );
  create index audit_findings_audit_index on audit_findings (audit_id);
`;

const GUARDED = `
  -- Whether the viewer may see what an organisation holds: those who commission and look after the sector, and its own editors.
  create function viewer_assesses(organisation uuid) returns boolean language sql stable as $$
    select case
      when viewer_role() in ('ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ADMIN') then true
      when viewer_role() = 'ORGANISATION_EDITOR' then organisation = any(viewer_organisations())
      else false
    end $$;

  alter table evidence enable row level security;
  alter table evidence_checks enable row level security;
  alter table safeguarding_audits enable row level security;
  alter table audit_findings enable row level security;
  -- The role is looked up once a statement, not once a row.
  create policy evidence_for_assessors on evidence to vcs_atlas_service
    using ((select viewer_role()) in ('ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ADMIN') or organisation_id = any((select viewer_organisations())::uuid[]))
    with check ((select viewer_role()) in ('COMMISSIONER', 'COORDINATOR', 'ADMIN', 'ORGANISATION_EDITOR'));
  create policy audits_for_assessors on safeguarding_audits to vcs_atlas_service
    using ((select viewer_role()) in ('ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ADMIN') or organisation_id = any((select viewer_organisations())::uuid[]))
    with check ((select viewer_role()) in ('COMMISSIONER', 'COORDINATOR', 'ADMIN'));
  create policy checks_for_assessors on evidence_checks to vcs_atlas_service
    using ((select viewer_role()) in ('ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ADMIN') or exists (select from evidence e where e.id = evidence_id))
    with check ((select viewer_role()) in ('COMMISSIONER', 'COORDINATOR', 'ADMIN'));
  create policy findings_for_assessors on audit_findings to vcs_atlas_service
    using ((select viewer_role()) in ('ANALYST', 'COMMISSIONER', 'COORDINATOR', 'ADMIN') or exists (select from safeguarding_audits a where a.id = audit_id))
    with check ((select viewer_role()) in ('COMMISSIONER', 'COORDINATOR', 'ADMIN'));

  grant select on evidence_kinds to vcs_atlas_service;
  grant select, insert, update, delete on criteria_sets, criteria, criterion_terms, criterion_courses to vcs_atlas_service;
  -- Filed, checked and audited, never rewritten; a merge of two entries takes along what hangs on them.
  grant select, insert on evidence, evidence_checks, safeguarding_audits, audit_findings to vcs_atlas_service;
  grant update (organisation_id) on evidence, safeguarding_audits to vcs_atlas_service;
  grant update (done_on) on audit_findings to vcs_atlas_service;
`;
