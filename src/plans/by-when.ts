import { addMonths } from 'date-fns/addMonths';
import { endOfMonth } from 'date-fns/endOfMonth';
import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { subDays } from 'date-fns/subDays';

/** What a "by when" says. PERIOD: due on its last day. START and REVIEW: no deadlines. RECURRING: by its rule. OPEN_ENDED: none. */
export type WhenKind = 'PERIOD' | 'START' | 'REVIEW' | 'RECURRING' | 'OPEN_ENDED';

export interface WhenDate {
  readonly kind: WhenKind;
  /** First and last day of what PERIOD, START and REVIEW name. */
  readonly from?: string;
  readonly to?: string;
  /** Of RECURRING, as RFC 5545 writes it, without its start. */
  readonly rrule?: string;
}

/** Why a text must be confirmed by a person. */
export type Ambiguity = 'TWICE_OR_EVERY_TWO' | 'WHICH_YEAR' | 'ONGOING_UNTIL_OR_FROM' | 'WORDS_NOT_KNOWN';

export interface ByWhen {
  readonly dates: readonly WhenDate[];
  /** Set: nothing was guessed, and `dates` is empty. */
  readonly ambiguity?: Ambiguity;
  /** A condition that it names: "subject to emerging guidance". */
  readonly condition?: string;
}

const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
/** First month of a season; each has three. Winter belongs to two years. */
const SEASONS: Readonly<Record<string, number>> = { spring: 2, summer: 5, autumn: 8, winter: 11 };
const RULES: Readonly<Record<string, string>> = {
  daily: 'FREQ=DAILY', weekly: 'FREQ=WEEKLY', fortnightly: 'FREQ=WEEKLY;INTERVAL=2', monthly: 'FREQ=MONTHLY', quarterly: 'FREQ=MONTHLY;INTERVAL=3',
  'half-yearly': 'FREQ=MONTHLY;INTERVAL=6', annually: 'FREQ=YEARLY', annual: 'FREQ=YEARLY', yearly: 'FREQ=YEARLY',
};
const UNITS: Readonly<Record<string, string>> = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' };
const NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];

const MONTH = `(?<month>${MONTHS.map((name) => `${name.slice(0, 3)}(?:${name.slice(3)})?`).join('|')}|sept)\\.?`;
const YEAR = "(?<year>(?:19|20)\\d{2}|['’]?\\d{2})(?![\\d/])";
const COUNT = `(?<count>\\d{1,2}|${NUMBERS.join('|')})`;

type Groups = Readonly<Record<string, string | undefined>>;
type Found = { readonly date: WhenDate } | { readonly ambiguity: Ambiguity } | { readonly word: 'START' | 'REVIEW' } | { readonly condition: string } | { readonly filler: true };
type Rule = readonly [RegExp, (groups: Groups, whole: string) => Found];

const at = (source: string): RegExp => new RegExp(`^(?:${source})(?![a-z0-9])`, 'i');
const period = (from: string, to: string): Found => ({ date: { kind: 'PERIOD', from, to } });
const repeated = (rrule: string): Found => ({ date: { kind: 'RECURRING', rrule } });

/** What says that two dates both hold: not a blank, nor a stroke, which may be an "or". */
const BOTH = /\b(?:and|then|by)\b|[&+]/i;

/** Tried in order at each place of the text; what none of them knows is left to a person. */
const RULE_BOOK: readonly Rule[] = [
  [at('bi-?\\s?(?:monthly|weekly|annual(?:ly)?|yearly)'), () => ({ ambiguity: 'TWICE_OR_EVERY_TWO' })],
  [at(`(?:twice|two times) (?:a|each|every|per) year|(?:six|6)[- ]monthly`), () => repeated('FREQ=MONTHLY;INTERVAL=6')],
  [at('(?:each|every) quarter'), () => repeated('FREQ=MONTHLY;INTERVAL=3')],
  [at('(?:each|every) (?<unit>day|week|month|year)'), ({ unit = '' }) => repeated(`FREQ=${UNITS[unit.toLowerCase()]}`)],
  [at(`every ${COUNT} (?<unit>day|week|month|year)s?`), ({ count = '', unit = '' }) => repeated(`FREQ=${UNITS[unit.toLowerCase()]};INTERVAL=${asNumber(count)}`)],
  [at(Object.keys(RULES).join('|')), (_, whole) => repeated(RULES[whole.toLowerCase()] ?? '')],
  [at('(?<day>\\d{1,2})(?:st|nd|rd|th)? (?:of )?' + `${MONTH},? ${YEAR}`), ({ day = '', month = '', year = '' }) => oneDay(asYear(year), asMonth(month), Number(day))],
  [at('(?<day>\\d{1,2})[/.](?<month>\\d{1,2})[/.](?<year>(?:19|20)\\d{2})'), ({ day = '', month = '', year = '' }) => oneDay(Number(year), Number(month) - 1, Number(day))],
  [at('(?<year>(?:19|20)\\d{2})-(?<month>\\d{2})-(?<day>\\d{2})'), ({ day = '', month = '', year = '' }) => oneDay(Number(year), Number(month) - 1, Number(day))],
  [at(`${MONTH},? ?${YEAR}`), ({ month = '', year = '' }) => months(asYear(year), asMonth(month), 1)],
  [at('winter (?<year>(?:19|20)?\\d{2})\\s?[/-]\\s?(?<next>(?:19|20)?\\d{1,2})'), ({ year = '', next = '' }) => winter(asYear(year), next)],
  [at(`winter ${YEAR}`), () => ({ ambiguity: 'WHICH_YEAR' })],
  [at(`(?<season>spring|summer|autumn) ${YEAR}`), ({ season = '', year = '' }) => months(asYear(year), SEASONS[season.toLowerCase()] ?? 0, 3)],
  // A financial, a school and a calendar year are three things.
  [at('(?:19|20)\\d{2}\\s?[/-]\\s?\\d{1,4}'), () => ({ ambiguity: 'WHICH_YEAR' })],
  [at('(?<year>(?:19|20)\\d{2})'), ({ year = '' }) => months(Number(year), 0, 12)],
  [at('on-?going|continuous(?:ly)?|continuing'), () => ({ date: { kind: 'OPEN_ENDED' } })],
  [at('to be reviewed|reviewed|review'), () => ({ word: 'REVIEW' })],
  [at('to start|starting|start(?:s|ed)?|from'), () => ({ word: 'START' })],
  [/^subject to (?:(?!spring|summer|autumn|winter)[a-z]+(?![a-z])[ ,]*)+?(?=$|[^a-z ,]|(?:spring|summer|autumn|winter)\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? ?\d)/i, (_, whole) => ({ condition: whole.trim() })],
  [at('by|and|in|on|then|the end of|end of|end'), () => ({ filler: true })],
  [/^[\s,;/&+–—-]+/, () => ({ filler: true })],
];

