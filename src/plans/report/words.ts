import { format } from 'date-fns/format';
import { parseISO } from 'date-fns/parseISO';
import type { TargetState } from '../measures/measure.enums';
import type { DueState, Rag } from '../plan.enums';

/** A day as people write it: 31 January 2027. */
export function dayWords(day: string): string {
  return format(parseISO(day), 'd MMMM yyyy');
}

const londonDate = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', day: 'numeric', month: 'long', year: 'numeric' });
const londonHour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** An instant as people in London write it: 31 January 2027 at 09:30. */
export function instantWords(instant: string): string {
  const at = new Date(instant);
  return `${londonDate.format(at)} at ${londonHour.format(at)}`;
}

export const RAG_WORDS: Readonly<Record<Rag, string>> = { GREEN: 'Green', AMBER: 'Amber', RED: 'Red', NOT_RATED: 'Not rated' };

/** What the ratings mean, as the plans that use them say. */
export const RAG_MEANINGS: Readonly<Record<Rag, string>> = { GREEN: 'progress is good', AMBER: 'work has started', RED: 'work has yet to start', NOT_RATED: 'nobody has rated it' };

/** Backgrounds, and texts on them with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3). */
export const RAG_COLOURS: Readonly<Record<Rag, { readonly fill: string; readonly text: string }>> = {
  GREEN: { fill: '00703C', text: 'FFFFFF' }, AMBER: { fill: 'FFBF00', text: '000000' }, RED: { fill: 'B8001F', text: 'FFFFFF' }, NOT_RATED: { fill: 'F3F2F1', text: '0B0C0C' },
};

export const STATE_WORDS: Readonly<Record<DueState, string>> = {
  ACHIEVED: 'Achieved', OVERDUE: 'Overdue', DUE_SOON: 'Due within 90 days', DUE_LATER: 'Due later', NO_DEADLINE: 'No deadline', AMBIGUOUS: 'Date to be confirmed', NO_DATE: 'No date given',
};

export const WATCH_WORDS = { slipped: 'Slipped beyond the first date', stale: 'No progress for six months' } as const;

export const TARGET_WORDS: Readonly<Record<TargetState, string>> = { REACHED: 'reached', NOT_YET: 'not yet reached', MISSED: 'missed', NO_VALUE: 'not known' };

/** How the rating reads in its cell. */
export function ratingWords(action: { readonly rag: Rag; readonly achieved: boolean }): string {
  return action.achieved ? `${RAG_WORDS[action.rag]}, achieved` : RAG_WORDS[action.rag];
}

/** A text of several paragraphs as such. */
export function paragraphs(text: string | null): string[] {
  return (text ?? '').split(/\n+/).map((part) => part.trim()).filter((part) => part !== '');
}
