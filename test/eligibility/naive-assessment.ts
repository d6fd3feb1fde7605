import { addDays, addMonths, formatISO, parseISO } from 'date-fns';
import type { Body, Criterion, Document, World } from './random-world';

/**
 * The assessment once more, written from what is asked of it and in no way from the SQL: one organisation, one criterion,
 * one loop at a time. Days and instants are compared as ISO text.
 */
export interface Verdict {
  readonly code: string;
  readonly applies: boolean;
  readonly state: string;
  readonly heldUntil: string | null;
  readonly unknownFacts: string[];
  /** The schemes of the registrations that meet it. */
  readonly registrations: string[];
}

export interface Asked {
  readonly day: string;
  readonly knownAt: string | null;
  readonly contractValue: number | null;
}

const iso = (date: Date): string => formatISO(date, { representation: 'date' });
const later = (day: string, months: number): string => iso(addMonths(parseISO(day), months));
const dayBefore = (day: string): string => iso(addDays(parseISO(day), -1));
const NEVER = '9999-99-99';
const earliest = (days: readonly string[]): string => days.reduce((one, other) => (one < other ? one : other), NEVER);

export function assess(world: World, body: Body, asked: Asked): { outcome: string; atWork: boolean; heldUntil: string | null; criteria: Verdict[] } {
  const criteria = world.criteria.map((criterion) => verdict(world, criterion, body, asked));
  const applying = world.criteria.map((criterion, at) => ({ weight: criterion.weight, ...(criteria[at] as Verdict) })).filter((one) => one.applies);
  const lacking = applying.filter((one) => one.state !== 'MET');
  const mandatory = lacking.filter((one) => one.weight === 'MANDATORY');
  const outcome = !atWork(body, asked.day) || mandatory.some((one) => !['MISSING', 'TOO_FEW', 'UNCHECKED'].includes(one.state)) ? 'NOT_ELIGIBLE' : mandatory.length > 0 ? 'INCOMPLETE' : lacking.length > 0 ? 'DISCRETIONARY' : 'ELIGIBLE';
  const heldUntil = earliest(applying.filter((one) => one.weight === 'MANDATORY' && one.state === 'MET').map((one) => one.heldUntil ?? NEVER));
  return { outcome, atWork: atWork(body, asked.day), heldUntil: heldUntil === NEVER ? null : heldUntil, criteria };
}

/** What was last said of it by the day. */
export function atWork(body: Body, day: string): boolean {
  return lastOf(body.statuses.filter((one) => one.from <= day), (one) => one.from)?.status === 'ACTIVE';
}

function verdict(world: World, criterion: Criterion, body: Body, asked: Asked): Verdict {
  const unknownFacts: string[] = [];
  /** True or false where it can be told; where the fact is missing the criterion applies. */
  const rule = (given: boolean, fact: string, isKnown: boolean, holds: () => boolean): boolean => {
    if (!given) return true;
    if (isKnown) return holds();
    unknownFacts.push(fact);
    return true;
  };
  const rules = [
    rule(criterion.terms.length > 0, 'CATEGORIES', body.terms.length > 0, () => body.terms.some((term) => withWider(world, term).some((one) => criterion.terms.includes(one)))),
    rule(criterion.bands !== null, 'INCOME', body.band !== 'UNKNOWN', () => criterion.bands?.includes(body.band) === true),
    rule(criterion.ages !== null, 'AGES', body.ages.length > 0, () => body.ages.some(([from, below]) => criterion.ages !== null && from < criterion.ages[1] && criterion.ages[0] < below)),
  ];
  let applies = rules.every(Boolean);
  const none = { code: criterion.code, applies: false, state: 'NOT_APPLICABLE', heldUntil: null, registrations: [] };
  if (criterion.contractFrom !== null && asked.contractValue === null) {
    if (applies) return { ...none, unknownFacts: [...unknownFacts, 'CONTRACT_VALUE'] };
    applies = false;
  }
  if (criterion.contractFrom !== null && asked.contractValue !== null && asked.contractValue < criterion.contractFrom) applies = false;
  if (!applies) return { ...none, unknownFacts: [] };
  const [state, until] = held(criterion, body, asked);
  return { code: criterion.code, applies: true, state, heldUntil: state === 'MET' && until !== NEVER ? until : null, unknownFacts, registrations: criterion.kind === 'REGISTRATION_HELD' ? body.schemes.filter((scheme) => criterion.schemes.length === 0 || criterion.schemes.includes(scheme)).sort() : [] };
}

function withWider(world: World, term: string): string[] {
  const wider = world.terms.find((one) => one.id === term)?.parent ?? null;
  return [term, ...(wider === null ? [] : withWider(world, wider))];
}

