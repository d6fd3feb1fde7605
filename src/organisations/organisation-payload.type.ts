import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { UserError } from '../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The organisation as it now stands, or why nothing was changed.' })
export class OrganisationPayload {
  /** Read on by the field `organisation`. */
  organisationId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
