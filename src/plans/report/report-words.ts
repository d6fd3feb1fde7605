import type { PlanReport } from './plan-report';
import { instantWords, RAG_MEANINGS, RAG_WORDS } from './words';
import { Rag } from '../plan.enums';

/** Sentences and headings that all formats have alike. */
export const HEADINGS = { introduction: 'Introduction', summary: 'Summary', figures: 'Where the plan stands', ratings: 'Ratings', states: 'Deadlines', watch: 'To watch', closed: 'Closed since the last review', review: 'Review and sharing', reviewed: 'Reviewed by', shared: 'Shared with' } as const;

export function subtitle(report: PlanReport): string {
  return `Action plan report, ${moment(report)}`;
}

/** Of when the report tells, and what it takes for known. */
export function moment({ asOfWords, knownAt }: PlanReport): string {
  return `as of ${asOfWords}${knownAt === null ? '' : `, as was known on ${instantWords(knownAt)}`}`;
}

/** What a reader must know of the report itself. */
export function remarks({ since, changed, names, asOfWords }: PlanReport): string[] {
  return [
    since === null
      ? `No review before ${asOfWords} is on record, so no changes are marked.`
      : `${changed === 0 ? 'No action has' : `${changed} ${changed === 1 ? 'action has' : 'actions have'}`} changed since the last review (${since})${changed === 0 ? '' : '; changes are marked “Changed”'}.`,
    `Ratings: ${Object.values(Rag).map((rag) => `${RAG_WORDS[rag]}: ${RAG_MEANINGS[rag]}`).join('; ')}.`,
    'Overdue: the date has passed, and nobody has reported that the action is achieved.',
    ...(names ? ['It may name persons: for those who work with the plan, not for publication.'] : []),
  ];
}

/** How a change is told in a cell, in words and not by colour alone. */
export function changeText(text: string): string {
  return `Changed: ${text}`;
}
