import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { UserError } from '../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The area as it now stands, or why nothing was changed.' })
export class AreaPayload {
  /** Read on by the field `area`. */
  areaId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
