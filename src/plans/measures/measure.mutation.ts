import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, ObjectType, Field, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../graphql/context';
import { Shown } from '../../graphql/read/shape';
import { orUserErrors, UserError } from '../../graphql/user-error.type';
import { ActionPayload } from '../plan-payload.type';
import { ObserveMeasureInput, SetMeasureInput, SettleMeasureInput } from './measure.input';
import { observeMeasure, setMeasure, settleMeasure } from './measure.service';
import { Measure } from './measure.type';

@ObjectType({ simpleResolvers: true, description: 'The measure as it now stands, or why nothing was recorded.' })
export class MeasurePayload {
  /** Read on by the field `measure`. */
  measureId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@Resolver(() => MeasurePayload)
export class MeasureMutations {
  @Mutation(() => ActionPayload, { description: 'Gives a measure of an action its numbers, or the action a measure with numbers. What was observed stays. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, UNKNOWN_AREA, INVALID.' })
  @Shown('COORDINATOR')
  setMeasure(@Arg('input', () => SetMeasureInput) input: SetMeasureInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ actionId: await setMeasure(context, input) }));
  }

  @Mutation(() => ActionPayload, { description: 'Says whether a text among the measures of an action is one, and how it should read. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  settleMeasure(@Arg('input', () => SettleMeasureInput) input: SettleMeasureInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ actionId: await settleMeasure(context, input) }));
  }

  @Mutation(() => MeasurePayload, { description: 'Records what was observed of a measure: those who lead of their own actions, coordinators of those of their area. Nothing observed before is changed. userErrors: NOT_FOUND, FORBIDDEN, UNKNOWN_AREA, INVALID.' })
  @Shown('ACTION_LEAD')
  observeMeasure(@Arg('input', () => ObserveMeasureInput) input: ObserveMeasureInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ measureId: await observeMeasure(context, input) }));
  }

  @FieldResolver(() => Measure, { nullable: true, description: 'The measure; null when nothing was recorded.' })
  @Shown('PUBLIC')
  async measure(@Root() done: MeasurePayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.measureId === undefined ? null : context.reader.byKey(info, 'Measure', done.measureId);
  }
}
