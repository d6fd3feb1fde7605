import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { Area } from './area.type';
import { AreaAt } from './area-at.type';

@Resolver(() => AreaAt)
export class AreaAtResolver {
  @FieldResolver(() => Area, { nullable: true, description: 'The area; null where the spot lies in none that is known.' })
  @Shown('PUBLIC', { columns: [] })
  async area(@Root() found: AreaAt, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return found.areaId === null ? null : context.reader.byKey(info, 'Area', found.areaId);
  }
}
