import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Self-evaluations: a tool with its scale, and rounds of it with replies, agreed grades, evidence and findings. What was
 * agreed stands beside what was replied and never in its place; replies, evidence and findings are added to. That a row
 * belongs to a round, a question and a grade of one and the same tool is in the keys.
 */
export class CreateSelfEvaluations1766000013000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(TOOLS);
    await run.query(ROUNDS);
    await run.query(REPLIES);
    await run.query(RIGHTS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      drop function evaluation_replies_refer_to(uuid);
      drop table evaluation_findings, evaluation_evidence, evaluation_answers, evaluation_replies, agreed_grades, self_evaluations, evaluation_descriptors, evaluation_questions, evaluation_sections,
        evaluation_scale_grades, evaluation_tools;
      delete from history.recorded_tables where table_name in ('evaluation_tools', 'evaluation_scale_grades', 'evaluation_sections', 'evaluation_questions', 'evaluation_descriptors', 'self_evaluations',
        'agreed_grades', 'evaluation_evidence', 'evaluation_findings');
    `);
  }
}

const TOOLS = `
  create table evaluation_tools (
    id uuid primary key,
    area_id uuid not null references areas (id),
    title text not null constraint evaluation_tools_title_not_blank check (btrim(title) <> ''),
    title_key text generated always as (name_key(title)) stored,
    edition integer not null default 1 constraint evaluation_tools_edition_positive check (edition > 0),
    source text not null,
    created_at timestamptz not null,
    constraint evaluation_tools_edition_unique unique (area_id, title_key, edition)
  );
  comment on column evaluation_tools.area_id is 'For rounds of this area and of those within it.';

  create table evaluation_scale_grades (
    tool_id uuid not null references evaluation_tools (id) on delete cascade,
    grade text not null constraint evaluation_scale_grades_not_blank check (btrim(grade) <> ''),
    position integer not null,
    label text,
    primary key (tool_id, grade),
    constraint evaluation_scale_grades_position_unique unique (tool_id, position)
  );
  comment on column evaluation_scale_grades.position is '1: the best.';

  create table evaluation_sections (
    id uuid primary key,
    tool_id uuid not null references evaluation_tools (id) on delete cascade,
    position integer not null,
    title text not null constraint evaluation_sections_title_not_blank check (btrim(title) <> ''),
    title_key text generated always as (name_key(title)) stored,
    constraint evaluation_sections_title_unique unique (tool_id, title_key),
    constraint evaluation_sections_in_tool unique (id, tool_id)
  );

  create table evaluation_questions (
    id uuid primary key,
    tool_id uuid not null,
    section_id uuid not null,
    number text not null constraint evaluation_questions_number_not_blank check (btrim(number) <> ''),
    position integer not null,
    text text not null constraint evaluation_questions_text_not_blank check (btrim(text) <> ''),
    lineage_id uuid not null,
    constraint evaluation_questions_number_unique unique (section_id, number),
    constraint evaluation_questions_lineage_unique unique (tool_id, lineage_id),
    constraint evaluation_questions_in_tool unique (id, tool_id),
    constraint evaluation_questions_in_section unique (id, section_id),
    constraint evaluation_questions_section_fk foreign key (section_id, tool_id) references evaluation_sections (id, tool_id) on delete cascade
  );
  comment on column evaluation_questions.number is 'As printed; counted anew in each section.';
  comment on column evaluation_questions.lineage_id is 'The same for a question in all editions of the tool: the id that it had first.';
  create index evaluation_questions_lineage_index on evaluation_questions (lineage_id);

  create table evaluation_descriptors (
    id uuid primary key,
    tool_id uuid not null,
    question_id uuid,
    question_written text,
    grade text not null,
    position integer not null,
    text text not null constraint evaluation_descriptors_text_not_blank check (btrim(text) <> ''),
    constraint evaluation_descriptors_grade_fk foreign key (tool_id, grade) references evaluation_scale_grades (tool_id, grade) on delete cascade,
    constraint evaluation_descriptors_question_fk foreign key (question_id, tool_id) references evaluation_questions (id, tool_id) on delete cascade,
    constraint evaluation_descriptors_of_question check ((question_id is null) = (question_written is null))
  );
  comment on column evaluation_descriptors.question_id is 'Null: it is of the scale.';
  comment on column evaluation_descriptors.question_written is 'As the list of descriptors words the question.';
  create index evaluation_descriptors_tool_index on evaluation_descriptors (tool_id);
`;

const ROUNDS = `
  create table self_evaluations (
    id uuid primary key,
    tool_id uuid not null references evaluation_tools (id),
    area_id uuid not null references areas (id),
    round text not null constraint self_evaluations_round_not_blank check (btrim(round) <> ''),
    held daterange not null constraint self_evaluations_held_bounded check (not isempty(held) and not lower_inf(held) and not upper_inf(held)),
    source text not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint self_evaluations_round_unique unique (area_id, tool_id, held),
    constraint self_evaluations_of_tool unique (id, tool_id)
  );
  comment on column self_evaluations.round is 'As written: a day, a month or a year.';
  comment on column self_evaluations.held is 'Within which days it was held.';
  create index self_evaluations_tool_index on self_evaluations (tool_id);

  create table agreed_grades (
    id uuid primary key,
    round_id uuid not null,
    tool_id uuid not null,
    question_id uuid not null,
    grade text not null,
    agreed_on date,
    reason text,
    recorded_at timestamptz not null,
    constraint agreed_grades_question_unique unique (round_id, question_id),
    constraint agreed_grades_round_fk foreign key (round_id, tool_id) references self_evaluations (id, tool_id) on delete cascade,
    constraint agreed_grades_question_fk foreign key (question_id, tool_id) references evaluation_questions (id, tool_id),
    constraint agreed_grades_grade_fk foreign key (tool_id, grade) references evaluation_scale_grades (tool_id, grade)
  );
  comment on column agreed_grades.agreed_on is 'Null: in the round, no day is said.';

  create table evaluation_evidence (
    id uuid primary key,
    round_id uuid not null,
    tool_id uuid not null,
    section_id uuid not null,
    question_id uuid,
    position integer not null,
    text text not null constraint evaluation_evidence_text_not_blank check (btrim(text) <> ''),
    recorded_at timestamptz not null,
    constraint evaluation_evidence_round_fk foreign key (round_id, tool_id) references self_evaluations (id, tool_id) on delete cascade,
    constraint evaluation_evidence_section_fk foreign key (section_id, tool_id) references evaluation_sections (id, tool_id),
    constraint evaluation_evidence_question_fk foreign key (question_id, section_id) references evaluation_questions (id, section_id)
  );
  comment on column evaluation_evidence.question_id is 'Null: it is for its section as a whole.';
  create index evaluation_evidence_round_index on evaluation_evidence (round_id, section_id);

  create table evaluation_findings (
    id uuid primary key,
    round_id uuid not null,
    tool_id uuid not null,
    section_id uuid,
    question_id uuid,
    text text not null constraint evaluation_findings_text_not_blank check (btrim(text) <> ''),
    grade text,
    contradicts boolean,
    found_on date not null,
    recorded_at timestamptz not null,
    constraint evaluation_findings_round_fk foreign key (round_id, tool_id) references self_evaluations (id, tool_id) on delete cascade,
    constraint evaluation_findings_section_fk foreign key (section_id, tool_id) references evaluation_sections (id, tool_id),
    constraint evaluation_findings_question_fk foreign key (question_id, section_id) references evaluation_questions (id, section_id),
    constraint evaluation_findings_grade_fk foreign key (tool_id, grade) references evaluation_scale_grades (tool_id, grade),
    constraint evaluation_findings_place check (question_id is null or section_id is not null),
    constraint evaluation_findings_one_or_the_other check ((grade is null and contradicts is null) or (question_id is not null and (grade is null) <> (contradicts is null)))
  );
  comment on column evaluation_findings.section_id is 'Null: of the round as a whole.';
  comment on column evaluation_findings.grade is 'What the discussion would give.';
  comment on column evaluation_findings.contradicts is 'Said where no grade is: whether it contradicts the agreed one. Null: the grade tells, or nobody said.';
  create index evaluation_findings_round_index on evaluation_findings (round_id);
`;

/** Who replied is nowhere, and no reply can be read as a whole: the views count them. */
const REPLIES = `
  create table evaluation_replies (
    id uuid primary key,
    round_id uuid not null,
    tool_id uuid not null,
    kind text not null constraint evaluation_replies_kind_known check (kind in ('COUNTY_REPRESENTATIVE', 'DISTRICT_REPRESENTATIVE', 'PROVIDER', 'INFRASTRUCTURE_OFFICER', 'ELECTED_LEAD_MEMBER', 'SENIOR_OFFICER')),
    partner text not null constraint evaluation_replies_partner_not_blank check (btrim(partner) <> ''),
    partner_key text generated always as (name_key(partner)) stored,
    area_id uuid references areas (id),
    recorded_at timestamptz not null,
    constraint evaluation_replies_in_tool unique (id, tool_id),
    constraint evaluation_replies_round_fk foreign key (round_id, tool_id) references self_evaluations (id, tool_id) on delete cascade
  );
  comment on column evaluation_replies.area_id is 'For which district it speaks; null: not said.';
  create index evaluation_replies_round_index on evaluation_replies (round_id);

  create table evaluation_answers (
    reply_id uuid not null,
    tool_id uuid not null,
    question_id uuid not null,
    grade text,
    primary key (reply_id, question_id),
    constraint evaluation_answers_reply_fk foreign key (reply_id, tool_id) references evaluation_replies (id, tool_id) on delete cascade,
    constraint evaluation_answers_question_fk foreign key (question_id, tool_id) references evaluation_questions (id, tool_id),
    constraint evaluation_answers_grade_fk foreign key (tool_id, grade) references evaluation_scale_grades (tool_id, grade)
  );
  comment on table evaluation_answers is 'A question that a reply leaves out has no row.';
  comment on column evaluation_answers.grade is 'Null: “don''t know”.';
`;

const RIGHTS = `
  grant select, insert, update, delete on evaluation_tools, evaluation_scale_grades, evaluation_sections, evaluation_questions, evaluation_descriptors, self_evaluations, agreed_grades to vcs_atlas_service;
  grant select, insert on evaluation_evidence, evaluation_findings to vcs_atlas_service;
  grant update (question_id) on evaluation_evidence to vcs_atlas_service;
  -- Replies go in, and come out counted.
  grant insert on evaluation_replies, evaluation_answers to vcs_atlas_service;
  -- Whether a district may go that an import had made.
  create function evaluation_replies_refer_to(area uuid) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from evaluation_replies r where r.area_id = area)
  $$;
  revoke all on function evaluation_replies_refer_to(uuid) from public;
  grant execute on function evaluation_replies_refer_to(uuid) to vcs_atlas_service;

  select history.keep('evaluation_tools', '{id}', 'r.id', 'evaluation_tools');
  select history.keep('evaluation_scale_grades', '{tool_id, grade}', 'r.tool_id', 'evaluation_tools');
  select history.keep('evaluation_sections', '{id}', 'r.tool_id', 'evaluation_tools');
  select history.keep('evaluation_questions', '{id}', 'r.tool_id', 'evaluation_tools');
  select history.keep('evaluation_descriptors', '{id}', 'r.tool_id', 'evaluation_tools');
  select history.keep('self_evaluations', '{id}', 'r.id', 'self_evaluations');
  select history.keep('agreed_grades', '{id}', 'r.round_id', 'self_evaluations');
  select history.keep('evaluation_evidence', '{id}', 'r.round_id', 'self_evaluations');
  select history.keep('evaluation_findings', '{id}', 'r.round_id', 'self_evaluations');
`;
