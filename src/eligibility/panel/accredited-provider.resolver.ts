import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PageArguments } from '../../graphql/connection.type';
import type { RequestContext } from '../../graphql/context';
import { Shown } from '../../graphql/read/shape';
import { DateScalar } from '../../graphql/scalars';
import { OrganisationFilter } from '../../organisations/organisation-filter.input';
import { AccreditationArguments } from './accreditation.type';
import { listAccredited, listContractedNotAccredited } from './accredited-provider.read-model';
import { AccreditedProviderConnection, ContractedProviderConnection } from './accredited-provider.type';
import { AccreditationBasis } from './panel.enums';

@Resolver()
export class AccreditedProviderResolver {
  @Query(() => AccreditedProviderConnection, {
    description:
      'The accredited list on a day: organisations at work that a panel accredited or that somebody is in contract with. Nearest first with `filter.near`, best match with `filter.text`, by name otherwise. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_SET, BAD_INPUT, and those of the filter.',
  })
  @Shown('PUBLIC')
  async accreditedProviders(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => OrganisationFilter, { nullable: true, description: 'Which organisations. With an area and no basis: BASED_IN_OR_SERVES, for a school buys from whoever serves it, wherever they are based. The day is that of `asOf`.' }) filter: OrganisationFilter | undefined,
    @Arg('set', () => String, { nullable: true, description: 'Code of a criteria set: only accreditations by it count.' }) set: string | undefined,
    @Arg('basis', () => [AccreditationBasis], { nullable: true, description: 'On which basis; either when left out, and PANEL where a set is named, for a contract says nothing of criteria.' }) basis: AccreditationBasis[] | undefined,
    @Args(() => AccreditationArguments) asked: AccreditationArguments,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listAccredited(reader, info, page, { filter, set, basis, ...asked });
  }

  @Query(() => ContractedProviderConnection, {
    description: 'The exceptions: organisations at work that somebody is in contract with on the day and that no panel has accredited by any criteria set. By name. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA.',
  })
  @Shown('COMMISSIONING')
  async contractedNotAccredited(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { nullable: true, description: 'Code of an area: those based in it or serving it. Left out: all.' }) area: string | undefined,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listContractedNotAccredited(reader, info, page, area, asOf);
  }
}