/** Reads a "by when" as a plan writes it. Whatever is not certain is left to a person, whole: nothing is guessed. */
export function readByWhen(written: string): ByWhen {
  let rest = written.trim().replace(/\s+/g, ' ');
  const dates: WhenDate[] = [];
  let word: 'START' | 'REVIEW' | undefined;
  let condition: string | undefined;
  let both = false;
  while (rest !== '') {
    const step = firstOf(rest);
    if (step === undefined) return { dates: [], ambiguity: 'WORDS_NOT_KNOWN' };
    const { found, length } = step;
    both ||= 'filler' in found && BOTH.test(rest.slice(0, length));
    rest = rest.slice(length);
    if ('ambiguity' in found) return { dates: [], ambiguity: found.ambiguity };
    if ('condition' in found) condition = found.condition;
    if ('word' in found) {
      if (word !== undefined) return { dates: [], ambiguity: 'WORDS_NOT_KNOWN' };
      word = found.word;
    }
    if ('date' in found) {
      // "Ongoing September 08": until then, from then, or to be looked at then.
      const kinds = [dates.at(-1)?.kind, word ?? found.date.kind];
      if (!both && kinds.includes('OPEN_ENDED') && kinds.includes('PERIOD')) return { dates: [], ambiguity: 'ONGOING_UNTIL_OR_FROM' };
      both = false;
      dates.push(word !== undefined && found.date.kind === 'PERIOD' ? { ...found.date, kind: word } : found.date);
      if (found.date.kind === 'PERIOD') word = undefined;
    }
  }
  // "To be reviewed" without a day says no more than nothing does.
  if (dates.length === 0 || word !== undefined) return { dates: [], ambiguity: 'WORDS_NOT_KNOWN' };
  return condition === undefined ? { dates } : { dates, condition };
}

/** The deadline: the last day of the last PERIOD. */
export function dueDay(dates: readonly WhenDate[]): string | undefined {
  return dates.flatMap(({ kind, to }) => (kind === 'PERIOD' && to !== undefined ? [to] : [])).sort().at(-1);
}

function firstOf(rest: string): { found: Found; length: number } | undefined {
  for (const [pattern, read] of RULE_BOOK) {
    const match = pattern.exec(rest);
    if (match !== null) return { found: read(match.groups ?? {}, match[0]), length: match[0].length };
  }
  return undefined;
}

const day = (date: Date): string => formatISO(date, { representation: 'date' });

function months(year: number, month: number, count: number): Found {
  const first = new Date(year, month, 1);
  return period(day(first), day(subDays(addMonths(first, count), 1)));
}

function oneDay(year: number, month: number, date: number): Found {
  const found = new Date(year, month, date);
  if (found.getMonth() !== month || found.getDate() !== date) return { ambiguity: 'WORDS_NOT_KNOWN' };
  return period(day(found), day(found));
}

/** December to February, where the text names both years. */
function winter(year: number, next: string): Found {
  if (Number(next.slice(-1)) !== (year + 1) % 10) return { ambiguity: 'WHICH_YEAR' };
  return period(day(new Date(year, 11, 1)), day(endOfMonth(parseISO(`${year + 1}-02-01`))));
}

/** Two digits are of this century. */
function asYear(text: string): number {
  const digits = text.replace(/\D/g, '');
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

function asMonth(text: string): number {
  return MONTHS.findIndex((name) => name.startsWith(text.toLowerCase().replace('.', '').slice(0, 3)));
}

function asNumber(text: string): number {
  const word = NUMBERS.indexOf(text.toLowerCase());
  return word < 0 ? Number(text) : word + 1;
}
