import { Field, ID, ObjectType } from 'type-graphql';
import { Money, moneyFrom } from '../graphql/money.type';
import { Node } from '../graphql/node';
import { lastDay } from '../graphql/period';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { CheckOutcome } from './eligibility.enums';

@ObjectType({ simpleResolvers: true, description: 'A kind of evidence. Kinds are data.' })
@ReadFrom('shown.evidence_kinds')
export class EvidenceKind {
  @Field({ description: 'Its code, such as PUBLIC_LIABILITY_INSURANCE.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'What it is called.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => String, { nullable: true, description: 'What is meant by it.' })
  @Shown('PUBLIC')
  description!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'That somebody checked evidence. Checks are never rewritten; the latest by its day counts.' })
@ReadFrom('shown.evidence_checks_cleared')
export class EvidenceCheck {
  @Field(() => CheckOutcome, { description: 'What it came to.' })
  @Shown('COMMISSIONING')
  outcome!: CheckOutcome;

  @Field(() => String, { nullable: true, description: 'Why; never null where it was refused.' })
  @Shown('COMMISSIONING')
  reason!: string | null;

  @Field(() => DateScalar, { description: 'The day of the check.' })
  @Shown('COMMISSIONING')
  checkedOn!: string;

  @Field({ description: 'Who checked, as a role.' })
  @Shown('COMMISSIONING')
  checkedBy!: string;

  @Field(() => DateTimeScalar, { description: 'When it came on record.' })
  @Shown('COMMISSIONING')
  recordedAt!: string;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'What an organisation holds and shows: a policy, an insurance, accounts, a reference. The file is kept elsewhere and named here by its hash.' })
@ReadFrom('shown.evidence_cleared')
export class Evidence extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('COMMISSIONING', { columns: ['id'] })
  override id!: string;

  @Field(() => EvidenceKind, { description: 'What kind of evidence it is.' })
  @Shown('COMMISSIONING', { one: { where: (child, parent) => `${child}.code = ${parent}.kind` } })
  kind!: EvidenceKind;

  @Field(() => String, { nullable: true, description: 'What it calls itself.' })
  @Shown('COMMISSIONING')
  title!: string | null;

  @Field(() => DateScalar, { description: 'The day of issue, review or filing: the first on which it holds.' })
  @Shown('COMMISSIONING', { sql: (row) => `lower(${row}.valid)` })
  issuedOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it holds; null: it does not lapse by itself.' })
  @Shown('COMMISSIONING', lastDay('valid'))
  expiresOn!: string | null;

  @Field(() => Money, { nullable: true, description: 'The amount, such as the cover of an insurance for one claim.' })
  @Shown('COMMISSIONING', moneyFrom('amount', (row) => `${row}.currency`))
  amount!: Money | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the file, in hexadecimal digits.' })
  @Shown('COMMISSIONING')
  fileSha256!: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the file.' })
  @Shown('COMMISSIONING')
  fileName!: string | null;

  @Field(() => String, { nullable: true, description: 'Who filed it. A coordinator is named to those alone who look after the organisation, null for others; so is anybody where it does not show where it lies.' })
  @Shown('COMMISSIONING')
  filedBy!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was filed.' })
  @Shown('COMMISSIONING')
  filedAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was taken back with the import that had brought it; from then on it counts nowhere. Null: it stands.' })
  @Shown('COMMISSIONING')
  withdrawnAt!: string | null;

  @Field(() => [EvidenceCheck], { description: 'Its checks, the latest first, but for those taken back with an import. None: it waits to be checked and does not count yet.' })
  @Shown('COMMISSIONING', { list: { where: (child, parent) => `${child}.evidence_id = ${parent}.id and (${child}.withdrawn_at is null or ${child}.withdrawn_at = ${parent}.withdrawn_at)`, orderBy: (child) => `${child}.checked_on desc, ${child}.recorded_at desc, ${child}.id desc` } })
  checks!: EvidenceCheck[];
}
