import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { areaIdsOf, termIdsOf } from '../organisations/named.lookup';
import { agesOf } from '../organisations/organisation-rules';
import type { CreateCriteriaSetInput, CriterionInput } from './criteria-set.input';
import { checkCriteriaSet } from './criteria-set.rules';

const FAULTS: ConstraintFaults = {
  criteria_evidence_kind_fkey: () => new UserFault('INVALID', 'There is no such kind of evidence.', ['criteria']),
  criteria_sets_one_a_day: () => new UserFault('INVALID', 'Another version of the set is in force on some of these days.', ['from']),
  // Two who make the first version at once: the second is too late.
  criteria_sets_version_unique: () => new UserFault('CONFLICT', 'Somebody else made this version.', ['expectedVersion']),
};

interface Standing {
  readonly id: string;
  readonly version: number;
  readonly area_id: string | null;
  readonly from: string;
}

/** The next version of a set, or its first. The former one ends the day before. @returns the uuid of the version. */
export async function createCriteriaSet(writing: Writing, input: CreateCriteriaSetInput): Promise<string> {
  checkCriteriaSet(input);
  return makeChange(writing, 'createCriteriaSet', input, FAULTS, async (manager) => {
    const areaId = input.area == null ? null : ((await areaIdsOf(manager, [input.area], ['area'])).get(input.area) ?? null);
    const [former] = (await manager.query(
      `select id, version, area_id, lower(valid)::text as "from" from criteria_sets where code = $1 order by version desc limit 1 for update`,
      [input.code],
    )) as Standing[];
    await requireKeeper(manager, writing, areaId, 'area');
    if (former !== undefined) await endFormer(manager, writing, former, input);
    else if (input.expectedVersion != null) throw new UserFault('NOT_FOUND', `No criteria set has the code ${input.code} yet: leave expectedVersion out.`, ['expectedVersion']);
    const id = uuidv7();
    await manager.query(`insert into criteria_sets (id, code, version, name, description, area_id, valid) values ($1, $2, $3, $4, $5, $6, daterange($7::date, $8::date + 1))`, [
      id, input.code, (former?.version ?? 0) + 1, input.name.trim(), input.description ?? null, areaId, input.from, input.to ?? null,
    ]);
    await writeCriteria(manager, id, input.criteria);
    return id;
  });
}

async function endFormer(manager: EntityManager, writing: Writing, former: Standing, input: CreateCriteriaSetInput): Promise<void> {
  await requireKeeper(manager, writing, former.area_id, 'code');
  if (input.expectedVersion !== former.version) {
    throw new UserFault('CONFLICT', `The set stands at version ${former.version}${input.expectedVersion == null ? ': say that you replace it' : `, not ${input.expectedVersion}`}.`, ['expectedVersion'], former.version);
  }
  if (input.from <= former.from) throw new UserFault('INVALID', `Version ${former.version} begins on ${former.from}: the next one begins later.`, ['from']);
  await manager.query(`update criteria_sets set valid = valid * daterange(null, $2::date) where id = $1`, [former.id, input.from]);
}

/** Coordinators keep the sets of their areas; those of no area are the administrators'. */
async function requireKeeper(manager: EntityManager, { viewer }: Writing, areaId: string | null, path: string): Promise<void> {
  if (viewer.role === 'ADMIN') return;
  const [row] = areaId === null ? [] : ((await manager.query('select viewer_keeps_area($1) as keeps', [areaId])) as { keeps: boolean }[]);
  if (row?.keeps !== true) throw new UserFault('FORBIDDEN', 'This criteria set is not yours to keep: name an area of yours.', [path]);
}

async function writeCriteria(manager: EntityManager, setId: string, criteria: readonly CriterionInput[]): Promise<void> {
  const rows = criteria.map((one, at) => ({
    id: uuidv7(), code: one.code, position: at + 1, name: one.name.trim(), kind: one.kind, weight: one.weight, guidance: one.guidance ?? null, remedy: one.remedy ?? null,
    evidence_kind: one.evidenceKind ?? null, months: one.months ?? null, amount: one.amount ?? null, at_least: one.atLeast ?? 1, schemes: one.schemes ?? [],
    bands: one.appliesToSizeBands ?? null, ages: agesOf(one.appliesToAges), contract_from: one.appliesToContractsFrom ?? null,
  }));
  await manager.query(
    `insert into criteria (id, set_id, code, position, name, kind, weight, guidance, remedy, evidence_kind, months, amount, at_least, schemes, applies_size_bands, applies_ages, applies_contract_from)
     select r.id, $1, r.code, r.position, r.name, r.kind, r.weight, r.guidance, r.remedy, r.evidence_kind, r.months, r.amount, r.at_least, r.schemes, r.bands, r.ages, r.contract_from
     from json_to_recordset($2::json) r (id uuid, code text, position integer, name text, kind text, weight text, guidance text, remedy text, evidence_kind text, months integer,
       amount numeric, at_least integer, schemes text[], bands text[], ages numrange, contract_from numeric)`,
    [setId, JSON.stringify(rows)],
  );
  for (const [at, one] of criteria.entries()) {
    const id = rows[at]?.id;
    if (one.appliesToCategories != null && one.appliesToCategories.length > 0) {
      const terms = await termIdsOf(manager, one.appliesToCategories, 'CATEGORY', ['criteria', String(at), 'appliesToCategories']);
      await manager.query('insert into criterion_terms (criterion_id, term_id) select $1, unnest($2::uuid[])', [id, [...new Set(terms.values())]]);
    }
    if (one.courses != null && one.courses.length > 0) await writeCourses(manager, id, one.courses, at);
  }
}

async function writeCourses(manager: EntityManager, criterionId: string | undefined, codes: readonly string[], at: number): Promise<void> {
  const found = (await manager.query('select id, code from shown.courses where code = any($1::text[])', [codes])) as { id: string; code: string }[];
  const unknown = codes.find((code) => !found.some((course) => course.code === code));
  if (unknown !== undefined) throw new UserFault('INVALID', `There is no course with the code ${unknown.slice(0, 40)}.`, ['criteria', String(at), 'courses']);
  await manager.query('insert into criterion_courses (criterion_id, course_id) select $1, unnest($2::uuid[])', [criterionId, found.map(({ id }) => id)]);
}
