import { Arg, Args, Ctx, Info, Int, Query, Resolver } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { PageArguments } from '../../graphql/connection.type';
import type { RequestContext } from '../../graphql/context';
import { Weighs } from '../../graphql/limits/weighs';
import { Shown } from '../../graphql/read/shape';
import { DateScalar } from '../../graphql/scalars';
import { listExpiring } from './expiring.read-model';
import { ExpiringConnection } from './expiring.type';

@Resolver()
export class ExpiringResolver {
  @Weighs({ flat: 1_000 })
  @Query(() => ExpiringConnection, {
    description: 'Evidence, audits, certificates and accreditations whose last day comes within so many days, what ends first leading; of organisations at work. An editor sees its own. Errors: BAD_PAGE, BAD_CURSOR, BAD_RANGE, UNKNOWN_AREA.',
  })
  @Shown('COMMISSIONING')
  async expiring(
    @Args(() => PageArguments) page: PageArguments,
    @Arg('area', () => String, { nullable: true, description: 'Code of an area: organisations based in it or serving it. Left out: all.' }) area: string | undefined,
    @Arg('days', () => Int, { defaultValue: 90, description: 'Within how many days, 0 to 366; 0: today is the last one.' }) days: number,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day from which is counted; today when left out.' }) asOf: string | undefined,
    @Ctx() { reader }: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ) {
    return listExpiring(reader, info, page, { area, days, asOf });
  }
}
