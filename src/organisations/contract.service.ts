import type { EntityManager } from 'typeorm';
import { v7 as uuidv7, validate as isUuid } from 'uuid';
import { UserFault } from '../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../graphql/change';
import type { EndContractInput, RecordContractInput } from './contract.input';
import { lockForPanel, organisationId, requireAtWork } from './entry-change';

const CURRENCY = /^[A-Z]{3}$/;
/** numeric(14, 2). */
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

const CONSTRAINT_FAULTS: ConstraintFaults = {
  contracts_has_days: () => new UserFault('INVALID', 'A contract ends on its first day or later.', ['to']),
};

/** Notes that somebody buys from an organisation. @returns the uuid of the organisation. */
export async function recordContract(writing: Writing, input: RecordContractInput): Promise<string> {
  checkContract(input);
  return makeChange(writing, 'recordContract', input, CONSTRAINT_FAULTS, async (manager) => {
    const id = organisationId(input.id);
    await lockForPanel(manager, id);
    const reference = input.reference?.trim() || null;
    const by = input.by.trim();
    await requireAtWork(manager, id, input.from);
    const like = (await manager.query(
      `select from contracts where organisation_id = $1 and lower(awarded_by) = lower($2) and reference is not distinct from $3 and coalesce(title, '') = coalesce($6, '')
         and valid && daterange($4::date, $5::date + 1)`,
      [id, by, reference, input.from, input.to ?? null, input.title?.trim() || null],
    )) as unknown[];
    if (like.length > 0) throw new UserFault('ALREADY', 'This contract of this buyer is on record for some of these days.', ['reference']);
    await manager.query(
      `insert into contracts (id, organisation_id, awarded_by, title, reference, value, currency, valid, source) values ($1, $2, $3, $4, $5, $6, $7, daterange($8::date, $9::date + 1), $10)`,
      [uuidv7(), id, by, input.title?.trim() || null, reference, input.value ?? null, input.currency ?? 'GBP', input.from, input.to ?? null, input.source.trim()],
    );
    await countAsChange(manager, writing, id);
    return id;
  });
}

/** Says on which day a contract ends. @returns the uuid of the organisation. */
export async function endContract(writing: Writing, input: EndContractInput): Promise<string> {
  return makeChange(writing, 'endContract', input, CONSTRAINT_FAULTS, async (manager) => {
    const [row] = isUuid(input.id) ? ((await manager.query('select organisation_id from contracts where id = $1', [input.id])) as { organisation_id: string }[]) : [];
    if (row === undefined) throw new UserFault('NOT_FOUND', 'There is no such contract.', ['id']);
    await lockForPanel(manager, row.organisation_id);
    const [contract] = (await manager.query('select version, lower(valid) > $2::date as too_early from contracts where id = $1', [input.id, input.lastDay])) as { version: number; too_early: boolean }[];
    if (contract?.version !== input.expectedVersion) {
      throw new UserFault('CONFLICT', `Somebody else changed it: it stands at version ${contract?.version}, not ${input.expectedVersion}.`, ['expectedVersion'], contract?.version ?? null);
    }
    if (contract.too_early) throw new UserFault('INVALID', 'A contract ends on its first day or later.', ['lastDay']);
    await manager.query('update contracts set valid = daterange(lower(valid), $2::date + 1), version = version + 1 where id = $1', [input.id, input.lastDay]);
    await countAsChange(manager, writing, row.organisation_id);
    return row.organisation_id;
  });
}

/** A contract goes back with its organisation: whoever takes a version back has seen those of that version. */
async function countAsChange(manager: EntityManager, { clock }: Writing, id: string): Promise<void> {
  await manager.query('update organisations set version = version + 1, updated_at = $2 where id = $1', [id, clock.now()]);
}

function checkContract(input: RecordContractInput): void {
  if (input.by.trim() === '') throw new UserFault('INVALID', 'Say who buys.', ['by']);
  if (input.source.trim() === '') throw new UserFault('INVALID', 'Say where the contract is on record.', ['source']);
  if (input.to != null && input.to < input.from) throw new UserFault('INVALID', 'A contract ends on its first day or later.', ['to']);
  if (input.value != null && !AMOUNT.test(input.value)) throw new UserFault('INVALID', 'A value is not negative, below 1,000,000,000,000, and has two decimals at most.', ['value']);
  if (input.currency != null && !CURRENCY.test(input.currency)) throw new UserFault('INVALID', 'A currency is an ISO 4217 code such as GBP.', ['currency']);
}
