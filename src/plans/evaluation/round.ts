import { addDays } from 'date-fns/addDays';
import { addMonths } from 'date-fns/addMonths';
import { addYears } from 'date-fns/addYears';
import { formatISO } from 'date-fns/formatISO';
import { isValid } from 'date-fns/isValid';
import { parseISO } from 'date-fns/parseISO';

const ROUND = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** The days of a round that is written as a day, a month or a year, half-open as PostgreSQL writes them; undefined: it is none of these. */
export function daysOfRound(written: string): { readonly from: string; readonly range: string } | undefined {
  const found = ROUND.exec(written);
  if (found === null) return undefined;
  const [, year = '', month, day] = found;
  const from = parseISO(`${year}-${month ?? '01'}-${day ?? '01'}`);
  if (!isValid(from) || year < '1900') return undefined;
  const end = day !== undefined ? addDays(from, 1) : month !== undefined ? addMonths(from, 1) : addYears(from, 1);
  const [first, next] = [from, end].map((one) => formatISO(one, { representation: 'date' })) as [string, string];
  return { from: first, range: `[${first},${next})` };
}
