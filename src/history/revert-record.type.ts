import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { Shown } from '../graphql/read/shape';
import { UserError } from '../graphql/user-error.type';

@InputType({ description: 'To which version a record is to go back.' })
export class RevertRecordInput extends MutationInput {
  @Field(() => ID, { description: 'Which one: the id of a course, a training session, a plan, a lead, a set of priorities or a priority.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;

  @Field(() => ID, { description: 'The change to go back behind: it and all later ones are undone. By its id in the history: of a lead in that of its area, of a priority in that of its set.' })
  changeId!: string;
}

@ObjectType({ simpleResolvers: true, description: 'The record as it now stands, or why nothing was changed.' })
export class RevertRecordPayload {
  /** Read on by the field `node`. */
  key?: { readonly type: string; readonly uuid: string };

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
