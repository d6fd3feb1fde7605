import { Field, ID, InputType } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { DateScalar, DecimalScalar } from '../graphql/scalars';
import { AuditOutcome, CheckOutcome } from './eligibility.enums';

@InputType({ description: 'Evidence that an organisation holds. It waits to be checked, and counts once it is accepted. Evidence is never rewritten: what has changed is filed anew.' })
export class FileEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'The organisation.' })
  id!: string;

  @Field({ description: 'Code of its kind, such as SAFEGUARDING_POLICY.' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'What it calls itself.' })
  title?: string | null;

  @Field(() => DateScalar, { description: 'The day of issue, review or filing; not in the future.' })
  issuedOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day on which it holds; left out: it does not lapse by itself.' })
  expiresOn?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'The amount, such as the cover of an insurance for one claim.' })
  amount?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 4217 code of the amount; GBP when left out.' })
  currency?: string | null;

  @Field(() => String, { nullable: true, description: 'SHA-256 of the file, 64 hexadecimal digits. The file itself is kept elsewhere.' })
  fileSha256?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the file.' })
  fileName?: string | null;
}

@InputType({ description: 'That somebody checked evidence. The latest check by its day counts; earlier ones stay on record.' })
export class CheckEvidenceInput extends MutationInput {
  @Field(() => ID, { description: 'The evidence.' })
  id!: string;

  @Field(() => CheckOutcome, { description: 'What it came to.' })
  outcome!: CheckOutcome;

  @Field(() => String, { nullable: true, description: 'Why; needed where it is refused.' })
  reason?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the check; today when left out.' })
  checkedOn?: string | null;

  @Field({ description: 'Who checked, as a role.' })
  checkedBy!: string;
}

@InputType({ description: 'Something that an audit found.' })
export class AuditFindingInput {
  @Field({ description: 'What was found.' })
  finding!: string;

  @Field(() => String, { nullable: true, description: 'What is to be done.' })
  action?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'By when.' })
  dueOn?: string | null;
}

@InputType({ description: 'An audit of how an organisation keeps children safe. Audits are never rewritten; the latest one counts.' })
export class RecordSafeguardingAuditInput extends MutationInput {
  @Field(() => ID, { description: 'The organisation.' })
  id!: string;

  @Field(() => DateScalar, { description: 'The day of the audit; not in the future.' })
  auditedOn!: string;

  @Field({ description: 'Who audited, as a role.' })
  auditedBy!: string;

  @Field(() => AuditOutcome, { description: 'What it came to.' })
  outcome!: AuditOutcome;

  @Field(() => String, { nullable: true, description: 'In a few words.' })
  summary?: string | null;

  @Field(() => [AuditFindingInput], { nullable: true, description: 'What it found, in its order.' })
  findings?: AuditFindingInput[] | null;
}

@InputType({ description: 'That what an audit found has been acted on.' })
export class CloseAuditFindingInput extends MutationInput {
  @Field(() => ID, { description: 'The finding.' })
  id!: string;

  @Field(() => DateScalar, { nullable: true, description: 'When it was done; today when left out. Not before the audit, not in the future.' })
  doneOn?: string | null;
}
