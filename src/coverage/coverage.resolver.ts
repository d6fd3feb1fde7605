import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { OrganisationFilter } from '../organisations/organisation-filter.input';
import { Area } from '../places/area.type';
import { readCoverage } from './coverage.read-model';
import { Coverage, CoverageRow } from './coverage.type';

@Resolver(() => CoverageRow)
export class CoverageResolver {
  @Weighs({ flat: 1_000 })
  @Query(() => Coverage, {
    description: 'Which organisations are based in, and which serve, each area of a kind within an area, how many that is for the young people there, and what is not known. Errors: UNKNOWN_AREA, UNKNOWN_KIND, and those of the filter, which may name neither area nor basis.',
  })
  @Shown('PUBLIC')
  async coverage(
    @Arg('area', () => String, { description: 'Code of the whole.' }) area: string,
    @Arg('kind', () => String, { defaultValue: 'DISTRICT', description: 'The kind of the parts.' }) kind: string,
    @Arg('filter', () => OrganisationFilter, { nullable: true, description: 'Which organisations to count. Left out: active providers of the declared sector.' }) filter: OrganisationFilter | undefined,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) asOf: string | undefined,
    @Ctx() context: RequestContext,
  ) {
    return readCoverage(context.reader, { area, kind, filter, asOf });
  }

  @FieldResolver(() => Area, { description: 'The area of the row.' })
  @Shown('PUBLIC')
  async area(@Root() row: CoverageRow, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.byKey(info, 'Area', row.areaId);
  }
}
