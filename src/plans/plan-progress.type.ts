import { Field, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { ActionFigure, DueStateFigure, RagFigure } from './plan-figures.type';

@ObjectType({ simpleResolvers: true, description: 'How the actions of a plan stood on one day.' })
export class ProgressPoint {
  @Field(() => DateScalar, { description: 'The day.' })
  @Shown('PUBLIC')
  day!: string;

  @Field(() => ActionFigure, { description: 'Those that were in the plan.' })
  @Shown('PUBLIC')
  actions!: ActionFigure;

  @Field(() => [RagFigure], { description: 'By rating, those that nobody had rated last: together they are all of them.' })
  @Shown('PUBLIC')
  byRag!: RagFigure[];

  @Field(() => [DueStateFigure], { description: 'By how they stood to their deadline: together they are all of them.' })
  @Shown('PUBLIC')
  byDueState!: DueStateFigure[];
}

@ObjectType({ simpleResolvers: true, description: 'How a plan went over time.' })
export class PlanProgress {
  @Field(() => [ProgressPoint], { description: 'The last day of each month from the first day asked for, and the last day asked for.' })
  @Shown('PUBLIC')
  points!: ProgressPoint[];
}
