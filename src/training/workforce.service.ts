import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import { sayAnew } from '../graphql/say-anew';
import { areaIdsOf } from '../organisations/named.lookup';
import { checkAmount, checkCount, checkWords, keptAreaId, keyFrom, lockOrganisation, requireOpen, requireVersion, uuidFrom } from './training-rules';
import type {
  EndDutyInput, MeetDevelopmentNeedInput, RecordDevelopmentNeedInput, RecordDutyInput, RecordPassportProgressInput, RecordTrainingBudgetInput,
} from './workforce.input';

const FAULTS: ConstraintFaults = {
  organisation_duties_has_days: () => new UserFault('INVALID', 'A duty ends on its first day or later.', ['to']),
  organisation_duties_no_overlap: () => new UserFault('ALREADY', 'It has this duty for some of these days.', ['from']),
  development_needs_order: () => new UserFault('INVALID', 'A need is met on the day on which it was recorded, or later.', ['metOn']),
};
const CURRENCY = /^[A-Z]{3}$/;
const STANDING_COUNT =
  'select version from passport_progress_versions join passport_progress using (organisation_id, unit_id, counted_on) where organisation_id = $1 and unit_id = $2 and counted_on = $3';

/** These changes return the uuid of the organisation. */
export async function recordDuty(writing: Writing, input: RecordDutyInput): Promise<string> {
  checkWords(input.source, 'source');
  if (input.to != null && input.to < input.from) throw new UserFault('INVALID', 'A duty ends on its first day or later.', ['to']);
  if (input.area == null && input.duty !== 'LEAD_PROFESSIONAL') throw new UserFault('INVALID', 'Say whose list or team it is.', ['area']);
  return makeChange(writing, 'recordDuty', input, FAULTS, async (manager) => {
    const id = await keptOrganisation(manager, input.id);
    await requireOpen(manager, id, input.from, 'from');
    const areaId = input.area == null ? null : ((await areaIdsOf(manager, [input.area], ['area'])).get(input.area) ?? null);
    if (areaId !== null) await requireAtHome(manager, id, areaId, input.from);
    await manager.query('insert into organisation_duties (id, organisation_id, duty, area_id, valid, source) values ($1, $2, $3, $4, daterange($5::date, $6::date + 1), $7)', [
      uuidv7(), id, input.duty, areaId, input.from, input.to ?? null, input.source?.trim() ?? null,
    ]);
    return id;
  });
}

/** A team is known by its list, which whoever keeps the organisation alone does not lengthen elsewhere. */
async function requireAtHome(manager: EntityManager, id: string, areaId: string, day: string): Promise<void> {
  const [row] = (await manager.query(
    `select viewer_keeps_area($2) or exists (
       select from shown.area_reach r where r.target_id = $2 and r.served_id in (
         select unnest(array[o.directory_area_id, o.based_in_id]) from shown.organisations o where o.id = $1
         union all select s.area_id from shown.areas_served s where s.organisation_id = $1 and s.valid @> $3::date)) as may`,
    [id, areaId, day],
  )) as { may: boolean }[];
  if (row?.may !== true) throw new UserFault('FORBIDDEN', 'The organisation neither is nor serves there: say first that it serves this area, or ask who looks after it.', ['area']);
}

export async function endDuty(writing: Writing, input: EndDutyInput): Promise<string> {
  return makeChange(writing, 'endDuty', input, FAULTS, async (manager) => {
    const duty = await claimPart(manager, 'organisation_duties', input.id, input.expectedVersion);
    const [row] = (await manager.query('select lower(valid) > $2::date as early from organisation_duties where id = $1', [input.id, input.lastDay])) as { early: boolean | null }[];
    if (row?.early === true) throw new UserFault('INVALID', 'A duty ends on its first day or later.', ['lastDay']);
    await manager.query('update organisation_duties set valid = daterange(lower(valid), $2::date + 1), version = version + 1 where id = $1', [input.id, input.lastDay]);
    return duty;
  });
}

