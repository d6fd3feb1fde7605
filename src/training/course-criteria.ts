import type { EntityManager } from 'typeorm';
import type { Writing } from '../graphql/change';
import type { NamedCriterionInput } from './course.input';

export type NamesCriteria = (manager: EntityManager, writing: Writing, courseId: string, named: readonly NamedCriterionInput[]) => Promise<void>;

let ofEligibility: NamesCriteria | undefined;

/** What criteria are is known to a later domain, which says here how a course names those that it satisfies. */
export function namesCriteria(how: NamesCriteria): void {
  ofEligibility = how;
}

/** Writes down which criteria a course satisfies; nothing where that is not said. */
export async function nameCriteria(manager: EntityManager, writing: Writing, courseId: string, named: readonly NamedCriterionInput[] | null | undefined): Promise<void> {
  if (named === undefined) return;
  if (ofEligibility === undefined) throw new Error('Nobody said what a criterion is.');
  await ofEligibility(manager, writing, courseId, named ?? []);
}
