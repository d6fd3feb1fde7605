import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { subDays } from 'date-fns/subDays';
import { knownDays } from './recurrence-rule';

interface Kept {
  /** First days of periods: the anchor, and each day on which the rule falls after it. */
  readonly days: readonly string[];
  readonly known_until: string;
}

/** The periods of a rule, counted from an anchor; undefined of one that cannot be followed, or has none of whole days. */
export function periodsOf(rrule: string, anchor: string): Kept | undefined {
  const known = knownDays(rrule, anchor);
  if (known === null) return undefined;
  // Of the last day that is told it is not known when its period ends.
  const days = [anchor, ...known.days.filter((day) => day > anchor && day < known.until)];
  return { days, known_until: formatISO(subDays(parseISO(known.until), 1), { representation: 'date' }) };
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
