import { UserFault } from '../../errors';
import type { DecideAccreditationInput } from './decide-accreditation.input';
import { type AccreditationState, PanelDecisionKind } from './panel.enums';

/** A decision as it is on record. */
export interface Decided {
  readonly kind: PanelDecisionKind;
  readonly decided_on: string;
  readonly from_day: string;
  /** The last day that it covers and the day after that; null: it covers all later ones. */
  readonly last_day: string | null;
  readonly next_day: string | null;
  readonly conditions: string | null;
  readonly contract_value: string | null;
  readonly reason: string | null;
  readonly decided_by: string;
}

/** What a panel finds when it decides: how the organisation stands on the first day, and what was decided by then, in that order. */
export interface Found {
  readonly state: AccreditationState | null;
  readonly before: readonly Decided[];
}

/** What a decision gives: nothing, an accreditation that needs an assessment, or one that was there before. */
export type Gives = { readonly what: 'NOTHING' } | { readonly what: 'ANEW' } | { readonly what: 'AGAIN'; readonly interrupted: Terms };

/** Until when, under which conditions and for contracts of which value it accredits. */
export interface Terms {
  readonly lastDay: string | null;
  readonly conditions: string | null;
  readonly contractValue: string | null;
}

/** numeric(14, 2). */
const VALUE = /^\d{1,12}(\.\d{1,2})?$/;

const { ACCREDITED, REFUSED, SUSPENDED, REINSTATED, WITHDRAWN, APPEAL_LODGED, APPEAL_UPHELD, APPEAL_DISMISSED } = PanelDecisionKind;
const GRANTS: ReadonlySet<PanelDecisionKind> = new Set([ACCREDITED, REINSTATED, APPEAL_UPHELD]);
const ADVERSE: ReadonlySet<PanelDecisionKind> = new Set([REFUSED, SUSPENDED, WITHDRAWN]);

/** Whether a decision accredits, so that it may have a last day and conditions. */
export function grants(kind: PanelDecisionKind): boolean {
  return GRANTS.has(kind);
}

/** What can be told of a decision by itself. */
export function checkDecision(input: DecideAccreditationInput, today: string): { readonly decidedOn: string; readonly from: string } {
  const decidedOn = input.decidedOn ?? today;
  const from = input.from ?? decidedOn;
  if (decidedOn > today) throw new UserFault('INVALID', 'A decision cannot lie in the future; from when it has effect, can.', ['decidedOn']);
  if (input.to != null && input.to < from) throw new UserFault('INVALID', 'An accreditation ends on its first day or later.', ['to']);
  if (!grants(input.kind)) {
    if (input.to != null) throw new UserFault('INVALID', 'Only what accredits has a last day.', ['to']);
    if (input.contractValue != null) throw new UserFault('INVALID', 'Only what accredits does so for a contract value.', ['contractValue']);
    if (input.conditions != null) throw new UserFault('INVALID', 'Only what accredits has conditions.', ['conditions']);
  }
  if (input.contractValue != null && !VALUE.test(input.contractValue)) throw new UserFault('INVALID', 'A contract value is not negative, below 1,000,000,000,000, and has two decimals at most.', ['contractValue']);
  if (input.decidedBy.trim() === '') throw new UserFault('INVALID', 'Say which panel decided.', ['decidedBy']);
  if (ADVERSE.has(input.kind) && !input.reason?.trim()) throw new UserFault('NEEDS_REASON', 'Say why: the organisation may appeal.', ['reason']);
  return { decidedOn, from };
}

