import { Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { Area } from '../places/area.type';
import { Me } from './me.type';
import { Organisation } from './organisation.type';

@Resolver(() => Me)
export class MeResolver {
  @Query(() => Me, { description: 'Who is asking, and for what they are cleared.' })
  @Shown('PUBLIC')
  me(@Ctx() { viewer }: RequestContext): Me {
    return { role: viewer.role, subject: viewer.subject ?? null, areaIds: viewer.areaIds ?? [], organisationIds: viewer.organisationIds ?? [] };
  }

  @FieldResolver(() => [Area], { description: 'The areas that the role is for, by name.' })
  @Shown('PUBLIC')
  areas(@Root() me: Me, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.list(info, 'Area', (row, bind) => `${row}.id = any(${bind.param(me.areaIds, 'uuid[]')})`, 'a.sort_name, a.id');
  }

  @FieldResolver(() => [Organisation], { description: 'The organisations that an editor looks after, by name.' })
  @Shown('PUBLIC')
  organisations(@Root() me: Me, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return reader.list(info, 'Organisation', (row, bind) => `${row}.id = any(${bind.param(me.organisationIds, 'uuid[]')})`, 'a.sort_name, a.id');
  }
}
