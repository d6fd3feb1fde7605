import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { UserError } from '../graphql/user-error.type';

@ObjectType({ simpleResolvers: true, description: 'The course as it now stands, or why nothing was changed.' })
export class CoursePayload {
  /** Read on by the field `course`. */
  courseId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The session as it now stands, or why nothing was changed.' })
export class TrainingSessionPayload {
  /** Read on by the field `session`. */
  sessionId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The booking as it now stands, or why nothing was changed.' })
export class BookingPayload {
  /** Read on by the field `booking`. */
  bookingId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The budget as it now stands, or why nothing was changed.' })
export class TrainingBudgetPayload {
  /** Read on by the field `budget`. */
  budgetId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true, description: 'The unit as it now stands, or why nothing was changed.' })
export class PassportUnitPayload {
  /** Read on by the field `unit`. */
  unitId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}
