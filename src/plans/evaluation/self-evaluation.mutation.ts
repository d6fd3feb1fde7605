import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, Info, Mutation, ObjectType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../graphql/context';
import { Shown } from '../../graphql/read/shape';
import { orUserErrors, UserError } from '../../graphql/user-error.type';
import { createSelfEvaluation } from './create-self-evaluation';
import { recordReplies, withdrawReply } from './replies.service';
import { AgreeGradeInput, CreateSelfEvaluationInput, RecordEvaluationEvidenceInput, RecordFindingInput, RecordRepliesInput, WithdrawReplyInput } from './self-evaluation.input';
import { agreeGrade, recordEvidence, recordFinding } from './self-evaluation.service';
import { SelfEvaluation } from './self-evaluation.type';

@ObjectType({ simpleResolvers: true, description: 'The round of self-evaluation as it now stands, or why nothing was changed.' })
export class SelfEvaluationPayload {
  /** Read on by the field `selfEvaluation`. */
  roundId?: string;

  @Field(() => [UserError], { description: 'What to mend; empty when the change was made.' })
  @Shown('PUBLIC')
  userErrors!: UserError[];
}

@Resolver(() => SelfEvaluationPayload)
export class SelfEvaluationMutations {
  @Mutation(() => SelfEvaluationPayload, { description: 'Begins a round of self-evaluation. userErrors: UNKNOWN_AREA, NOT_FOUND, FORBIDDEN, TAKEN, INVALID.' })
  @Shown('COORDINATOR')
  createSelfEvaluation(@Arg('input', () => CreateSelfEvaluationInput) input: CreateSelfEvaluationInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ roundId: await createSelfEvaluation(context, input) }));
  }

  @Mutation(() => SelfEvaluationPayload, { description: 'Adds anonymous replies. A reply cannot be read or changed afterwards. userErrors: NOT_FOUND, FORBIDDEN, UNKNOWN_AREA, ALREADY (the form is on record), INVALID.' })
  @Shown('COORDINATOR')
  recordReplies(@Arg('input', () => RecordRepliesInput) input: RecordRepliesInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ roundId: await recordReplies(context, input) }));
  }

  @Mutation(() => SelfEvaluationPayload, { description: 'Takes out the reply of a form that should not count, with a reason. It counts no more; that one was withdrawn stays on record, not what it said. userErrors: NOT_FOUND, FORBIDDEN, ALREADY, INVALID.' })
  @Shown('COORDINATOR')
  withdrawReply(@Arg('input', () => WithdrawReplyInput) input: WithdrawReplyInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ roundId: await withdrawReply(context, input) }));
  }

  @Mutation(() => SelfEvaluationPayload, { description: 'Says what grade partners agreed on. Replies and findings stay as they are. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('COORDINATOR')
  agreeGrade(@Arg('input', () => AgreeGradeInput) input: AgreeGradeInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ roundId: await agreeGrade(context, input) }));
  }

  @Mutation(() => SelfEvaluationPayload, { description: 'Adds evidence to a section or a question. userErrors: NOT_FOUND, FORBIDDEN, INVALID.' })
  @Shown('COORDINATOR')
  recordEvaluationEvidence(@Arg('input', () => RecordEvaluationEvidenceInput) input: RecordEvaluationEvidenceInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ roundId: await recordEvidence(context, input) }));
  }

  @Mutation(() => SelfEvaluationPayload, { description: 'Adds what the discussion came to, also where it contradicts the agreed grade. userErrors: NOT_FOUND, FORBIDDEN, INVALID.' })
  @Shown('COORDINATOR')
  recordFinding(@Arg('input', () => RecordFindingInput) input: RecordFindingInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ roundId: await recordFinding(context, input) }));
  }

  @FieldResolver(() => SelfEvaluation, { nullable: true, description: 'The round as it now stands; null when nothing was changed.' })
  @Shown('SIGNED_IN')
  async selfEvaluation(@Root() done: SelfEvaluationPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.roundId === undefined ? null : context.reader.byKey(info, 'SelfEvaluation', done.roundId);
  }
}
