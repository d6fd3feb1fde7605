import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { makeChange, type Writing } from '../../graphql/change';
import { lockForPanel, organisationId, requireAtWork } from '../../organisations/entry-change';
import { assessmentThen } from './assessment-then';
import { checkDecision, type Decided, type Found, type Gives, giving, grants, type Terms } from './decision-rules';
import type { DecideAccreditationInput } from './decide-accreditation.input';
import type { AssessmentThen } from './panel-decision.type';
import type { AccreditationState } from './panel.enums';

const DAY = 'YYYY-MM-DD';

interface SetThen {
  readonly id: string;
  readonly in_force: boolean;
}

interface Decision {
  readonly id: string;
  readonly set: SetThen;
  readonly decidedOn: string;
  readonly from: string;
}

/**
 * Puts a decision of a panel on record, with the assessment that it had before it where it accredits. Decisions on one
 * organisation take turns, so that each is judged by what was decided before it. @returns the uuid of the organisation.
 */
export async function decideAccreditation(writing: Writing, input: DecideAccreditationInput): Promise<string> {
  const { decidedOn, from } = checkDecision(input, writing.clock.today());
  return makeChange(writing, 'decideAccreditation', input, {}, async (manager) => {
    const id = organisationId(input.id);
    await lockForPanel(manager, id);
    const set = await setOf(manager, input.set, decidedOn);
    const found = await standing(manager, id, input.set, { decidedOn, from });
    const gives = giving(input.kind, from, found);
    const terms = termsOf(input, gives);
    requireNew({ input, terms, decidedOn, from }, found.before.at(-1));
    if (grants(input.kind)) await requireAtWork(manager, id, from);
    const assessment = gives.what === 'ANEW' ? await assessed(manager, { id, set, decidedOn, from }, input) : null;
    const { lastDay, conditions, contractValue } = terms;
    await manager.query(
      `insert into panel_decisions (id, organisation_id, set_id, set_code, kind, decided_on, valid, conditions, reason, decided_by, assessment, recorded_at, contract_value)
       values ($1, $2, $3, $4, $5, $6, daterange($7::date, $8::date + 1), $9, $10, $11, $12, $13, $14)`,
      [uuidv7(), id, set.id, input.set, input.kind, decidedOn, from, lastDay, conditions, reasonOf(input), input.decidedBy.trim(),
        assessment === null ? null : JSON.stringify(assessment), writing.clock.now(), contractValue],
    );
    return id;
  });
}

/** The newest version of the set that had begun when the panel decided. One that has ended does for what is not assessed: what stands by it can still be taken away. */
async function setOf(manager: EntityManager, code: string, decidedOn: string): Promise<SetThen> {
  const [set] = (await manager.query(
    'select id, lower(valid) <= $2::date as begun, valid @> $2::date as in_force from shown.criteria_sets where code = $1 order by 2 desc, lower(valid) desc limit 1',
    [code, decidedOn],
  )) as (SetThen & { begun: boolean })[];
  if (set === undefined) throw new UserFault('UNKNOWN_SET', `No criteria set has the code ${code.slice(0, 40)}.`, ['set']);
  if (!set.begun) throw new UserFault('NOT_ASSESSED', `No version of ${code.slice(0, 40)} had begun by ${decidedOn}.`, ['set']);
  return set;
}

async function standing(manager: EntityManager, id: string, set: string, { decidedOn, from }: Pick<Decision, 'decidedOn' | 'from'>): Promise<Found> {
  const before = (await manager.query(
    `select kind, to_char(decided_on, '${DAY}') as decided_on, to_char(lower(valid), '${DAY}') as from_day, to_char(upper(valid) - 1, '${DAY}') as last_day,
       to_char(upper(valid), '${DAY}') as next_day, conditions, contract_value::text as contract_value, reason, decided_by
     from panel_decisions where organisation_id = $1 and set_code = $2 and decided_on <= $3::date order by decided_on, recorded_at, id`,
    [id, set, decidedOn],
  )) as Decided[];
  const [now] = (await manager.query('select state from shown.accreditation_states($3::date, null) where organisation_id = $1 and set_code = $2', [id, set, from])) as { state: AccreditationState }[];
  return { before, state: now?.state ?? null };
}

interface Said extends Pick<Decision, 'decidedOn' | 'from'> {
  readonly input: DecideAccreditationInput;
  readonly terms: Terms;
}

/** What says in all what the last decision says is the same word, sent twice. Whatever differs from it may put a mistake right. */
function requireNew({ input, terms, decidedOn, from }: Said, last: Decided | undefined): void {
  const same =
    last?.kind === input.kind && last.decided_on === decidedOn && last.from_day === from && last.last_day === terms.lastDay && last.conditions === terms.conditions &&
    sameValue(last.contract_value, terms.contractValue) && last.reason === reasonOf(input) && last.decided_by === input.decidedBy.trim();
  if (same) throw new UserFault('ALREADY', 'This decision is on record.', ['kind']);
}

const reasonOf = (input: DecideAccreditationInput): string | null => input.reason?.trim() || null;

/** 5000 and 5000.00 are one value; none is no value of 0. */
const sameValue = (one: string | null, other: string | null): boolean => (one === null || other === null ? one === other : Number(one) === Number(other));

/** Panels may use their discretion against an assessment, and then say why. */
async function assessed(manager: EntityManager, { id, set, decidedOn }: Decision, input: DecideAccreditationInput): Promise<AssessmentThen> {
  if (!set.in_force) throw new UserFault('NOT_ASSESSED', `No version of ${input.set.slice(0, 40)} was in force on ${decidedOn}.`, ['set']);
  const assessment = await assessmentThen(manager, id, set.id, decidedOn, input.contractValue ?? null);
  if (assessment === null) throw new UserFault('NOT_ASSESSED', 'There is no assessment of the organisation by this set on that day.', ['set']);
  const against = assessment.outcome === 'NOT_ELIGIBLE' || assessment.outcome === 'INCOMPLETE';
  if (against && !input.reason?.trim()) throw new UserFault('NEEDS_REASON', `Its assessment comes to ${assessment.outcome}: say why it is accredited all the same.`, ['reason']);
  return assessment;
}

/** The last day, the conditions and the contract value that go on record. */
function termsOf(input: DecideAccreditationInput, gives: Gives): Terms {
  const given = input.to ?? null;
  if (gives.what !== 'AGAIN') return { lastDay: given, conditions: input.conditions?.trim() || null, contractValue: input.contractValue ?? null };
  if (input.contractValue != null) throw new UserFault('INVALID', 'It is accredited as it was before: for contracts of another value it is accredited anew.', ['contractValue']);
  const { lastDay, conditions, contractValue } = gives.interrupted;
  if (given !== null && lastDay !== null && given > lastDay) throw new UserFault('INVALID', `It was accredited until ${lastDay}: what goes beyond is accredited anew.`, ['to']);
  return { lastDay: given ?? lastDay, conditions: input.conditions === undefined ? conditions : input.conditions?.trim() || null, contractValue };
}
