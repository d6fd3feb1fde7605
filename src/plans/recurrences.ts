import { addYears } from 'date-fns/addYears';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { subDays } from 'date-fns/subDays';
import { Frequency, RRule } from 'rrule';

/** How far periods are told: longer than plans last. */
const YEARS = 30;
/** Days of one rule that are kept. */
const MOST_DAYS = 4_000;

interface Kept {
  /** First days of periods: the anchor, and each day on which the rule falls after it. */
  readonly days: readonly string[];
  readonly known_until: string;
}

/** The periods of a rule, counted from an anchor; undefined of one that recurs within a day, which has none of whole days. */
export function periodsOf(rrule: string, anchor: string): Kept | undefined {
  const options = RRule.parseString(rrule);
  if (options.freq === undefined || options.freq > Frequency.DAILY) return undefined;
  const day = (date: Date): string => formatISO(date, { representation: 'date' });
  const horizon = day(addYears(parseISO(anchor), YEARS));
  const end = new Date(`${horizon}T00:00:00Z`);
  const days = [anchor];
  new RRule({ ...options, dtstart: new Date(`${anchor}T00:00:00Z`), until: options.until != null && options.until < end ? options.until : end }).all((date) => {
    const next = date.toISOString().slice(0, 10);
    if (next > (days.at(-1) ?? '')) days.push(next);
    return days.length < MOST_DAYS;
  });
  // Of the last of so many days it is not known when its period ends.
  const cut = days.length === MOST_DAYS ? days.pop() : undefined;
  return { days, known_until: day(subDays(parseISO(cut ?? horizon), 1)) };
}

/** Works out the periods of a plan's rules that are not simple ones, where they are not known yet. */
export async function keepRecurrences(run: { query(sql: string, parameters?: unknown[]): Promise<unknown> }, planId: string): Promise<void> {
  const found = await run.query(
    `select distinct d.rrule, lower(p.period)::text as anchor from by_when_dates d join plans p on p.id = d.plan_id
     where d.plan_id = $1 and d.kind = 'RECURRING' and d.withdrawn_at is null and lower(p.period) is not null and recurrence_step(d.rrule) is null
       and not exists (select from recurrences k where k.rrule = d.rrule and k.anchor = lower(p.period))`, [planId],
  );
  const rules = (Array.isArray(found) ? found : (found as { rows: unknown }).rows) as { rrule: string; anchor: string }[];
  for (const { rrule, anchor } of rules) {
    const kept = periodsOf(rrule, anchor);
    if (kept !== undefined) await run.query('insert into recurrences (rrule, anchor, days, known_until) values ($1, $2, $3::date[], $4) on conflict do nothing', [rrule, anchor, kept.days, kept.known_until]);
  }
}
