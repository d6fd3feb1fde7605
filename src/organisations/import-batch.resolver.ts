import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import { PageArguments } from '../graphql/connection.type';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { ImportBatch, ImportBatchConnection, RevertImportInput, RevertImportPayload } from './import-batch.type';
import { revertImport } from './import-revert';

@Resolver(() => RevertImportPayload)
export class ImportBatchResolver {
  @Query(() => ImportBatchConnection, { description: 'The imports that were published, the latest first. Errors: BAD_PAGE, BAD_CURSOR.' })
  @Shown('ADMIN')
  async importBatches(@Args(() => PageArguments) page: PageArguments, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.connection(info, {
      type: 'ImportBatch',
      where: () => ['a.published_at is not null'],
      orderName: 'LATEST',
      // Ids of imports are made in the order of time.
      order: () => [{ sql: 'a.id', descending: true, type: 'uuid' }],
      page,
    });
  }

  @Mutation(() => RevertImportPayload, {
    description: 'Takes an import back. What was changed or referred to since is left as it is and listed; reference data go back to their former release, the latest import first, and what lies by them is placed again; plans, rounds of self-evaluation and sets of priorities go back the latest import first too. userErrors: NOT_FOUND, INVALID, ALREADY, OVER_CAPACITY.',
  })
  @Shown('ADMIN')
  revertImport(@Arg('input', () => RevertImportInput) input: RevertImportInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ batchId: await revertImport(context, input) }));
  }

  @FieldResolver(() => ImportBatch, { nullable: true, description: 'The import; null when nothing was taken back.' })
  @Shown('ADMIN')
  async batch(@Root() done: RevertImportPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.batchId === undefined ? null : context.reader.byKey(info, 'ImportBatch', done.batchId);
  }
}