/** Whether a decision fits what it finds, and what it gives. */
export function giving(kind: PanelDecisionKind, from: string, found: Found): Gives {
  switch (kind) {
    case ACCREDITED:
      return { what: 'ANEW' };
    case REFUSED:
      return { what: 'NOTHING' };
    case SUSPENDED:
      if (found.state === 'SUSPENDED') throw new UserFault('ALREADY', 'It is suspended on that day.', ['kind']);
      if (found.state !== 'ACCREDITED') throw new UserFault('NOT_ACCREDITED', 'It is not accredited on that day.', ['kind']);
      return { what: 'NOTHING' };
    case WITHDRAWN:
      if (found.state === 'WITHDRAWN') throw new UserFault('ALREADY', 'Its accreditation is withdrawn on that day.', ['kind']);
      if (found.state !== 'ACCREDITED' && found.state !== 'SUSPENDED') throw new UserFault('NOT_ACCREDITED', 'It is not accredited on that day.', ['kind']);
      return { what: 'NOTHING' };
    case REINSTATED:
      if (found.state !== 'SUSPENDED') throw new UserFault('NOT_SUSPENDED', 'It is not suspended on that day.', ['kind']);
      return { what: 'AGAIN', interrupted: interrupted(from, found.before) };
    case APPEAL_LODGED:
      appealable(found.before);
      return { what: 'NOTHING' };
    case APPEAL_DISMISSED:
      appealed(found.before);
      return { what: 'NOTHING' };
    case APPEAL_UPHELD:
      return appealed(found.before).kind === REFUSED ? { what: 'ANEW' } : { what: 'AGAIN', interrupted: interrupted(from, found.before) };
  }
}

const APPEALS: ReadonlySet<PanelDecisionKind> = new Set([APPEAL_LODGED, APPEAL_UPHELD, APPEAL_DISMISSED]);

/** The adverse decision that the last word of the panel is, appeals left aside. */
function appealable(before: readonly Decided[]): void {
  if (lastAppeal(before) === APPEAL_LODGED) throw new UserFault('ALREADY', 'An appeal is lodged and not yet decided.', ['kind']);
  const last = before.findLast(({ kind }) => kind !== APPEAL_LODGED && kind !== APPEAL_DISMISSED);
  if (last === undefined || !ADVERSE.has(last.kind)) throw new UserFault('NOTHING_TO_APPEAL', 'The last decision is no refusal, suspension or withdrawal.', ['kind']);
}

/** What the appeal that waits is against. */
function appealed(before: readonly Decided[]): Decided {
  const lodged = before.findLastIndex(({ kind }) => APPEALS.has(kind));
  const against = before.slice(0, Math.max(lodged, 0)).findLast(({ kind }) => ADVERSE.has(kind));
  if (lastAppeal(before) !== APPEAL_LODGED || against === undefined) throw new UserFault('NO_APPEAL', 'No appeal was lodged that waits for a decision.', ['kind']);
  return against;
}

function lastAppeal(before: readonly Decided[]): PanelDecisionKind | undefined {
  return before.findLast(({ kind }) => APPEALS.has(kind))?.kind;
}

/**
 * The accreditation that would hold on a day were it not for the suspension or withdrawal, and renewals that were
 * decided with it and follow without a gap.
 */
function interrupted(day: string, before: readonly Decided[]): Terms {
  const at = before.findLastIndex((one) => grants(one.kind) && one.from_day <= day && (one.last_day === null || day <= one.last_day));
  const held = before[at];
  if (held === undefined) throw new UserFault('NOT_ACCREDITED', 'The accreditation ran out meanwhile: accredit it anew.', ['from']);
  let last: Pick<Decided, 'last_day' | 'next_day'> = held;
  let contractValue = held.contract_value;
  for (const renewal of before.slice(at + 1).filter(({ kind }) => grants(kind))) {
    const follows = last.next_day !== null && renewal.from_day <= last.next_day;
    if (follows && (renewal.last_day === null || last.last_day === null || renewal.last_day > last.last_day)) {
      last = renewal;
      contractValue = least(contractValue, renewal.contract_value);
    }
  }
  return { lastDay: last.last_day, conditions: held.conditions, contractValue };
}

/** For what both were assessed: where one was for no value in particular, neither is what is given back. */
function least(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return Number(one) <= Number(other) ? one : other;
}
