import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { UserError } from '../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The organisation as it now stands, or why nothing was changed. Of an editor’s change, registrations and areas served wait as a change request.' })
export class OrganisationPayload {
  /** Read on by the field `organisation`. */
  organisationId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
