/** Why a cell cannot be taken; continues "this value …". */
export class CellFault extends Error {}

/** How lists write that nothing is known. */
const MISSING = new Set(['', 'n/a', 'na', '#n/a', '-', '--', '—', '–', 'null', 'no data', 'not known', 'unknown']);
/** Blanks that are not U+0020, and characters without width. */
const ODD_BLANKS = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const NO_WIDTH = /[\u200b-\u200d\u2060\ufeff]/g;
const NOT_PLAIN = /[^\x20-\x7e]/;

/** A cell without the dirt of spreadsheets; undefined when it says that nothing is known. */
export function cleanText(given: string): string | undefined {
  const text = (NOT_PLAIN.test(given) ? given.replace(NO_WIDTH, '').replace(ODD_BLANKS, ' ') : given).trim();
  if (text.length < 10 && MISSING.has(text.toLowerCase())) return undefined;
  // PostgreSQL's text cannot hold it, and no word has it.
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}

/** A name or another text of one line. */
export function oneLine(text: string): string {
  return /\s\s|[\t\r\n]/.test(text) ? text.replace(/\s+/g, ' ') : text;
}

/** Pounds, exclusive: what the columns can hold, some fifty times the largest charity's income. */
const LARGEST_MONEY = 1_000_000_000_000;
const PLAIN_NUMBER = /^\d+(\.\d+)?$/;
const GROUPED_NUMBER = /^\d{1,3}([, ]\d{3})+(\.\d+)?$/;

/** Pounds as exact decimal text with at most two places, from `£1,234.50`, `1 234`, `1234.0` or `GBP 12`. */
export function parseMoney(text: string): string {
  const bare = text.replace(/^(£|gbp)\s*/i, '').replace(/\s*(£|gbp)$/i, '');
  if (bare.startsWith('-') || /^\(.*\)$/.test(bare)) throw new CellFault('is negative');
  if (!PLAIN_NUMBER.test(bare) && !GROUPED_NUMBER.test(bare)) throw new CellFault('is not an amount in pounds');
  const [whole = '0', pence = ''] = bare.replace(/[, ]/g, '').split('.');
  const kept = pence.replace(/0+$/, '');
  if (kept.length > 2) throw new CellFault('has parts of a penny');
  if (Number(whole) >= LARGEST_MONEY) throw new CellFault('is too large');
  const pounds = whole.replace(/^0+(?=\d)/, '');
  return kept === '' ? pounds : `${pounds}.${kept.padEnd(2, '0')}`;
}

/** A count of people, halves allowed (full-time equivalents), as exact decimal text. */
export function parseCount(text: string): string {
  if (!PLAIN_NUMBER.test(text) && !GROUPED_NUMBER.test(text)) throw new CellFault('is not a number of people');
  const [whole = '0', part = ''] = text.replace(/[, ]/g, '').split('.');
  if (whole.length > 9 || part.length > 6) throw new CellFault('is not a number of people');
  const kept = part.replace(/0+$/, '');
  const people = whole.replace(/^0+(?=\d)/, '');
  return kept === '' ? people : `${people}.${kept}`;
}

/** Oldest age that a service can speak of, in years. */
const OLDEST = 130;

/** An age in years; a fraction (2.5) is taken as it stands. */
export function parseAge(text: string): number {
  const age = Number(text.replace(/\.0+$/, ''));
  if (!PLAIN_NUMBER.test(text) || age > OLDEST) throw new CellFault(`is not an age (0 to ${OLDEST})`);
  return age;
}

/** Printed ages as the stored half-open range: "0 to 25" is [0,26); a missing bound is unbounded. */
export function ageRange(from: number | undefined, to: number | undefined): string | undefined {
  if (from === undefined && to === undefined) return undefined;
  if (from !== undefined && to !== undefined && from > to) throw new CellFault('is above ages_to');
  const upper = to === undefined ? '' : Number.isInteger(to) ? to + 1 : to;
  // A fractional upper bound is exclusive as it stands, so it may not equal the lower one.
  if (from !== undefined && from === upper) throw new CellFault('is not below ages_to');
  return `[${from ?? ''},${upper})`;
}

export function parseYear(text: string): number {
  const year = Number(text.replace(/\.0$/, ''));
  if (!Number.isInteger(year) || year < 1900 || year > 2200) throw new CellFault('is not a year');
  return year;
}

export function parseCoordinate(text: string, limit: number): number {
  const degrees = Number(text);
  if (!/^-?\d+(\.\d+)?$/.test(text) || Math.abs(degrees) > limit) throw new CellFault('is not in degrees');
  return degrees;
}

const YES = new Set(['true', 'yes', 'y', '1', 'active', 'registered', 'open']);
const NO = new Set(['false', 'no', 'n', '0', 'inactive', 'removed', 'closed', 'deregistered']);

export function parseYesNo(text: string): boolean {
  const word = text.toLowerCase().replace(/\.0$/, '');
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw new CellFault('is neither true nor false');
}

/** One of the enum's words, however it is written: `Social enterprise` is SOCIAL_ENTERPRISE. */
export function parseWord<Word extends string>(text: string, words: readonly Word[]): Word {
  const wanted = text.toUpperCase().replace(/[\s-]+/g, '_');
  const found = words.find((word) => word === wanted);
  if (found === undefined) throw new CellFault(`is not one of ${words.join(', ')}`);
  return found;
}

/** The parts of a list in one cell, without empty and repeated ones. */
export function parseList(text: string): string[] {
  return [...new Set(text.split(';').map((part) => part.trim()))].filter((part) => cleanText(part) !== undefined);
}

/** A web address; what names no protocol is taken for http, as browsers do. */
export function parseWebsite(text: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!/^https?:\/\/[^\s/:@]+\.[^\s/:@.]{2,}(:\d+)?([/?#]\S*)?$/i.test(address)) throw new CellFault('is not a web address');
  return address;
}

export function parseEmail(text: string): string {
  const address = text.replace(/^mailto:/i, '');
  if (!/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/.test(address)) throw new CellFault('is not an e-mail address');
  return address;
}

export function parsePhone(text: string): string {
  if (!/^[+\d(][\d\s()./-]*(\s*(ext|x)\.?\s*\d+)?$/i.test(text) || text.replace(/\D/g, '').length < 3) throw new CellFault('is not a telephone number');
  return text;
}
