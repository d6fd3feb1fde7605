import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which of its periods a day lies in is counted in calendar months, or in days: reckoned in seconds the count left the
 * range of an integer 68 years from the anchor.
 */
export class CountPeriodsExactly1766000016920 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      -- How many whole periods lie between the anchor and the one in which a day lies: null before the anchor, and of a rule
      -- that is not a simple one. A step of months from the end of a month may begin later in its month than the day.
      create function recurrence_number(rrule text, anchor date, of_day date) returns integer language sql immutable parallel safe as $$
        select n - ((anchor + n * s.step)::date > of_day)::integer
        from (select recurrence_step(rrule) as step) s,
          lateral (select (extract(year from s.step) * 12 + extract(month from s.step))::integer as months, extract(day from s.step)::integer as days) m,
          lateral (select case when m.months > 0 then ((extract(year from of_day) - extract(year from anchor)) * 12 + extract(month from of_day) - extract(month from anchor))::integer / m.months else (of_day - anchor) / m.days end as n) whole
        where of_day >= anchor $$;

      create or replace function recurrence_start(rrule text, anchor date, of_day date) returns date language sql immutable parallel safe as $$
        select (anchor + recurrence_number(rrule, anchor, of_day) * recurrence_step(rrule))::date $$;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      create or replace function recurrence_start(rrule text, anchor date, of_day date) returns date language sql immutable parallel safe as $$
        select max((anchor + k * s.step)::date) from (select recurrence_step(rrule) as step) s,
          lateral (select greatest(floor((of_day - anchor) * 86400 / extract(epoch from s.step)), 0)::integer as n) r, generate_series(greatest(r.n - r.n / 20 - 2, 0), r.n + 2) k
        where of_day >= anchor and (anchor + k * s.step)::date <= of_day $$;
      drop function recurrence_number(text, date, date);
    `);
  }
}
