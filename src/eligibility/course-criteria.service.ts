import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { callerOf } from '../access/viewer';
import { UserFault } from '../errors';
import type { Writing } from '../graphql/change';
import type { NamedCriterionInput } from '../training/course.input';

interface Known {
  readonly id: string;
  readonly set: string;
  readonly code: string;
  readonly kind: string;
  /** Whether whoever asks keeps the set. */
  readonly kept: boolean;
  /** Whether the course names it now, and whether the set names the course itself. */
  readonly named: boolean;
  readonly by_set: boolean;
}

/**
 * Makes the criteria that are named those that a course satisfies, of all versions of their sets that are in force or to
 * come. What a set says itself stands. Only who keeps a set says what satisfies it.
 */
export async function nameCriteriaOfCourse(manager: EntityManager, writing: Writing, courseId: string, named: readonly NamedCriterionInput[]): Promise<void> {
  const known = await criteriaToCome(manager, writing, courseId);
  const meant = new Set(named.flatMap((one, at) => idsMeant(known, one, ['satisfies', String(at)])));
  const added = known.filter((one) => meant.has(one.id) && !one.named && !one.by_set);
  const dropped = known.filter((one) => one.named && !meant.has(one.id));
  const foreign = [...added, ...dropped].find(({ kept }) => !kept);
  if (foreign !== undefined) throw new UserFault('FORBIDDEN', `The criteria set ${foreign.set} is not yours to keep: leave what is said of it as it is.`, ['satisfies']);
  const now = writing.clock.now();
  await manager.query('update course_criteria set withdrawn_at = $3 where course_id = $1 and criterion_id = any($2::uuid[]) and withdrawn_at is null', [courseId, dropped.map(({ id }) => id), now]);
  await manager.query(
    'insert into course_criteria (id, course_id, criterion_id, named_by, named_at) select x.id, $1, x.criterion_id, $4, $5 from unnest($2::uuid[], $3::uuid[]) x (id, criterion_id)',
    [courseId, added.map(() => uuidv7()), added.map(({ id }) => id), callerOf(writing.viewer), now],
  );
}

async function criteriaToCome(manager: EntityManager, { viewer, clock }: Writing, courseId: string): Promise<Known[]> {
  return (await manager.query(
    `select c.id, s.code as "set", c.code, c.kind, $3 or coalesce(viewer_keeps_area(s.area_id), false) as kept,
       exists (select from course_criteria n where n.criterion_id = c.id and n.course_id = $1 and n.withdrawn_at is null) as named,
       exists (select from criterion_courses n where n.criterion_id = c.id and n.course_id = $1) as by_set
     from criteria c join criteria_sets s on s.id = c.set_id where upper_inf(s.valid) or upper(s.valid) > $2::date order by s.code, s.version, c.position`,
    [courseId, clock.today(), viewer.role === 'ADMIN'],
  )) as Known[];
}

function idsMeant(known: readonly Known[], { set, criterion }: NamedCriterionInput, path: readonly string[]): string[] {
  const ofSet = known.filter((one) => one.set === set);
  if (ofSet.length === 0) throw new UserFault('UNKNOWN_SET', `No criteria set with the code ${set.slice(0, 40)} is in force or to come.`, [...path, 'set']);
  const meant = ofSet.filter((one) => one.code === criterion);
  if (meant.length === 0) throw new UserFault('INVALID', `The criteria set ${set} has no criterion ${criterion.slice(0, 40)}.`, [...path, 'criterion']);
  const ofTraining = meant.filter(({ kind }) => kind === 'TRAINING_CURRENT');
  if (ofTraining.length === 0) throw new UserFault('INVALID', `${criterion} does not ask for training: no course satisfies it.`, [...path, 'criterion']);
  return ofTraining.map(({ id }) => id);
}
