import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { PageArguments } from '../../graphql/connection.type';
import type { RequestContext } from '../../graphql/context';
import { Weighs } from '../../graphql/limits/weighs';
import { uuidOf } from '../../graphql/node';
import { whereSql } from '../../graphql/read/reader';
import { Shown } from '../../graphql/read/shape';
import { DateScalar } from '../../graphql/scalars';
import { Area } from '../../places/area.type';
import { areaByCode } from '../../places/area-lookup';
import { readPriorityCoverage } from './priority-coverage.read-model';
import { PriorityCoverage, PriorityCoverageRow } from './priority-figures.type';
import { contributionQuestion, priorityConditions } from './priority-filter';
import { ContributionFilter, PriorityFilter } from './priority-filter.input';
import { ContributingOrganisationConnection, Priority, PriorityConnection, PriorityContributionConnection, PrioritySetConnection } from './priority.type';

@Resolver(() => Priority)
export class PriorityResolver {
  @Query(() => PriorityConnection, { description: 'Priorities that a filter lists, by set and in its order. Errors: BAD_PAGE, BAD_CURSOR, BAD_ID, UNKNOWN_AREA.' })
  @Shown('PUBLIC')
  async priorities(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => PriorityFilter, { nullable: true, description: 'Which; all that hold today when left out.' }) filter: PriorityFilter | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const reader = context.reader.asOf(filter?.asOf);
    const conditions = await priorityConditions(reader, filter);
    return reader.connection(info, {
      type: 'Priority',
      where: (bind) => conditions('a', bind),
      orderName: 'SET',
      order: () => [{ sql: 'lower(a.set_title) collate "C"', type: 'text' }, { sql: 'a.set_id', type: 'uuid' }, { sql: 'a.position', type: 'integer' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @Query(() => Priority, { nullable: true, description: 'A priority by its id; null when there is none that the caller may see. Errors: BAD_ID.' })
  @Shown('PUBLIC')
  async priority(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day on which contributions are told; today when left out.' }) asOf: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const uuid = uuidOf('Priority', id, 'id');
    return context.reader.asOf(asOf).one(info, 'Priority', (row, bind) => `${row}.id = ${bind.param(uuid, 'uuid')}`);
  }

  @Query(() => PrioritySetConnection, { description: 'Sets of priorities for an area and for the areas that contain it, by title and version; drafts for those who are signed in. Errors: BAD_PAGE, BAD_CURSOR, UNKNOWN_AREA.' })
  @Shown('PUBLIC')
  async prioritySets(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { nullable: true, description: 'Code of the area; all when left out.' }) code: string | undefined,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day on which their priorities are told; today when left out. It leaves no set out.' }) asOf: string | undefined,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const reader = context.reader.asOf(asOf);
    const area = code == null ? null : await areaByCode(reader, code, 'area');
    return reader.connection(info, {
      type: 'PrioritySet',
      where: (bind) => (area === null ? [] : [`a.area_id in (select t.ancestor_id from shown.area_tree t where t.descendant_id = ${bind.param(area.id, 'uuid')})`]),
      orderName: 'TITLE',
      order: () => [{ sql: 'a.title_key collate "C"', type: 'text' }, { sql: 'a.edition', type: 'integer' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @Weighs({ flat: 100 })
  @Query(() => PriorityContributionConnection, {
    description: 'The services that contribute to a priority, with the organisations that offer them: those behind each figure, by name of the organisation and of the service. Errors: BAD_PAGE, BAD_CURSOR, BAD_ID, BAD_INPUT, UNKNOWN_AREA.',
  })
  @Shown('PUBLIC')
  async contributingServices(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ContributionFilter, { description: 'Which.' }) filter: ContributionFilter,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const reader = context.reader.asOf(filter.asOf);
    const { rows, where } = await contributionQuestion(reader, filter);
    return reader.connection(info, {
      type: 'PriorityContribution',
      rows,
      where: (bind) => where('a', bind),
      orderName: 'ORGANISATION',
      order: () => [{ sql: 'a.organisation_sort_name collate "C"', type: 'text' }, { sql: 'a.service_sort_name collate "C"', type: 'text' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }

  @Weighs({ flat: 100 })
  @Query(() => ContributingOrganisationConnection, { description: 'The organisations whose services contribute to a priority, each once, by name. Errors: BAD_PAGE, BAD_CURSOR, BAD_ID, BAD_INPUT, UNKNOWN_AREA.' })
  @Shown('PUBLIC')
  async contributingOrganisations(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('filter', () => ContributionFilter, { description: 'By which of their services.' }) filter: ContributionFilter,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    const reader = context.reader.asOf(filter.asOf);
    const { rows, where } = await contributionQuestion(reader, filter);
    return reader.connection(info, {
      type: 'Organisation',
      where: (bind) => [`a.id in (select v.organisation_id from (${rows(bind)}) v${whereSql(where('v', bind))})`],
      orderName: 'NAME',
      order: () => [{ sql: 'a.sort_name collate "C"', type: 'text' }, { sql: 'a.id', type: 'uuid' }],
      page,
    });
  }
}

@Resolver(() => PriorityCoverage)
export class PriorityCoverageResolver {
  @Weighs({ flat: 500, rows: 50 })
  @Query(() => PriorityCoverage, { nullable: true, description: 'Which services of the declared sector contribute to a priority in each area of a kind within its own, and where none does; null when there is no such priority. Errors: BAD_ID, UNKNOWN_KIND.' })
  @Shown('PUBLIC')
  async priorityCoverage(
    @Arg('priority', () => ID, { description: 'The id of the priority.' }) priority: string,
    @Arg('kind', () => String, { defaultValue: 'DISTRICT', description: 'The kind of the areas.' }) kind: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Ctx() context: RequestContext,
  ) {
    return readPriorityCoverage(context.reader.asOf(asOf), priority, kind);
  }

  @FieldResolver(() => Priority, { nullable: true, description: 'The priority, on the day.' })
  @Shown('PUBLIC')
  async priority(@Root() coverage: PriorityCoverage, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.asOf(coverage.asOf).byKey(info, 'Priority', coverage.priorityId);
  }
}

@Resolver(() => PriorityCoverageRow)
export class PriorityCoverageRowResolver {
  @FieldResolver(() => Area, { description: 'The area.' })
  @Shown('PUBLIC')
  async area(@Root() row: PriorityCoverageRow, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'Area', row.areaId);
  }
}
