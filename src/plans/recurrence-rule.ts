import { addYears } from 'date-fns/addYears';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { LRUCache } from 'lru-cache';
import { RRule, rrulestr } from 'rrule';

/** How far the days of a rule that is no plain step are told: longer than plans last. */
const YEARS = 30;
/** Days of one rule that are told. */
const MOST_DAYS = 4_000;
/** Rules, each from its anchor, whose days are held in memory. */
const KEPT = 50;
/** Characters of a rule, and values of one of its lists. */
const LONGEST_RULE = 200;
const MOST_VALUES = 31;
const LAST_YEAR = 9_999;
const DAY_MS = 86_400_000;

const list = (one: string): RegExp => new RegExp(`^${one}(,${one}){0,${MOST_VALUES - 1}}$`);
const WEEKDAY = '(MO|TU|WE|TH|FR|SA|SU)';
/** What a part of a rule may say. */
const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,3}$/,
  UNTIL: /^\d{8}(T\d{6}Z)?$/,
  WKST: new RegExp(`^${WEEKDAY}$`),
  BYDAY: list(`([+-]?[1-9]\\d?)?${WEEKDAY}`),
  BYMONTH: list('([1-9]|1[0-2])'),
  BYMONTHDAY: list('-?([1-9]|[12]\\d|3[01])'),
  BYSETPOS: list('-?[1-9]\\d{0,2}'),
  BYYEARDAY: list('-?[1-9]\\d{0,2}'),
  BYWEEKNO: list('-?[1-9]\\d?'),
};
const PLAIN = new Set(['FREQ', 'INTERVAL']);
const WITH_AN_END = new Set([...PLAIN, 'COUNT', 'UNTIL', 'WKST']);

type Parts = ReadonlyMap<string, string>;

/**
 * Whether a text is a rule of RFC 5545 that can be followed. Days are looked for one by one, without an end where there are
 * none: so a rule by days or weeks has no further parts with which it may never fall on any.
 */
export function isRule(text: string): boolean {
  const parts = partsOf(text);
  if (parts === null) return false;
  try {
    return rrulestr(text) instanceof RRule;
  } catch {
    return false;
  }
}

/** The first `count` days on or after `from` on which a rule that began on `anchor` falls. */
export function recurringDays(rrule: string, anchor: string, from: string, count: number): string[] {
  const parts = partsOf(rrule);
  if (parts === null) return [];
  const step = plainStep(parts);
  return step === null ? daysOf(rrule, anchor).days.filter((day) => day >= from).slice(0, count) : steps(step, anchor, from, count);
}

/** The days on which a rule falls that began on `anchor`, up to and with `until`; null of what is no rule that can be followed. */
export function knownDays(rrule: string, anchor: string): Days | null {
  return partsOf(rrule) === null ? null : daysOf(rrule, anchor);
}

export interface Days {
  readonly days: readonly string[];
  /** What comes after this day is not told. */
  readonly until: string;
}

const kept = new LRUCache<string, Days>({ max: KEPT });

function daysOf(rrule: string, anchor: string): Days {
  const key = `${anchor} ${rrule}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const horizon = formatISO(addYears(parseISO(anchor), YEARS), { representation: 'date' });
  const options = RRule.parseString(rrule);
  const end = instant(horizon);
  const days: string[] = [];
  const rule = new RRule({ ...options, dtstart: instant(anchor), until: options.until != null && options.until < end ? options.until : end });
  walk(rule, (date) => {
    const next = dayOf(date);
    if (next !== days.at(-1)) days.push(next);
    return days.length < MOST_DAYS;
  });
  const found = { days, until: days.length === MOST_DAYS ? (days.at(-1) as string) : horizon };
  kept.set(key, found);
  return found;
}

/** Periods of a rule in a year, at most. */
const IN_A_YEAR = new Map([[RRule.DAILY, 366], [RRule.WEEKLY, 53], [RRule.MONTHLY, 12], [RRule.YEARLY, 1]]);

const A_FEW = 4;

class BeyondTheHorizon extends Error {}

/** The library looks for the next day up to the year 9999: of a rule that falls on none, longer than anybody may wait. It asks for the interval at every period, a few times. */
function walk(rule: RRule, take: (date: Date) => boolean): void {
  const { interval, freq } = rule.options;
  let asked = A_FEW * (YEARS + 1) * (IN_A_YEAR.get(freq) ?? 0);
  Object.defineProperty(rule.options, 'interval', {
    get: () => {
      if (asked-- === 0) throw new BeyondTheHorizon();
      return interval;
    },
  });
  try {
    rule.all(take);
  } catch (error) {
    if (!(error instanceof BeyondTheHorizon)) throw error;
  }
}

/** Null where a part is unknown, said twice, or may leave a rule by days or weeks without a day. */
function partsOf(text: string): Parts | null {
  if (!text.startsWith('FREQ=') || text.length > LONGEST_RULE) return null;
  const parts = new Map<string, string>();
  for (const part of text.split(';')) {
    const [name = '', value = ''] = part.split('=', 2);
    if (parts.has(name) || !Object.hasOwn(PARTS, name) || PARTS[name]?.test(value) !== true) return null;
    parts.set(name, value);
  }
  const further = [...parts.keys()].filter((name) => !WITH_AN_END.has(name));
  const byDay = parts.get('BYDAY') ?? '';
  switch (parts.get('FREQ')) {
    case 'DAILY':
      return further.length === 0 || (!parts.has('INTERVAL') && !/\d/.test(byDay) && further.every((name) => name === 'BYDAY' || name === 'BYMONTH')) ? parts : null;
    case 'WEEKLY':
      return !/\d/.test(byDay) && further.every((name) => name === 'BYDAY') ? parts : null;
    default:
      return parts;
  }
}

interface Step {
  readonly unit: 'days' | 'months';
  readonly length: number;
}

const LENGTHS: Readonly<Record<string, Step>> = { DAILY: { unit: 'days', length: 1 }, WEEKLY: { unit: 'days', length: 7 }, MONTHLY: { unit: 'months', length: 1 }, YEARLY: { unit: 'months', length: 12 } };

function plainStep(parts: Parts): Step | null {
  const step = LENGTHS[parts.get('FREQ') ?? ''];
  if (step === undefined || [...parts.keys()].some((name) => !PLAIN.has(name))) return null;
  return { unit: step.unit, length: step.length * Number(parts.get('INTERVAL') ?? 1) };
}

/** Reckoned, not walked: a caller may ask from any day. A month or year that lacks the day is passed over, as the standard says. */
function steps({ unit, length }: Step, anchor: string, from: string, count: number): string[] {
  const [begin, wanted] = [instant(anchor), instant(from)];
  const between = unit === 'days' ? (wanted.getTime() - begin.getTime()) / DAY_MS : (wanted.getUTCFullYear() - begin.getUTCFullYear()) * 12 + wanted.getUTCMonth() - begin.getUTCMonth();
  const days: string[] = [];
  for (let at = Math.max(0, Math.floor(between / length)); days.length < count; at += 1) {
    const next = unit === 'days' ? new Date(begin.getTime() + at * length * DAY_MS) : new Date(Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + at * length, begin.getUTCDate()));
    if (next.getUTCFullYear() > LAST_YEAR) break;
    if (next >= wanted && (unit === 'days' || next.getUTCDate() === begin.getUTCDate())) days.push(dayOf(next));
  }
  return days;
}

const instant = (of: string): Date => new Date(`${of}T00:00:00Z`);
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
