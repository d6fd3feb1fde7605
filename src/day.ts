import { formatISO } from 'date-fns/formatISO';
import { parseISO } from 'date-fns/parseISO';
import { subDays } from 'date-fns/subDays';
import { subMonths } from 'date-fns/subMonths';
import { ArgumentError } from './errors';

const MOST_MONTHS = 600;

/** The day so many calendar months before another; the last of a shorter month where it has no such day. */
export function monthsBefore(day: string, months: number): string {
  if (!(months >= 0 && months <= MOST_MONTHS)) throw new ArgumentError('BAD_RANGE', 'months', `months must be 0 to ${MOST_MONTHS}, not ${months}.`);
  return formatISO(subMonths(parseISO(day), months), { representation: 'date' });
}

export function dayBefore(day: string): string {
  return formatISO(subDays(parseISO(day), 1), { representation: 'date' });
}
