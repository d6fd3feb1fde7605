import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The periods of what recurs by a simple rule: so many days, weeks, months or years, counted from an anchor. Of any other
 * rule they are not known here, and null says so.
 */
export class TellPeriods1766000014900 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(String.raw`
      create function recurrence_step(rrule text) returns interval language sql immutable parallel safe as $$
        select case when rrule ~ '^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;INTERVAL=[1-9][0-9]{0,2})?$' then coalesce(substring(rrule from 'INTERVAL=([0-9]+)')::integer, 1)
          * case substring(rrule from 'FREQ=([A-Z]+)') when 'DAILY' then interval '1 day' when 'WEEKLY' then interval '7 days' when 'MONTHLY' then interval '1 month' else interval '1 year' end end $$;

      -- The first day of the period in which a day lies. Steps are counted from the anchor, so that the end of a short month
      -- moves none after it; how many there were is first reckoned with months of 30 days, which are at most a twentieth too many.
      create function recurrence_start(rrule text, anchor date, of_day date) returns date language sql immutable parallel safe as $$
        select max((anchor + k * s.step)::date) from (select recurrence_step(rrule) as step) s,
          lateral (select greatest(floor((of_day - anchor) * 86400 / extract(epoch from s.step)), 0)::integer as n) r, generate_series(greatest(r.n - r.n / 20 - 2, 0), r.n + 2) k
        where of_day >= anchor and (anchor + k * s.step)::date <= of_day $$;
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('drop function recurrence_start(text, date, date); drop function recurrence_step(text)');
  }
}
