import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { view } from './action-state.sql';
import { KNOWN } from './known-rows';
import { Rag, ReportSource } from './plan.enums';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'What was reported of an action, of several, or of a recommendation. Never rewritten: a later report corrects it.' })
@ReadFrom('shown.progress_reports', { cleared: 'shown.progress_reports_cleared', known: KNOWN.progress_reports })
export class ProgressReport extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field(() => DateScalar, { description: 'The day that it speaks of.' })
  @Shown('PUBLIC')
  reportedOn!: string;

  @Field(() => Rag, { description: 'How it was rated; NOT_RATED: it says nothing of the rating, and the last one stands, unless it is `unrated`.' })
  @Shown('PUBLIC')
  rag!: Rag;

  @Field({ description: 'Whether it takes the rating back: nobody rates it any more.' })
  @Shown('PUBLIC')
  unrated!: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Whether it was achieved; null where the report does not say. No rating says so.' })
  @Shown('PUBLIC')
  achieved!: boolean | null;

  @Field(() => String, { nullable: true, description: 'What was done, in the words of who reported it.' })
  @Shown('PUBLIC')
  note!: string | null;

  @Field(() => String, { nullable: true, description: 'What is not for the public.' })
  @Shown('SIGNED_IN')
  internalNote!: string | null;

  @Field(() => String, { nullable: true, description: 'Who reported it; null: a file of the plan, which does not say, or somebody more than six years ago.' })
  @Shown('SIGNED_IN')
  author!: string | null;

  @Field(() => ReportSource, { description: 'Where it comes from.' })
  @Shown('PUBLIC')
  source!: ReportSource;

  @Field(() => Int, { description: 'The version of the plan in which it was reported.' })
  @Shown('PUBLIC', { sql: (row, bind) => `(select p.edition from ${view('plans', bind)} p where p.id = ${row}.plan_id)` })
  edition!: number;

  @Field(() => DateTimeScalar, { description: 'When it was entered.' })
  @Shown('PUBLIC')
  recordedAt!: string;
}
