import { Field, Int, ObjectType } from 'type-graphql';
import { type Link, ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar, DecimalScalar } from '../graphql/scalars';
import { Identifier } from '../organisations/identifier.type';
import { Organisation } from '../organisations/organisation.type';
import { assessmentSql, atWorkSql } from './assessment.sql';
import { CriteriaSet, Criterion } from './criteria-set.type';
import { CriterionState, EligibilityOutcome, UnknownFact } from './eligibility.enums';
import { Evidence } from './evidence.type';
import { accreditationsJson } from './panel/accreditation.sql';
import { Accreditation } from './panel/accreditation.type';
import { SafeguardingAudit } from './safeguarding-audit.type';
import { whatToDoSql } from './what-to-do.sql';

@ObjectType({ simpleResolvers: true, description: 'People of an organisation who attended a course, on which a criterion rests. People are counted, never named.' })
@ReadFrom('shown.attendances_cleared')
export class AttendanceUsed {
  @Field({ description: 'Code of the course.' })
  @Shown('COMMISSIONING', { sql: (row) => `(select k.code from shown.courses k where k.id = ${row}.course_id)` })
  course!: string;

  @Field({ description: 'Name of the course.' })
  @Shown('COMMISSIONING', { sql: (row) => `(select k.name from shown.courses k where k.id = ${row}.course_id)` })
  courseName!: string;

  @Field(() => DateScalar, { description: 'The day of the session.' })
  @Shown('COMMISSIONING')
  heldOn!: string;

  @Field({ description: 'STAFF, VOLUNTEER or TRUSTEE.' })
  @Shown('COMMISSIONING')
  kind!: string;

  @Field(() => Int, { description: 'How many came.' })
  @Shown('COMMISSIONING')
  people!: number;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it is current; null: it does not lapse.' })
  @Shown('COMMISSIONING', { sql: (row) => `${row}.lapses_on - 1` })
  currentUntil!: string | null;
}

/** In the order in which they were counted. */
const among = (column: string): Link => ({
  where: (child, parent) => `${child}.id = any(${parent}.${column})`,
  orderBy: (child, parent) => `array_position(${parent}.${column}, ${child}.id)`,
});

@ObjectType({ simpleResolvers: true, description: 'How an organisation stands to one criterion on a day, and why.' })
@ReadFrom('shown.criteria')
export class CriterionAssessment {
  @Field(() => Criterion, { description: 'The criterion.' })
  @Shown('COMMISSIONING', { one: { where: (child, parent) => `${child}.id = ${parent}.criterion_id` } })
  criterion!: Criterion;

  @Field({ description: 'Whether it applies to the organisation. Facts of the organisation are taken as they are known today.' })
  @Shown('COMMISSIONING')
  applies!: boolean;

  @Field({ description: 'Whether it applies and is met.' })
  @Shown('COMMISSIONING')
  met!: boolean;

  @Field(() => CriterionState, { description: 'How the organisation stands to it.' })
  @Shown('COMMISSIONING')
  state!: CriterionState;

  @Field(() => [UnknownFact], { description: 'What is not known although it decides whether the criterion applies.' })
  @Shown('COMMISSIONING')
  unknownFacts!: UnknownFact[];

  @Field(() => DateScalar, { nullable: true, description: 'The last day until which it stays met by what is on record; null: no end, or not met.' })
  @Shown('COMMISSIONING', { column: 'holds_until' })
  heldUntil!: string | null;

  @Field(() => [Evidence], { description: 'The evidence on which the state rests; of what is met, as much as is needed, what holds longest first.' })
  @Shown('COMMISSIONING', { list: among('evidence_ids') })
  evidence!: Evidence[];

  @Field(() => [AttendanceUsed], { description: 'The attendances on which the state rests.' })
  @Shown('COMMISSIONING', { list: { ...among('attendance_ids'), rows: (parent) => `select * from shown.attendances_known_cleared(${parent}.known_at)` } })
  attendances!: AttendanceUsed[];

  @Field(() => SafeguardingAudit, { nullable: true, description: 'The latest safeguarding audit, where the criterion asks for one.' })
  @Shown('COMMISSIONING', { one: { where: (child, parent) => `${child}.id = ${parent}.audit_id` } })
  audit!: SafeguardingAudit | null;

  @Field(() => [Identifier], { description: 'The registrations that meet it, where the criterion asks for one: those in the registers that it names, as they stand today.' })
  @Shown('COMMISSIONING', { list: among('identifier_ids') })
  registrations!: Identifier[];

  @Field(() => String, { nullable: true, description: "What the organisation, or those who check, can do; null where nothing is to be done. From the criterion's remedy." })
  @Shown('COMMISSIONING', { sql: whatToDoSql })
  whatToDo!: string | null;
}

