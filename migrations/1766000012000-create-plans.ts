import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Plans with their sections, recommendations, actions and progress. Numbers of actions are text, as printed. What was
 * said of when an action is due, and of how it goes, is added to and never rewritten.
 */
export class CreatePlans1766000012000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(NAMES);
    await run.query(PLANS);
    await run.query(LEADS);
    await run.query(WHEN);
    await run.query(PROGRESS);
    await run.query(RIGHTS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function viewer_leads_action(uuid);
      drop table action_links, progress_report_actions, progress_reports, action_measures, by_when_dates, by_whens, action_leads, lead_aliases, leads,
        position_statements, actions, recommendations, plan_sections, plans;
      drop function name_key(text);
      delete from history.recorded_tables where table_name in ('plans', 'plan_sections', 'recommendations', 'actions', 'by_whens', 'action_measures', 'action_leads', 'leads', 'lead_aliases');
    `);
  }
}

/**
 * Case, blanks, punctuation, accents, "&" and "H of S" make no other name. A column that is generated from it follows when a
 * name is erased.
 */
const NAMES = String.raw`
  create function name_key(name text) returns text language sql immutable parallel safe as $$
    select coalesce(nullif(regexp_replace(regexp_replace(replace(lower(normalize(name, NFKD)), '&', ' and '),
      '(^|[^a-z])h of s([^a-z]|$)', '\1head of service\2', 'g'), '[^a-z0-9]', '', 'g'), ''), lower(name)) $$;
`;

const PLANS = `
  create table plans (
    id uuid primary key,
    title text not null constraint plans_title_not_blank check (btrim(title) <> ''),
    title_key text generated always as (name_key(title)) stored,
    area_id uuid not null references areas (id),
    owner text,
    period daterange constraint plans_period_not_empty check (not isempty(period)),
    edition integer not null default 1 constraint plans_edition_positive check (edition > 0),
    status text not null default 'DRAFT' constraint plans_status_known check (status in ('DRAFT', 'APPROVED')),
    approved_on date,
    approved_by text,
    introduction text,
    summary text,
    parent_id uuid references plans (id) constraint plans_parent_other check (parent_id <> id),
    source text not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint plans_edition_unique unique (area_id, title_key, edition),
    constraint plans_approved_when check ((status = 'APPROVED') = (approved_on is not null))
  );
  comment on column plans.edition is 'Which version of the plan; column version counts changes of the row.';
  create index plans_parent_index on plans (parent_id);

  create table plan_sections (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    title text not null constraint plan_sections_title_not_blank check (btrim(title) <> ''),
    title_key text generated always as (name_key(title)) stored,
    introduction text,
    constraint plan_sections_title_unique unique (plan_id, title_key)
  );

  create table recommendations (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    section_id uuid not null references plan_sections (id) on delete cascade,
    number text not null,
    position integer not null,
    text text not null constraint recommendations_text_not_blank check (btrim(text) <> ''),
    constraint recommendations_number_unique unique (plan_id, number)
  );
  create index recommendations_section_index on recommendations (section_id);

  create table actions (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    section_id uuid not null references plan_sections (id) on delete cascade,
    recommendation_id uuid references recommendations (id) on delete cascade,
    number text not null constraint actions_number_not_blank check (btrim(number) <> ''),
    position integer not null,
    text text not null,
    closed_on date,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint actions_in_plan unique (id, plan_id)
  );
  comment on column actions.number is 'As printed: 2.10 is the tenth of 2.';
  comment on column actions.text is 'Empty where the plan has a row without wording: incomplete.';
  comment on column actions.closed_on is 'From when it is not in the plan any more.';
  create unique index actions_number_unique on actions (plan_id, number) where closed_on is null;
  create index actions_plan_order on actions (plan_id, position);
  create index actions_recommendation_index on actions (recommendation_id);
  create index actions_section_index on actions (section_id);

  create table position_statements (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    recommendation_id uuid references recommendations (id) on delete cascade,
    action_id uuid not null,
    text text not null,
    stated_on date,
    recorded_at timestamptz not null,
    constraint position_statements_action_fk foreign key (action_id, plan_id) references actions (id, plan_id) on delete cascade
  );
  comment on column position_statements.action_id is 'On which action''s row it stood.';
  comment on column position_statements.stated_on is 'Null: when the plan was written.';
  create index position_statements_recommendation_index on position_statements (recommendation_id);
  create index position_statements_action_index on position_statements (action_id);
`;

/** Names of persons are unique by their key until they are erased: then many are called the same. */
const LEADS = `
  create table leads (
    id uuid primary key,
    area_id uuid not null references areas (id),
    name text not null constraint leads_name_not_blank check (btrim(name) <> ''),
    name_key text generated always as (name_key(name)) stored,
    kind text constraint leads_kind_known check (kind in ('POST', 'TEAM', 'GROUP', 'ORGANISATION', 'PERSON')),
    kind_given boolean not null default false,
    agency text,
    side text constraint leads_side_known check (side in ('SECTOR', 'STATUTORY')),
    subject text,
    version integer not null default 1,
    created_at timestamptz not null
  );
  comment on column leads.kind is 'Null: not known, for a person to say.';
  comment on column leads.kind_given is 'Said by a register or a person; otherwise read from its words.';
  comment on column leads.side is 'Whether its agency is of the sector or statutory; null: not known.';
  comment on column leads.subject is 'Who signs in as it.';
  create unique index leads_name_unique on leads (area_id, name_key) where name_key <> 'erased';
  create index leads_subject_index on leads (subject);

  create table lead_aliases (
    id uuid primary key,
    lead_id uuid not null references leads (id) on delete cascade,
    area_id uuid not null references areas (id),
    alias text not null constraint lead_aliases_not_blank check (btrim(alias) <> ''),
    alias_key text generated always as (name_key(alias)) stored
  );
  create unique index lead_aliases_unique on lead_aliases (area_id, alias_key) where alias_key <> 'erased';
  create index lead_aliases_lead_index on lead_aliases (lead_id);

  create table action_leads (
    action_id uuid not null,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    lead_id uuid not null references leads (id),
    as_written text not null,
    primary key (action_id, position),
    constraint action_leads_action_fk foreign key (action_id, plan_id) references actions (id, plan_id) on delete cascade
  );
  create index action_leads_lead_index on action_leads (lead_id);
`;

const WHEN = `
  create table by_whens (
    id uuid primary key,
    action_id uuid not null,
    plan_id uuid not null references plans (id) on delete cascade,
    revision integer not null constraint by_whens_revision_not_negative check (revision >= 0),
    written text not null constraint by_whens_written_not_blank check (btrim(written) <> ''),
    ambiguity text,
    condition text,
    said_on date,
    reason text,
    source text not null constraint by_whens_source_known check (source in ('PLAN', 'REVISION')),
    confirmed_on date,
    confirmed_by text,
    recorded_at timestamptz not null,
    constraint by_whens_revision_unique unique (action_id, revision),
    constraint by_whens_revised_why check (revision = 0 or (said_on is not null and btrim(reason) <> '')),
    constraint by_whens_action_fk foreign key (action_id, plan_id) references actions (id, plan_id) on delete cascade
  );
  comment on column by_whens.revision is '0: as the plan first said.';
  comment on column by_whens.source is 'PLAN: as a file of the plan said; REVISION: somebody revised it here.';
  comment on column by_whens.ambiguity is 'Why a person must say what it means; null: understood.';

  create table by_when_dates (
    by_when_id uuid not null references by_whens (id) on delete cascade,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    kind text not null constraint by_when_dates_kind_known check (kind in ('PERIOD', 'START', 'REVIEW', 'RECURRING', 'OPEN_ENDED')),
    days daterange,
    rrule text,
    primary key (by_when_id, position),
    constraint by_when_dates_has_what_it_needs check (case kind
      when 'RECURRING' then rrule is not null and days is null
      when 'OPEN_ENDED' then rrule is null and days is null
      else rrule is null and days is not null and not isempty(days) and not lower_inf(days) and not upper_inf(days) end)
  );

  create table action_measures (
    id uuid primary key,
    action_id uuid not null,
    plan_id uuid not null references plans (id) on delete cascade,
    position integer not null,
    text text not null constraint action_measures_not_blank check (btrim(text) <> ''),
    odd text constraint action_measures_odd_known check (odd in ('DATE', 'BODY')),
    constraint action_measures_position_unique unique (action_id, position),
    constraint action_measures_action_fk foreign key (action_id, plan_id) references actions (id, plan_id) on delete cascade
  );
  comment on column action_measures.odd is 'It reads as a date or as the name of a body rather than as a measure.';
`;

const PROGRESS = `
  create table progress_reports (
    id uuid primary key,
    plan_id uuid not null references plans (id) on delete cascade,
    recommendation_id uuid references recommendations (id) on delete cascade,
    reported_on date not null,
    rag text not null default 'NOT_RATED' constraint progress_reports_rag_known check (rag in ('GREEN', 'AMBER', 'RED', 'NOT_RATED')),
    achieved boolean,
    note text,
    internal_note text,
    author text,
    source text not null,
    recorded_at timestamptz not null,
    constraint progress_reports_says_something check (rag <> 'NOT_RATED' or achieved is not null or btrim(note) <> '' or btrim(internal_note) <> '')
  );
  comment on column progress_reports.internal_note is 'For those who are signed in.';
  comment on column progress_reports.achieved is 'Null: not said.';
  create index progress_reports_plan_index on progress_reports (plan_id, reported_on);
  create index progress_reports_recommendation_index on progress_reports (recommendation_id);

  create table progress_report_actions (
    report_id uuid not null references progress_reports (id) on delete cascade,
    action_id uuid not null,
    plan_id uuid not null references plans (id) on delete cascade,
    certain boolean not null,
    primary key (report_id, action_id),
    constraint progress_report_actions_action_fk foreign key (action_id, plan_id) references actions (id, plan_id) on delete cascade
  );
  comment on column progress_report_actions.certain is 'False: it may cover the action, for it stands at its recommendation.';
  create index progress_report_actions_action_index on progress_report_actions (action_id);

  create table action_links (
    id uuid primary key,
    action_id uuid not null,
    plan_id uuid not null references plans (id) on delete cascade,
    kind text not null,
    node_id uuid not null,
    constraint action_links_unique unique (action_id, kind, node_id),
    constraint action_links_action_fk foreign key (action_id, plan_id) references actions (id, plan_id) on delete cascade
  );
  comment on column action_links.kind is 'The type of the node that the action is to move, such as Organisation.';
  create index action_links_node_index on action_links (node_id);
`;

const RIGHTS = `
  grant select, insert, update, delete on plans, plan_sections, recommendations, actions, leads, lead_aliases, action_leads, action_measures, action_links to vcs_atlas_service;
  -- Said and reported, never rewritten; of an ambiguous date it is said later what it means.
  grant select, insert on position_statements, by_whens, by_when_dates, progress_reports, progress_report_actions to vcs_atlas_service;
  grant update (ambiguity, confirmed_on, confirmed_by) on by_whens to vcs_atlas_service;

  -- Whether the viewer signs in as one of those who lead an action.
  create function viewer_leads_action(action uuid) returns boolean language sql stable as $$
    select viewer_role() = 'ACTION_LEAD' and exists (select from action_leads l join leads d on d.id = l.lead_id
      where l.action_id = action and d.subject = nullif(current_setting('atlas.viewer_subject', true), '')) $$;

  select history.keep('plans', '{id}', 'r.id', 'plans');
  select history.keep('plan_sections', '{id}', 'r.plan_id', 'plans');
  select history.keep('recommendations', '{id}', 'r.plan_id', 'plans');
  select history.keep('actions', '{id}', 'r.plan_id', 'plans');
  select history.keep('by_whens', '{id}', 'r.plan_id', 'plans');
  select history.keep('action_measures', '{id}', 'r.plan_id', 'plans');
  select history.keep('action_leads', '{action_id, position}', 'r.plan_id', 'plans');
  select history.keep('leads', '{id}', 'r.area_id', 'areas');
  select history.keep('lead_aliases', '{id}', 'r.area_id', 'areas');
`;
