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
    description: 'Takes an import back. Organisations that were changed since are left as they are and listed; reference data go back to their former release, the latest import first, and what lies by them is placed again. userErrors: NOT_FOUND, INVALID, ALREADY.',
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
