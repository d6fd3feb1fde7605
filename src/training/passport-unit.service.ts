import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import type { CreatePassportUnitInput, UpdatePassportUnitInput } from './passport-unit.input';
import { assignments, checkCount, checkWords, requireVersion } from './training-rules';

const CODE = /^[A-Z0-9]+(-[A-Z0-9]+)*$/;
const MOST_CHARACTERS = 40;

const FAULTS: ConstraintFaults = {
  passport_units_code_unique: () => new UserFault('TAKEN', 'Another unit has this code.', ['code']),
  passport_prerequisites_not_self: () => new UserFault('INVALID', 'A unit does not come before itself.', ['prerequisites']),
};

/** Both return the uuid of the unit. */
export async function createPassportUnit(writing: Writing, input: CreatePassportUnitInput): Promise<string> {
  if (!CODE.test(input.code) || input.code.length > MOST_CHARACTERS) throw new UserFault('INVALID', `A code has capital letters, digits and single hyphens, ${MOST_CHARACTERS} at most.`, ['code']);
  checkUnit(input);
  return makeChange(writing, 'createPassportUnit', input, FAULTS, async (manager) => {
    await lockPathway(manager);
    const id = uuidv7();
    await manager.query(
      `insert into passport_units (id, code, name, position, description) values ($1, $2, $3, coalesce($4::int, (select coalesce(max(position), 0) + 1 from passport_units)), $5)`,
      [id, input.code, input.name.trim(), input.position ?? null, input.description?.trim() ?? null],
    );
    await writePrerequisites(manager, id, input.prerequisites ?? []);
    return id;
  });
}

export async function updatePassportUnit(writing: Writing, input: UpdatePassportUnitInput): Promise<string> {
  checkUnit(input);
  return makeChange(writing, 'updatePassportUnit', input, FAULTS, async (manager) => {
    await lockPathway(manager);
    const [unit] = (await manager.query('select id, version from passport_units where code = $1', [input.id])) as { id: string; version: number }[];
    if (unit === undefined) throw new UserFault('NOT_FOUND', 'The Passport has no such unit.', ['id']);
    requireVersion(input.expectedVersion, unit.version);
    const { sql, values } = assignments({ name: input.name?.trim(), position: input.position ?? undefined, description: input.description === undefined ? undefined : (input.description?.trim() ?? null) }, 2);
    await manager.query(`update passport_units set version = version + 1${sql} where id = $1`, [unit.id, ...values]);
    if (input.prerequisites != null) await writePrerequisites(manager, unit.id, input.prerequisites);
    return unit.id;
  });
}

function checkUnit(input: { name?: string | null; position?: number | null; description?: string | null }): void {
  checkWords(input.name, 'name');
  checkWords(input.description, 'description');
  checkCount(input.position, 1, 'position');
}

/** One change of the pathway at a time: two could close a circle together that neither closes alone. */
async function lockPathway(manager: EntityManager): Promise<void> {
  await manager.query('lock table passport_units in share row exclusive mode');
}

async function writePrerequisites(manager: EntityManager, id: string, codes: readonly string[]): Promise<void> {
  const found = (await manager.query('select id, code from passport_units where code = any($1::text[])', [codes])) as { id: string; code: string }[];
  const unknown = codes.findIndex((code) => !found.some((unit) => unit.code === code));
  if (unknown >= 0) throw new UserFault('UNKNOWN_UNIT', `The Passport has no unit ${codes[unknown]?.slice(0, MOST_CHARACTERS)}.`, ['prerequisites', String(unknown)]);
  await manager.query('delete from passport_prerequisites where unit_id = $1', [id]);
  await manager.query('insert into passport_prerequisites (unit_id, required_id) select $1, x.id from unnest($2::uuid[]) x (id)', [id, found.map((unit) => unit.id)]);
  const circle = (await manager.query(
    `with recursive before (id) as (
       select q.required_id from passport_prerequisites q where q.unit_id = $1
       union select q.required_id from before b join passport_prerequisites q on q.unit_id = b.id
     ) select from before b where b.id = $1`,
    [id],
  )) as unknown[];
  if (circle.length > 0) throw new UserFault('INVALID', 'Each would have to come before the other.', ['prerequisites']);
}
