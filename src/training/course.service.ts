import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { sayAnew } from '../graphql/say-anew';
import { areaIdsOf, termIdsOf } from '../organisations/named.lookup';
import { foldName } from '../text/fold';
import { nameCriteria } from './course-criteria';
import type { CourseDetails, CreateCourseInput, SetTrainingTargetInput, UpdateCourseInput } from './course.input';
import { assignments, checkAmount, checkCount, checkWords, keptAreaId, lockOrganisation, requireKeptArea, requireVersion, uuidFrom } from './training-rules';

const CODE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MOST_CHARACTERS = 300;
const MOST_MONTHS = 600;

const FAULTS: ConstraintFaults = {
  courses_code_unique: () => new UserFault('TAKEN', 'Another course has this code.', ['code']),
  training_targets_year_plausible: () => new UserFault('INVALID', 'year is a year from 1990 to 2100.', ['year']),
};

const STANDING_TARGET = 'select version from training_target_versions join training_targets using (course_id, area_id, year) where course_id = $1 and area_id = $2 and year = $3';

/** Every change returns the uuid of the course that it leaves behind. */
export async function createCourse(writing: Writing, input: CreateCourseInput): Promise<string> {
  if (!CODE.test(input.code) || input.code.length > MOST_CHARACTERS) throw new UserFault('INVALID', 'A code has lower case letters, digits and single hyphens.', ['code']);
  checkCourse(input);
  return makeChange(writing, 'createCourse', input, FAULTS, async (manager) => {
    const id = uuidv7();
    const areaId = await keptAreaId(manager, input.area, 'area');
    const columns = await columnsOf(manager, input);
    await manager.query(
      'insert into courses (id, code, name, sort_name, subject, area_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $7)',
      [id, input.code, input.name.trim(), foldName(input.name), input.subject, areaId, writing.clock.now()],
    );
    const { sql, values } = assignments(columns, 2);
    if (values.length > 0) await manager.query(`update courses set id = id${sql} where id = $1`, [id, ...values]);
    await writeScope(manager, id, input);
    await nameCriteria(manager, writing, id, input.satisfies);
    return id;
  });
}

export async function updateCourse(writing: Writing, input: UpdateCourseInput): Promise<string> {
  checkCourse(input);
  return makeChange(writing, 'updateCourse', input, FAULTS, async (manager) => {
    const id = uuidFrom('Course', input.id, 'id');
    await claimCourse(manager, id, input.expectedVersion);
    const { sql, values } = assignments(
      {
        ...(await columnsOf(manager, input)),
        ...(input.area === undefined ? {} : { area_id: await keptAreaId(manager, input.area, 'area') }),
        ...(input.name == null ? {} : { name: input.name.trim(), sort_name: foldName(input.name) }),
        subject: input.subject ?? undefined,
        closed_on: input.closedOn,
      },
      3,
    );
    await manager.query(`update courses set version = version + 1, updated_at = $2${sql} where id = $1`, [id, writing.clock.now(), ...values]);
    await writeScope(manager, id, input);
    await nameCriteria(manager, writing, id, input.satisfies);
    return id;
  });
}

/** Those who keep the area set its target, whoever keeps the course. */
export async function setTrainingTarget(writing: Writing, input: SetTrainingTargetInput): Promise<string> {
  checkCount(input.organisations, 0, 'organisations');
  return makeChange(writing, 'setTrainingTarget', input, FAULTS, async (manager) => {
    const id = uuidFrom('Course', input.id, 'id');
    const [course] = (await manager.query('select id from courses where id = $1 for no key update', [id])) as object[];
    if (course === undefined) throw new UserFault('NOT_FOUND', 'There is no such course.', ['id']);
    const areaId = await keptAreaId(manager, input.area, 'area');
    const values = [id, areaId, input.year];
    await sayAnew(manager, { sql: STANDING_TARGET, values }, input.expectedVersion, async () => {
      if (input.organisations == null) {
        await manager.query('delete from training_targets where course_id = $1 and area_id = $2 and year = $3', values);
      } else {
        await manager.query(
          `insert into training_targets (course_id, area_id, year, id, organisations) values ($1, $2, $3, $4, $5)
           on conflict (course_id, area_id, year) do update set organisations = excluded.organisations where training_targets.organisations <> excluded.organisations`,
          [...values, uuidv7(), input.organisations],
        );
      }
    });
    return id;
  });
}

/** Locks a course for who keeps it, at the version that was looked at. */
export async function claimCourse(manager: EntityManager, id: string, expectedVersion: number): Promise<void> {
  const [course] = (await manager.query('select version, area_id from courses where id = $1 for update', [id])) as { version: number; area_id: string | null }[];
  if (course === undefined) throw new UserFault('NOT_FOUND', 'There is no such course.', ['id']);
  await requireKeptArea(manager, course.area_id, 'id');
  requireVersion(expectedVersion, course.version);
}

function checkCourse(input: CourseDetails & { name?: string | null }): void {
  if (input.name != null && (input.name.trim() === '' || input.name.length > MOST_CHARACTERS)) throw new UserFault('INVALID', `A name has 1 to ${MOST_CHARACTERS} characters.`, ['name']);
  for (const name of ['description', 'level', 'providerName'] as const) checkWords(input[name], name);
  checkAmount(input.cost, 'cost');
  if (input.validityMonths != null && !(input.validityMonths >= 1 && input.validityMonths <= MOST_MONTHS)) throw new UserFault('INVALID', `validityMonths is 1 to ${MOST_MONTHS}.`, ['validityMonths']);
}

async function columnsOf(manager: EntityManager, input: CourseDetails): Promise<Record<string, unknown>> {
  const provider = input.provider == null ? input.provider : uuidFrom('Organisation', input.provider, 'provider');
  if (provider != null) await lockOrganisation(manager, provider, 'provider');
  return {
    description: input.description, level: input.level, provider_id: provider, provider_name: input.providerName, cost: input.cost, validity_months: input.validityMonths,
    common_core: input.commonCore ?? undefined, scope_under_26: input.forUnder26 ?? undefined, scope_volunteers: input.forVolunteers ?? undefined, scope_contracted: input.forContracted ?? undefined,
  };
}

async function writeScope(manager: EntityManager, id: string, { forCategories, forAreas }: CourseDetails): Promise<void> {
  if (forCategories !== undefined) {
    const terms = await termIdsOf(manager, forCategories ?? [], 'CATEGORY', ['forCategories']);
    await replace(manager, 'course_scope_terms', 'term_id', id, [...terms.values()]);
  }
  if (forAreas !== undefined) {
    const areas = await areaIdsOf(manager, forAreas ?? [], ['forAreas']);
    await replace(manager, 'course_scope_areas', 'area_id', id, [...areas.values()]);
  }
}

async function replace(manager: EntityManager, table: string, column: string, courseId: string, ids: readonly string[]): Promise<void> {
  await manager.query(`delete from ${table} where course_id = $1 and ${column} <> all($2::uuid[])`, [courseId, ids]);
  await manager.query(`insert into ${table} (course_id, ${column}) select $1, x.id from unnest($2::uuid[]) x (id) on conflict do nothing`, [courseId, ids]);
}