function held(criterion: Criterion, body: Body, asked: Asked): [state: string, until: string] {
  const onRecord = (at: string, until: string | null = null): boolean => (asked.knownAt === null ? until === null : at <= asked.knownAt && (until === null || asked.knownAt < until));
  switch (criterion.kind) {
    case 'REGISTRATION_HELD':
      return [body.schemes.some((scheme) => criterion.schemes.length === 0 || criterion.schemes.includes(scheme)) ? 'MET' : 'MISSING', NEVER];
    case 'SAFEGUARDING_AUDIT_PASSED': {
      const audits = body.audits.filter((audit) => audit.on <= asked.day && onRecord(audit.recordedAt));
      const latest = lastOf(audits, (audit) => `${audit.on} ${audit.recordedAt} ${audit.id}`);
      if (latest === undefined) return ['MISSING', NEVER];
      if (latest.outcome === 'FAILED') return ['FAILED', NEVER];
      const until = criterion.months === null ? NEVER : later(latest.on, criterion.months);
      return [asked.day <= until ? 'MET' : 'EXPIRED', until];
    }
    case 'TRAINING_CURRENT': {
      const came = body.attendances.filter((one) => criterion.courses.includes(one.course.id) && one.heldOn <= asked.day && onRecord(one.recordedAt, one.replacedAt));
      const validity = ({ course }: (typeof came)[number]): number | null => (asked.knownAt !== null && course.before !== null && asked.knownAt < course.before.replacedAt ? course.before.validity : course.validity);
      const until = (one: (typeof came)[number]): string => {
        const months = validity(one);
        return months === null ? NEVER : dayBefore(later(one.heldOn, months));
      };
      const current = came.filter((one) => asked.day <= until(one));
      const peopleOn = (day: string): number => current.filter((one) => day <= until(one)).reduce((sum, one) => sum + one.people, 0);
      if (peopleOn(asked.day) >= criterion.atLeast) return ['MET', lastDayOf(current.map(until), (day) => peopleOn(day) >= criterion.atLeast)];
      return [current.length > 0 ? 'TOO_FEW' : came.length > 0 ? 'EXPIRED' : 'MISSING', NEVER];
    }
    default:
      return documents(criterion, body.documents.filter((one) => one.kind === criterion.evidenceKind && one.issued <= asked.day && onRecord(one.filedAt, one.withdrawnAt)), asked, onRecord);
  }
}

function documents(criterion: Criterion, candidates: readonly Document[], asked: Asked, onRecord: (at: string, until: string | null) => boolean): [string, string] {
  const checkOf = (one: Document): string | null =>
    lastOf(one.checks.filter((check) => check.on <= asked.day && onRecord(check.recordedAt, check.withdrawnAt)), (check) => `${check.on} ${check.recordedAt} ${check.id}`)?.outcome ?? null;
  const until = (one: Document): string => earliest([one.lastDay ?? NEVER, criterion.months === null ? NEVER : later(one.issued, criterion.months)]);
  const inDate = (one: Document): boolean => asked.day <= until(one);
  const enough = (one: Document): boolean => criterion.kind !== 'INSURANCE_COVER' || (one.amount !== null && one.currency === criterion.currency && one.amount >= (criterion.amount ?? 0));
  const accepted = candidates.filter((one) => checkOf(one) === 'ACCEPTED');
  const waiting = candidates.filter((one) => checkOf(one) === null);
  const refused = candidates.filter((one) => checkOf(one) === 'REFUSED');
  const good = accepted.filter((one) => inDate(one) && enough(one));
  if (good.length >= criterion.atLeast) return ['MET', lastDayOf(good.map(until), (day) => good.filter((one) => day <= until(one)).length >= criterion.atLeast)];
  if (good.length + waiting.filter((one) => inDate(one) && enough(one)).length >= criterion.atLeast) return ['UNCHECKED', NEVER];
  const newest = lastOf(candidates, (one) => one.issued)?.issued;
  if (newest !== undefined && candidates.filter((one) => one.issued === newest).every((one) => refused.includes(one))) return ['REFUSED', NEVER];
  const standing = [...accepted, ...waiting].filter(inDate);
  if (standing.length > 0) return [standing.some(enough) ? 'TOO_FEW' : 'INSUFFICIENT', NEVER];
  return [accepted.length > 0 ? 'EXPIRED' : 'MISSING', NEVER];
}

/** The last of some days on which a condition still holds. */
function lastDayOf(days: readonly string[], holds: (day: string) => boolean): string {
  return days.filter(holds).sort().at(-1) ?? NEVER;
}

function lastOf<Item>(items: readonly Item[], key: (item: Item) => string): Item | undefined {
  return [...items].sort((one, other) => (key(one) < key(other) ? -1 : 1)).at(-1);
}
