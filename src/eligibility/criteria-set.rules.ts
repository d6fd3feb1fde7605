import { UserFault } from '../errors';
import type { CreateCriteriaSetInput, CriterionInput } from './criteria-set.input';
import { CriterionKind } from './eligibility.enums';

/** As in addresses; what is not met is written `code:STATE`. */
const CODE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
export const MOST_CRITERIA = 100;
const MOST = 1e12;
/** These are not shown by evidence of a kind. */
const WITHOUT_EVIDENCE: readonly CriterionKind[] = [CriterionKind.TRAINING_CURRENT, CriterionKind.SAFEGUARDING_AUDIT_PASSED, CriterionKind.REGISTRATION_HELD];
const WITH_MONTHS: readonly CriterionKind[] = [CriterionKind.POLICY_REVIEWED, CriterionKind.ACCOUNTS_FILED];

/** Checks what no constraint of the database can say as clearly. Throws what the caller can mend. */
export function checkCriteriaSet(input: CreateCriteriaSetInput): void {
  if (!CODE.test(input.code)) throw new UserFault('INVALID', 'A code has lower case letters, digits and single hyphens.', ['code']);
  if (input.name.trim() === '') throw new UserFault('INVALID', 'A criteria set has a name.', ['name']);
  if (input.to != null && input.to < input.from) throw new UserFault('INVALID', `Its last day ${input.to} lies before its first, ${input.from}.`, ['to']);
  if (input.criteria.length === 0) throw new UserFault('INVALID', 'A criteria set without criteria would let everybody in: name at least one.', ['criteria']);
  if (input.criteria.length > MOST_CRITERIA) throw new UserFault('INVALID', `A criteria set has at most ${MOST_CRITERIA} criteria.`, ['criteria']);
  const codes = new Set<string>();
  input.criteria.forEach((criterion, at) => {
    const path = ['criteria', String(at)];
    if (codes.has(criterion.code)) throw new UserFault('INVALID', `Two criteria have the code ${criterion.code}.`, [...path, 'code']);
    codes.add(criterion.code);
    checkCriterion(criterion, path);
  });
}

function checkCriterion(criterion: CriterionInput, path: readonly string[]): void {
  const refuse = (part: string, why: string): never => {
    throw new UserFault('INVALID', why, [...path, part]);
  };
  const { kind, months, amount, appliesToAges: ages } = criterion;
  const atLeast = criterion.atLeast ?? 1;
  if (!CODE.test(criterion.code)) refuse('code', 'A code has lower case letters, digits and single hyphens.');
  if (criterion.name.trim() === '') refuse('name', 'A criterion says what it asks for.');
  if (WITHOUT_EVIDENCE.includes(kind) !== (criterion.evidenceKind == null)) refuse('evidenceKind', criterion.evidenceKind == null ? `${kind} needs the kind of evidence that shows it.` : `${kind} is not shown by evidence.`);
  if (WITH_MONTHS.includes(kind) && months == null) refuse('months', `${kind} needs how many months old it may be.`);
  if (months != null && !(months >= 1 && months <= 600)) refuse('months', 'Months are 1 to 600.');
  if ((kind === CriterionKind.INSURANCE_COVER) !== (amount != null)) refuse('amount', amount == null ? 'INSURANCE_COVER needs the least cover.' : `${kind} has no amount.`);
  if (amount != null && !(Number(amount) > 0 && Number(amount) < MOST)) refuse('amount', 'An amount is more than 0 and below a thousand thousand million.');
  if (!(atLeast >= 1 && atLeast <= 10_000)) refuse('atLeast', 'At least 1 is asked for.');
  if ((kind === CriterionKind.TRAINING_CURRENT) !== ((criterion.courses ?? []).length > 0)) refuse('courses', kind === CriterionKind.TRAINING_CURRENT ? 'TRAINING_CURRENT needs the courses that satisfy it.' : `${kind} has no courses.`);
  if ((criterion.schemes ?? []).length > 0 && kind !== CriterionKind.REGISTRATION_HELD) refuse('schemes', `${kind} has no registers.`);
  if (criterion.appliesToSizeBands?.length === 0) refuse('appliesToSizeBands', 'Name a size, or leave it out.');
  if (ages != null && (ages.from ?? 0) < 0) refuse('appliesToAges', 'No age is below 0.');
  if (ages?.from != null && ages.to != null && ages.from > ages.to) refuse('appliesToAges', `Ages run from ${ages.from} to ${ages.to}: from must not be larger.`);
  const from = criterion.appliesToContractsFrom;
  if (from != null && !(Number(from) >= 0 && Number(from) < MOST)) refuse('appliesToContractsFrom', 'A contract value is not negative and stays below a thousand thousand million.');
}
