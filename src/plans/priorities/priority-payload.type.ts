import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../../graphql/read/shape';
import { UserError } from '../../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The set of priorities as it now stands, or why nothing was changed.' })
export class PrioritySetPayload {
  /** Read on by the field `prioritySet`. */
  setId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The priority as it now stands, or why nothing was changed.' })
export class PriorityPayload {
  /** Read on by the field `priority`. */
  priorityId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
