import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A course names the criteria that it satisfies, besides the courses that a criteria set names itself: a set in one
 * version is never rewritten, and courses come to be while it is in force.
 */
export class NameCriteriaByCourse1766000016010 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table course_criteria (
        id uuid primary key,
        course_id uuid not null references courses (id) on delete cascade,
        criterion_id uuid not null references criteria (id) on delete cascade,
        named_by text not null,
        named_at timestamptz not null,
        withdrawn_at timestamptz
      );
      comment on table course_criteria is 'Criteria that a course was said to satisfy after their set was made; what the set says itself stands in criterion_courses.';
      comment on column course_criteria.withdrawn_at is 'Since when that is not said any more.';
      create unique index course_criteria_one on course_criteria (course_id, criterion_id) where withdrawn_at is null;
      create index course_criteria_criterion_index on course_criteria (criterion_id);
      grant select, insert, update (withdrawn_at) on course_criteria to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop table course_criteria');
  }
}
