import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { PageArguments } from '../graphql/connection.type';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { areaByCode } from '../places/area-lookup';
import { approveChangeRequest, refuseChangeRequest } from './change-request.service';
import { ApproveChangeRequestInput, ChangeRequest, ChangeRequestConnection, ChangeRequestState, RefuseChangeRequestInput } from './change-request.type';
import { OrganisationPayload } from './organisation-payload.type';

@Resolver(() => ChangeRequest)
export class ChangeRequestResolver {
  @Query(() => ChangeRequestConnection, { description: 'Changes that editors asked for, of the entries that the caller looks after: the longest waiting first. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA.' })
  @Shown('KEEPER')
  async changeRequests(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { nullable: true, description: 'Only of entries based in this area or of its directory, by code.' }) area: string | undefined,
    @Arg('state', () => ChangeRequestState, { defaultValue: ChangeRequestState.PENDING, description: 'What became of them.' }) state: ChangeRequestState,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const within = area === undefined ? null : await areaByCode(reader, area, 'area');
    return reader.connection(info, {
      type: 'ChangeRequest',
      where: (bind) => [
        `a.state = ${bind.param(state, 'text')}`,
        ...(within === null
          ? []
          : [`exists (select from shown.organisations o join shown.area_tree t on t.descendant_id in (o.based_in_id, o.directory_area_id) where o.id = a.organisation_id and t.ancestor_id = ${bind.param(within.id, 'uuid')})`]),
      ],
      orderName: 'WAITING',
      order: () => [{ sql: 'a.requested_at', type: 'timestamptz' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @Mutation(() => OrganisationPayload, { description: 'Makes a change that an editor asked for. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT (the entry was changed since it was looked at, or what is asked for was changed since it was asked: refuse it then), ALREADY, and those of updateOrganisation.' })
  @Shown('COORDINATOR')
  approveChangeRequest(@Arg('input', () => ApproveChangeRequestInput) input: ApproveChangeRequestInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ organisationId: await approveChangeRequest(context, input) }));
  }

  @Mutation(() => OrganisationPayload, { description: 'Refuses a change that an editor asked for, with a reason. userErrors: NOT_FOUND, FORBIDDEN, ALREADY, INVALID.' })
  @Shown('COORDINATOR')
  refuseChangeRequest(@Arg('input', () => RefuseChangeRequestInput) input: RefuseChangeRequestInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ organisationId: await refuseChangeRequest(context, input) }));
  }
}
