import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../../graphql/read/shape';
import { UserError } from '../../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The review as it was recorded, or why it was not.' })
export class ReviewPayload {
  /** Read on by the field `review`. */
  reviewId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
