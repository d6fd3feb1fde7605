import { Field, ID, ObjectType } from 'type-graphql';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { AuditOutcome } from './eligibility.enums';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'What a safeguarding audit found, and what is to be done about it.' })
@ReadFrom('shown.audit_findings_cleared')
export class AuditFinding extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('COMMISSIONING', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'What was found.' })
  @Shown('COMMISSIONING')
  finding!: string;

  @Field(() => String, { nullable: true, description: 'What is to be done.' })
  @Shown('COMMISSIONING')
  action!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'By when.' })
  @Shown('COMMISSIONING')
  dueOn!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'When it was done; null: not yet.' })
  @Shown('COMMISSIONING')
  doneOn!: string | null;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'An audit of how an organisation keeps children safe. Audits are never rewritten; the latest one counts.' })
@ReadFrom('shown.safeguarding_audits_cleared')
export class SafeguardingAudit extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('COMMISSIONING', { columns: ['id'] })
  override id!: string;

  @Field(() => DateScalar, { description: 'The day of the audit.' })
  @Shown('COMMISSIONING')
  auditedOn!: string;

  @Field({ description: 'Who audited, as a role.' })
  @Shown('COMMISSIONING')
  auditedBy!: string;

  @Field(() => AuditOutcome, { description: 'What it came to.' })
  @Shown('COMMISSIONING')
  outcome!: AuditOutcome;

  @Field(() => String, { nullable: true, description: 'In a few words.' })
  @Shown('COMMISSIONING')
  summary!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it came on record.' })
  @Shown('COMMISSIONING')
  recordedAt!: string;

  @Field(() => [AuditFinding], { description: 'Its findings, in its own order.' })
  @Shown('COMMISSIONING', { list: { where: (child, parent) => `${child}.audit_id = ${parent}.id`, orderBy: (child) => `${child}.position, ${child}.id` } })
  findings!: AuditFinding[];
}
