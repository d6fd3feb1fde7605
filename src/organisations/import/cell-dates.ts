import { CellFault } from './cell-values';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/;
const BRITISH = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: [\d:]+)?$/;
const SPOKEN = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i;
const MONTHS = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
/** Days as spreadsheets count them, 1927 to 2119: fewer digits are rather a year, more rather something else. */
const SERIAL = /^[1-7]\d{4}(\.\d+)?$/;
/** What spreadsheets count from, so that the days after February 1900 come out right. */
const SERIAL_START = Date.UTC(1899, 11, 30);
const DAY = 86_400_000;
const EARLIEST_YEAR = 600;
const LATEST_YEAR = 2200;

/**
 * A day as YYYY-MM-DD, from that (also with a time of day), `31/12/2020`, `31 Dec 2020`, or the serial number that a
 * spreadsheet leaves behind. Day before month, as in Britain: `12/31/2020` is no day.
 */
export function parseDay(text: string): string {
  if (SERIAL.test(text)) return new Date(SERIAL_START + Math.floor(Number(text)) * DAY).toISOString().slice(0, 10);
  const iso = ISO.exec(text);
  if (iso !== null) return asDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const british = BRITISH.exec(text);
  if (british !== null) return asDay(Number(british[3]), Number(british[2]), Number(british[1]));
  const spoken = SPOKEN.exec(text);
  const month = spoken === null ? -1 : MONTHS.findIndex((name) => name === spoken[2]?.toLowerCase() || name.slice(0, 3) === spoken[2]?.toLowerCase());
  if (spoken === null || month < 0) throw new CellFault('is not a day (YYYY-MM-DD or DD/MM/YYYY)');
  return asDay(Number(spoken[3]), month + 1, Number(spoken[1]));
}

function asDay(year: number, month: number, day: number): string {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real || year < EARLIEST_YEAR || year > LATEST_YEAR) throw new CellFault('is not a day of the calendar');
  return date.toISOString().slice(0, 10);
}
