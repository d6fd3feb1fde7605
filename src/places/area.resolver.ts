import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Weighs } from '../graphql/limits/weighs';
import { Shown } from '../graphql/read/shape';
import { PostcodeScalar } from '../graphql/scalars';
import { Area, AreaKind } from './area.type';
import { AreaAt, PointInput } from './area-at.type';
import { areaByCode } from './area-lookup';
import { findAreaAt, requireKind } from './area-at.read-model';

@Resolver(() => Area)
export class AreaResolver {
  @Query(() => Area, { description: "An area by its code. A former code finds today's area. Errors: UNKNOWN_AREA." })
  @Shown('PUBLIC')
  async area(@Arg('code', () => String, { description: 'GSS code or a local one, today’s or a former one.' }) code: string, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    const known = await areaByCode(context.reader, code, 'code');
    return context.reader.byKey(info, 'Area', known.id);
  }

  @Query(() => AreaAt, {
    description: 'The area at a postcode or a point. A postcode is placed by its own row, not by its first half: most outcodes lie in several districts. Errors: BAD_POINT, UNKNOWN_POSTCODE, UNKNOWN_KIND.',
  })
  @Shown('PUBLIC')
  async areaAt(
    @Arg('postcode', () => PostcodeScalar, { nullable: true, description: 'A full postcode. Give this or `point`.' }) postcode: string | undefined,
    @Arg('point', () => PointInput, { nullable: true, description: 'A point. Give this or `postcode`.' }) point: PointInput | undefined,
    @Arg('kind', () => String, { defaultValue: 'DISTRICT', description: 'The kind of area that is asked for.' }) kind: string,
    @Ctx() context: RequestContext,
  ) {
    return findAreaAt(context.reader, { postcode, point, kind });
  }

  @Query(() => [AreaKind], { description: 'The kinds of areas that there are, the largest first.' })
  @Shown('PUBLIC')
  async areaKinds(@Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return context.reader.list(info, 'AreaKind', () => 'true', 'a.rank, a.code');
  }

  // A country holds about 300 districts.
  @Weighs({ rows: 300 })
  @Query(() => [Area], { description: 'All areas of a kind within an area (itself included when it is of that kind), by name. Errors: UNKNOWN_AREA, UNKNOWN_KIND.' })
  @Shown('PUBLIC')
  async areasWithin(
    @Arg('area', () => String, { description: 'Code of the larger area.' }) code: string,
    @Arg('kind', () => String, { defaultValue: 'DISTRICT', description: 'The kind of the areas within.' }) kind: string,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    await requireKind(context.reader, kind, 'kind');
    const within = await areaByCode(context.reader, code, 'area');
    return context.reader.list(
      info,
      'Area',
      (row, bind) =>
        `${row}.kind = ${bind.param(kind, 'text')} and ${row}.id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${bind.param(within.id, 'uuid')})`,
      'a.sort_name, a.id',
    );
  }
}
