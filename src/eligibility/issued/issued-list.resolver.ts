import { Arg, Args, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PageArguments } from '../../graphql/connection.type';
import type { RequestContext } from '../../graphql/context';
import { uuidOf } from '../../graphql/node';
import { Shown } from '../../graphql/read/shape';
import { orUserErrors } from '../../graphql/user-error.type';
import { issueAccreditedList } from './issue-list';
import { IssueAccreditedListInput } from './issued-list.input';
import { IssuedList, IssuedListConnection, IssuedListPayload } from './issued-list.type';

@Resolver(() => IssuedListPayload)
export class IssuedListResolver {
  @Query(() => IssuedList, { nullable: true, description: 'An issued list by its id; null when there is none. Errors: BAD_ID.' })
  @Shown('PUBLIC')
  async issuedList(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.byKey(info, 'IssuedList', uuidOf('IssuedList', id, 'id'));
  }

  @Query(() => IssuedListConnection, { description: 'The lists that were issued, the latest first. Errors: BAD_PAGE, BAD_CURSOR.' })
  @Shown('PUBLIC')
  async issuedLists(@Args(() => PageArguments) page: PageArguments, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.connection(info, {
      type: 'IssuedList',
      where: () => [],
      orderName: 'LATEST',
      // Ids are made as lists are issued, and so rise with them.
      order: () => [{ sql: 'a.id', descending: true, type: 'uuid' }],
      page,
    });
  }

  @Mutation(() => IssuedListPayload, { description: 'Signs the accredited list of a day as it is now on record and keeps it byte for byte. Issued twice, it is two lists. userErrors: INVALID, UNKNOWN_AREA, UNKNOWN_TERM, UNKNOWN_SET.' })
  @Shown('PANEL')
  issueAccreditedList(@Arg('input', () => IssueAccreditedListInput) input: IssueAccreditedListInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ listId: await issueAccreditedList(context, input) }));
  }

  @FieldResolver(() => IssuedList, { nullable: true, description: 'The list; null when none was issued.' })
  @Shown('PUBLIC')
  async list(@Root() done: IssuedListPayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.listId === undefined ? null : reader.byKey(info, 'IssuedList', done.listId);
  }
}
