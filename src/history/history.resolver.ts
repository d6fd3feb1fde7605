import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { ArgumentError } from '../errors';
import { PageArguments } from '../graphql/connection.type';
import type { RequestContext } from '../graphql/context';
import { fromNodeId } from '../graphql/node';
import { Shown } from '../graphql/read/shape';
import { type ChangeRow, entriesOf, listChanges, namesFor } from './history.read-model';
import { Change, ChangeConnection, FieldChange } from './history.type';
import { deedsOf, fieldChanges } from './sentences';

const ROLES: Readonly<Record<string, string>> = { ADMIN: 'An administrator', COORDINATOR: 'A coordinator', ORGANISATION_EDITOR: 'An editor of the organisation' };

@Resolver(() => Change)
export class HistoryResolver {
  @Query(() => ChangeConnection, {
    description: 'What was changed of an entry, when, by whom and why, the latest first. What is masked today is masked in its history. Entries that went into it by a merger bring theirs, for as long as the merger stands. Errors: BAD_ID, BAD_PAGE, BAD_CURSOR.',
  })
  @Shown('SIGNED_IN')
  async history(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('nodeId', () => ID, { description: 'The id of the entry, such as that of an organisation; of a merged one, its own.' }) nodeId: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const node = fromNodeId(nodeId);
    if (node === null) throw new ArgumentError('BAD_ID', 'nodeId', 'nodeId is not an id of this service.');
    return listChanges(context.reader, info, page, node.uuid);
  }

  @FieldResolver(() => [String], { description: 'What was done, a sentence each: `VCI Coordinator changed the name from “A” to “B”.` Of an entry that went into this one: `Of “C”: VCI Coordinator changed …`' })
  @Shown('SIGNED_IN', { columns: ['subject', 'role', 'kind', 'file_name', 'node_id', 'records'] })
  async sentences(@Root() change: ChangeRow, @Ctx() context: RequestContext): Promise<string[]> {
    const author = authorOf(change);
    if (change.kind === 'ERASURE') return [`${author} erased personal data.`];
    const told = await Promise.all(
      (await entriesOf(context.reader, change)).map(async ({ rows, mergedName }) => {
        const deeds = deedsOf(rows, await namesFor(context.reader, rows));
        const again = change.kind === 'REVERT' ? [change.file_name == null ? 'went back to a former version' : `took the import of ${change.file_name} back`] : [];
        const all = deeds.length + again.length === 0 ? ['changed the entry'] : [...again, ...deeds];
        return all.map((deed) => (mergedName === undefined ? `${author} ${deed}.` : `Of “${mergedName}”: ${author} ${deed}.`));
      }),
    );
    return told.flat();
  }

  @FieldResolver(() => [FieldChange], { description: 'The same field by field.' })
  @Shown('SIGNED_IN', { columns: ['node_id', 'records'] })
  async changes(@Root() change: ChangeRow, @Ctx() context: RequestContext): Promise<FieldChange[]> {
    const told = await Promise.all(
      (await entriesOf(context.reader, change)).map(async ({ rows, mergedName }) => {
        const fields = fieldChanges(rows, await namesFor(context.reader, rows));
        return mergedName === undefined ? fields : fields.map((field) => ({ ...field, record: `${field.record} of “${mergedName}”` }));
      }),
    );
    return told.flat();
  }
}

function authorOf({ kind, file_name, subject, role }: ChangeRow): string {
  if (kind === 'IMPORT') return `The import of ${file_name ?? 'a file'}`;
  return subject ?? ROLES[role ?? ''] ?? 'Somebody';
}
