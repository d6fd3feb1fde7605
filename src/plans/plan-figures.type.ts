import { Field, Int, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { JsonObjectScalar } from '../graphql/scalars';
import { DueState, Rag } from './plan.enums';

@ObjectType({ simpleResolvers: true, description: 'A count of actions that opens up into its rows.' })
export class ActionFigure {
  @Field(() => Int, { description: 'How many actions, each once.' })
  @Shown('PUBLIC')
  count!: number;

  @Field(() => JsonObjectScalar, { description: 'The filter that lists exactly these: pass it to `actions`.' })
  @Shown('PUBLIC')
  filter!: object;
}

@ObjectType({ simpleResolvers: true, description: 'How many actions stand so to their deadline.' })
export class DueStateFigure extends ActionFigure {
  @Field(() => DueState, { description: 'How they stand.' })
  @Shown('PUBLIC')
  state!: DueState;
}

@ObjectType({ simpleResolvers: true, description: 'How many actions are rated so.' })
export class RagFigure extends ActionFigure {
  @Field(() => Rag, { description: 'The rating.' })
  @Shown('PUBLIC')
  rag!: Rag;
}

@ObjectType({ simpleResolvers: true, description: 'A plan in figures on the day of the query, or several rolled up. What is closed is not counted.' })
export class PlanFigures {
  @Field(() => ActionFigure, { description: 'All its actions.' })
  @Shown('PUBLIC')
  actions!: ActionFigure;

  @Field(() => [DueStateFigure], { description: 'By how they stand to their deadline, all states: together they are all actions.' })
  @Shown('PUBLIC')
  byDueState!: DueStateFigure[];

  @Field(() => [RagFigure], { description: 'By rating, those that nobody rated last: together they are all actions.' })
  @Shown('PUBLIC')
  byRag!: RagFigure[];

  @Field(() => ActionFigure, { description: 'Whose deadline is later than the first one.' })
  @Shown('PUBLIC')
  slipped!: ActionFigure;

  @Field(() => ActionFigure, { description: 'Not achieved, without a report for six months, and in the plan, or in a version before, for longer than that. An action is in the plan from its first day on, or from the day of the file that added it; where no first day is said, from when it was entered.' })
  @Shown('PUBLIC')
  noProgressForSixMonths!: ActionFigure;

  @Field(() => ActionFigure, { description: 'That no report covers or may cover, ever.' })
  @Shown('PUBLIC')
  withoutProgress!: ActionFigure;

  @Field(() => ActionFigure, { description: 'Without wording.' })
  @Shown('PUBLIC')
  incomplete!: ActionFigure;
}
