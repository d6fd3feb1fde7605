import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../graphql/context';
import { Node } from '../graphql/node';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { revertRecord } from './revert-record.service';
import { RevertRecordInput, RevertRecordPayload } from './revert-record.type';

@Resolver(() => RevertRecordPayload)
export class RevertRecordMutations {
  @Mutation(() => RevertRecordPayload, {
    description: 'Brings a record back to how it stood before a change of its history, as a new change, for those who may change it: a course with who is in its scope, a training session, a plan’s own texts and the introductions of its sections, a lead with its other names, a set of priorities, a priority. Whether a plan or set is approved does not change. Organisations go back with revert; what is only ever added to (updates, decisions, evidence, replies) is refused, with the change that sets it right. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID, ALREADY (it stands as it did then), TAKEN, OVER_CAPACITY.',
  })
  @Shown('COORDINATOR')
  revertRecord(@Arg('input', () => RevertRecordInput) input: RevertRecordInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ key: await revertRecord(context, input) }));
  }

  @FieldResolver(() => Node, { nullable: true, description: 'The record as it now stands; null when nothing was changed.' })
  @Shown('PUBLIC')
  async node(@Root() done: RevertRecordPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.key === undefined ? null : context.reader.byKey(info, done.key.type, done.key.uuid);
  }
}
