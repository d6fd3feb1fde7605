import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The days on which a rule falls that is more than so many days, weeks, months or years, counted from an anchor: worked out by
 * a library when such a rule is written, as SQL cannot.
 */
export class KeepRecurrences1766000015700 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      create table recurrences (
        rrule text,
        anchor date,
        days date[] not null,
        known_until date not null,
        primary key (rrule, anchor)
      );
      comment on column recurrences.days is 'The first days of its periods, in order: the anchor, and each day on which it recurs.';
      comment on column recurrences.known_until is 'The last day for which they are known.';
      grant select, insert on recurrences to vcs_atlas_service;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop table recurrences');
  }
}
