import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { PageArguments } from '../graphql/connection.type';
import { uuidOf } from '../graphql/node';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { fieldsAsked, treeOf } from '../graphql/read/selection';
import { monthsBefore } from '../day';
import { listPossibleDuplicates } from './duplicates.read-model';
import { PossibleDuplicateConnection } from './duplicates.type';
import { countFacets } from './facets.read-model';
import { OrganisationFacets } from './facets.type';
import { OrganisationConnection } from './organisation-connection.type';
import { AreaBasis, OrganisationFilter } from './organisation-filter.input';
import { OrganisationStatus } from './organisation.enums';
import { OrganisationOrder } from './organisation-order';
import { listOrganisations } from './organisation.read-model';
import { Organisation } from './organisation.type';

@Resolver(() => OrganisationConnection)
export class OrganisationResolver {
  @Query(() => Organisation, { nullable: true, description: 'An organisation by its id; the id of a merged one finds the one that was kept. Null when there is none. Errors: BAD_ID.' })
  @Shown('PUBLIC')
  async organisation(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'Organisation', uuidOf('Organisation', id, 'id'));
  }

  @Query(() => Organisation, { nullable: true, description: 'An organisation by a registration; null when none has it.' })
  @Shown('PUBLIC')
  async organisationByIdentifier(
    @Arg('scheme', () => String, { description: 'Code of the register, such as GB-CHC.' }) scheme: string,
    @Arg('value', () => String, { description: 'The number as the register writes it, leading zeros kept.' }) value: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return context.reader.one(
      info,
      'Organisation',
      (row, bind) => `${row}.id = (select i.organisation_id from shown.identifiers i where i.scheme = ${bind.param(scheme, 'text')} and i.value = ${bind.param(value, 'text')})`,
    );
  }

  @Query(() => OrganisationConnection, {
    description: 'Organisations that a filter lists: best match first when words are searched for, by name otherwise. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA, UNKNOWN_TERM, UNKNOWN_POSTCODE, BAD_POINT, BAD_RADIUS, BAD_RANGE, BAD_INPUT, NEEDS_NEAR.',
  })
  @Shown('PUBLIC')
  async organisations(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => OrganisationFilter, { nullable: true, description: 'Which; all when left out.' }) filter: OrganisationFilter | undefined,
    @Arg('orderBy', () => OrganisationOrder, { nullable: true, description: 'In which order.' }) orderBy: OrganisationOrder | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listOrganisations(context.reader, info, page, filter, orderBy);
  }

  @Query(() => OrganisationConnection, {
    description: 'Organisations based in or serving an area that nobody has checked for so many months, or ever: longest unchecked first, never checked last. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA, BAD_RANGE.',
  })
  @Shown('PUBLIC')
  async staleEntries(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { description: 'Code of the area.' }) area: string,
    @Arg('months', () => Int, { defaultValue: 12, description: 'How many months, 0 to 600.' }) months: number,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const filter = { area, basis: AreaBasis.BASED_IN_OR_SERVES, status: OrganisationStatus.ACTIVE, assuredBefore: monthsBefore(context.reader.today, months) };
    return listOrganisations(context.reader, info, page, filter, OrganisationOrder.ASSURED);
  }

  @Weighs({ flat: 1_000 })
  @Query(() => PossibleDuplicateConnection, { description: 'Pairs of entries that may be one organisation, the likeliest first: one of each at least of the area, the other from anywhere in its county, or from wherever where the place is not known. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA.' })
  @Shown('PUBLIC')
  async possibleDuplicates(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { description: 'Code of the area: entries based in it, and those of its directory that are not placed.' }) area: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listPossibleDuplicates(context.reader, info, page, area);
  }

  @Weighs({ flat: 1_000 })
  @FieldResolver(() => OrganisationFacets, { description: 'Counts over the whole list, for the same filter.' })
  @Shown('PUBLIC')
  async facets(@Root() page: OrganisationConnection, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    const wanted = fieldsAsked(treeOf(info)).map((field) => field.name);
    return countFacets(context.reader, page.filter, wanted);
  }
}