const COLUMNS = 'criterion_id uuid, code text, position integer, applies boolean, met boolean, state text, holds_until date, unknown_facts text[], evidence_ids uuid[], attendance_ids uuid[], audit_id uuid, identifier_ids uuid[], known_at timestamptz';

/** What a panel decided by the set of a row, on its day and as was known by its instant. */
const accreditationOf = (row: string): string =>
  `${accreditationsJson(`${row}.as_of, ${row}.known_at`, `s.organisation_id = ${row}.organisation_id and s.set_code = (select e.code from shown.criteria_sets e where e.id = ${row}.set_id)`)} -> 0`;

const AT_WORK = 'Whether the organisation is at work on the day. False: it closed, or its work has not begun, so that the outcome is NOT_ELIGIBLE whatever it holds.';
const ACCREDITATION = 'How it stands on the day by what panels decided by this set. The outcome is computed and knows nothing of it: who is ELIGIBLE may be suspended or withdrawn by a panel. Null: no panel decided by then.';

@ObjectType({ simpleResolvers: true, description: 'Whether an organisation may be bought from, by a criteria set and on a day, and why.' })
@ReadFrom('shown.organisations')
export class Eligibility {
  @Field(() => Organisation, { description: 'The organisation.' })
  @Shown('COMMISSIONING', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => CriteriaSet, { description: 'The version of the set that is in force on the day.' })
  @Shown('COMMISSIONING', { one: { where: (child, parent) => `${child}.id = ${parent}.set_id` } })
  set!: CriteriaSet;

  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('COMMISSIONING')
  asOf!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Evidence, checks, audits, attendances and decisions count as they were on record then; null: all that is on record.' })
  @Shown('COMMISSIONING')
  knownAt!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'The value of the contract in pounds; null: not said.' })
  @Shown('COMMISSIONING', { column: 'contract_value', as: 'text' })
  contractValue!: string | null;

  @Field(() => EligibilityOutcome, { description: 'What it comes to.' })
  @Shown('COMMISSIONING')
  outcome!: EligibilityOutcome;

  @Field({ description: AT_WORK })
  @Shown('COMMISSIONING')
  atWork!: boolean;

  @Field(() => Accreditation, { nullable: true, description: ACCREDITATION })
  @Shown('COMMISSIONING', { sql: accreditationOf })
  accreditation!: Accreditation | null;

  @Field(() => DateScalar, { nullable: true, description: 'The earliest last day among the mandatory criteria that are met; null: none of them ends.' })
  @Shown('COMMISSIONING')
  heldUntil!: string | null;

  @Field(() => [CriterionAssessment], { description: 'Each criterion of the set, in its order.' })
  @Shown('COMMISSIONING', {
    list: {
      rows: (parent) => `select * from jsonb_to_recordset(${parent}.criteria) as x(${COLUMNS})`,
      where: () => 'true',
      orderBy: (child) => `${child}.position`,
    },
  })
  criteria!: CriterionAssessment[];
}

/** The assessment of the organisation of a row, for the few of a page. */
function assessmentOf(row: string): string {
  return assessmentSql({ organisations: `select p.* from shown.organisations p where p.id = ${row}.organisation_id`, set: `${row}.set_id`, day: `${row}.as_of`, knownAt: `${row}.known_at`, contractValue: `${row}.contract_value` });
}

@ObjectType({ simpleResolvers: true, description: 'One organisation of a list of eligible providers.' })
@ReadFrom('shown.organisations')
export class EligibleProvider {
  @Field(() => Organisation, { description: 'The organisation.' })
  @Shown('COMMISSIONING', { one: { where: (child, parent) => `${child}.id = ${parent}.organisation_id` } })
  organisation!: Organisation;

  @Field(() => EligibilityOutcome, { description: 'What its assessment comes to.' })
  @Shown('COMMISSIONING')
  outcome!: EligibilityOutcome;

  @Field({ description: AT_WORK })
  @Shown('COMMISSIONING', { sql: (row) => atWorkSql(`${row}.organisation_id`, `${row}.as_of`) })
  atWork!: boolean;

  @Field(() => Accreditation, { nullable: true, description: ACCREDITATION })
  @Shown('COMMISSIONING', { sql: accreditationOf })
  accreditation!: Accreditation | null;

  @Field(() => DateScalar, { nullable: true, description: 'The earliest last day among the mandatory criteria that are met; null: none of them ends.' })
  @Shown('COMMISSIONING', { sql: (row) => `(select min(r.holds_until) from (${assessmentOf(row)}) r where r.weight = 'MANDATORY')` })
  heldUntil!: string | null;

  @Field(() => [CriterionAssessment], { description: 'Each criterion of the set, in its order: the same as the single check says.' })
  @Shown('COMMISSIONING', {
    list: {
      rows: assessmentOf,
      where: () => 'true',
      orderBy: (child) => `${child}.position`,
    },
  })
  criteria!: CriterionAssessment[];
}
