import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { UserError } from '../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The plan as it now stands, or why nothing was changed.' })
export class PlanPayload {
  /** Read on by the field `plan`. */
  planId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The action as it now stands, or why nothing was changed.' })
export class ActionPayload {
  /** Read on by the field `action`. */
  actionId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The lead as it now stands, or why nothing was changed.' })
export class LeadPayload {
  /** Read on by the field `lead`. */
  leadId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The report as it was recorded, or why it was not.' })
export class ProgressPayload {
  /** Read on by the field `report`. */
  reportId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
