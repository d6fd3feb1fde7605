import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { UserError } from '../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The criteria set as it now stands, or why nothing was changed.' })
export class CriteriaSetPayload {
  /** Read on by the field `set`. */
  setId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The evidence as it now stands, or why nothing was changed.' })
export class EvidencePayload {
  /** Read on by the field `evidence`. */
  evidenceId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The audit as it now stands, or why nothing was changed.' })
export class SafeguardingAuditPayload {
  /** Read on by the field `audit`. */
  auditId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
