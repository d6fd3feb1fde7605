import { addYears } from 'date-fns/addYears';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { RRule } from 'rrule';

const DAY_MS = 86_400_000;
const MONTHS = 12;
/** The last day that every month has. */
const SHORTEST = 28;

export interface Rhythm {
  readonly times_a_year: number;
  /** The day from which reviews are counted; null: not known, and then none is due on any day. */
  readonly anchor: string | null;
  /** The last day of the plan; null: it has none. */
  readonly last_day: string | null;
}

/**
 * The days on which a next part of the year begins: the year, counted from the anchor, in so many parts of whole months.
 * A day that a month does not have is its last.
 */
export function reviewRule(times: number, anchor: string): string {
  const [, month = 1, day = 1] = anchor.split('-').map(Number);
  const months = Array.from({ length: times }, (_, at) => ((month - 1 + Math.floor((MONTHS * (at + 1)) / times)) % MONTHS) + 1).sort((a, b) => a - b);
  const days = day <= SHORTEST ? '' : `;BYMONTHDAY=${Array.from({ length: day - SHORTEST + 1 }, (_, at) => SHORTEST + at).join(',')};BYSETPOS=-1`;
  return `FREQ=MONTHLY;BYMONTH=${months.join(',')}${days}`;
}

/** The days from one to another, both included, on which a review is due: the last of each part of the year, and none after the plan. */
export function reviewDays({ times_a_year, anchor, last_day }: Rhythm, from: string, to: string): string[] {
  if (anchor === null) return [];
  const last = last_day !== null && last_day < to ? last_day : to;
  if (from > last) return [];
  const rule = new RRule({ ...RRule.parseString(reviewRule(times_a_year, anchor)), dtstart: instant(nearAnchor(anchor, from)) });
  return rule.between(shifted(instant(from), 1), shifted(instant(last), 1), true).map((next) => dayOf(shifted(next, -1))).filter((day) => day >= anchor);
}

/** The rule names its months and days, so that it may begin in any year: it is walked from its beginning. */
function nearAnchor(anchor: string, from: string): string {
  const years = Number(from.slice(0, 4)) - Number(anchor.slice(0, 4)) - 1;
  return years <= 0 ? anchor : formatISO(addYears(parseISO(anchor), years), { representation: 'date' });
}

const instant = (day: string): Date => new Date(`${day}T00:00:00Z`);
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const shifted = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS);