export async function recordPassportProgress(writing: Writing, input: RecordPassportProgressInput): Promise<string> {
  checkCount(input.volunteers, 0, 'volunteers');
  checkWords(input.source, 'source');
  requirePast(writing, input.countedOn, 'countedOn');
  return makeChange(writing, 'recordPassportProgress', input, FAULTS, async (manager) => {
    // Two who count at once wait for each other.
    const id = await keptOrganisation(manager, input.id, 'no key update');
    const [unit] = (await manager.query('select id from passport_units where code = $1', [input.unit])) as { id: string }[];
    if (unit === undefined) throw new UserFault('UNKNOWN_UNIT', `The Passport has no unit ${input.unit.slice(0, 40)}.`, ['unit']);
    const values = [id, unit.id, input.countedOn];
    await sayAnew(manager, { sql: STANDING_COUNT, values }, input.expectedVersion, async () => {
      await manager.query(
        `insert into passport_progress (organisation_id, unit_id, counted_on, id, volunteers, source) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint passport_progress_one do update set volunteers = excluded.volunteers, source = excluded.source`,
        [...values, uuidv7(), input.volunteers, input.source?.trim() ?? null],
      );
    });
    return id;
  });
}

export async function recordDevelopmentNeed(writing: Writing, input: RecordDevelopmentNeedInput): Promise<string> {
  checkWords(input.need, 'need');
  checkWords(input.source, 'source');
  checkCount(input.people, 1, 'people');
  const on = input.recordedOn ?? writing.clock.today();
  requirePast(writing, on, 'recordedOn');
  return makeChange(writing, 'recordDevelopmentNeed', input, FAULTS, async (manager) => {
    const id = await keptOrganisation(manager, input.id);
    await manager.query('insert into development_needs (id, organisation_id, subject, need, people, recorded_on, source) values ($1, $2, $3, $4, $5, $6, $7)', [
      uuidv7(), id, input.subject, input.need.trim(), input.people ?? null, on, input.source?.trim() ?? null,
    ]);
    return id;
  });
}

export async function meetDevelopmentNeed(writing: Writing, input: MeetDevelopmentNeedInput): Promise<string> {
  const on = input.metOn ?? writing.clock.today();
  requirePast(writing, on, 'metOn');
  return makeChange(writing, 'meetDevelopmentNeed', input, FAULTS, async (manager) => {
    const need = await claimPart(manager, 'development_needs', input.id, input.expectedVersion);
    await manager.query('update development_needs set met_on = $2, version = version + 1 where id = $1', [input.id, on]);
    return need;
  });
}

/** @returns the uuid of the budget. */
export async function recordTrainingBudget(writing: Writing, input: RecordTrainingBudgetInput): Promise<string> {
  checkWords(input.name, 'name');
  checkWords(input.source, 'source');
  checkAmount(input.amount, 'amount');
  if (input.currency != null && !CURRENCY.test(input.currency)) throw new UserFault('INVALID', 'A currency is an ISO 4217 code such as GBP.', ['currency']);
  if (input.to != null && input.to < input.from) throw new UserFault('INVALID', 'A budget ends on its first day or later.', ['to']);
  return makeChange(writing, 'recordTrainingBudget', input, FAULTS, async (manager) => {
    const id = uuidv7();
    const areaId = await keptAreaId(manager, input.area, 'area');
    await manager.query('insert into training_budgets (id, name, area_id, valid, amount, currency, source) values ($1, $2, $3, daterange($4::date, $5::date + 1), $6, $7, $8)', [
      id, input.name.trim(), areaId, input.from, input.to ?? null, input.amount, input.currency ?? 'GBP', input.source.trim(),
    ]);
    return id;
  });
}

function requirePast(writing: Writing, day: string, path: string): void {
  if (day > writing.clock.today()) throw new UserFault('INVALID', `${path} lies in the future.`, [path]);
}

async function keptOrganisation(manager: EntityManager, nodeId: string, lock: 'share' | 'no key update' = 'share'): Promise<string> {
  const id = uuidFrom('Organisation', nodeId, 'id');
  if (!(await lockOrganisation(manager, id, 'id', lock)).kept) throw new UserFault('FORBIDDEN', 'This entry is not yours to change.', ['id']);
  return id;
}

/** Locks a part of an organisation that the viewer looks after. @returns the uuid of the organisation. */
async function claimPart(manager: EntityManager, table: 'organisation_duties' | 'development_needs', key: string, expectedVersion: number): Promise<string> {
  const [row] = (await manager.query(`select organisation_id, version from ${table} where id = $1 for update`, [keyFrom(key)])) as { organisation_id: string; version: number }[];
  if (row === undefined) throw new UserFault('NOT_FOUND', 'There is none with this key.', ['id']);
  if (!(await lockOrganisation(manager, row.organisation_id, 'id')).kept) throw new UserFault('FORBIDDEN', 'This entry is not yours to change.', ['id']);
  requireVersion(expectedVersion, row.version);
  return row.organisation_id;
}
