import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { AreaPayload } from './area-payload.type';
import { DeclareSectorInput } from './area.input';
import { declareSector } from './area.service';
import { Area } from './area.type';

@Resolver(() => AreaPayload)
export class AreaMutations {
  @Mutation(() => AreaPayload, {
    description: 'Declares which sectors an area counts as its own: coverage, training and eligibility count those unless asked otherwise. For coordinators of the area or of one that contains it. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.',
  })
  @Shown('COORDINATOR')
  declareSector(@Arg('input', () => DeclareSectorInput) input: DeclareSectorInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ areaId: await declareSector(context, input) }));
  }

  @FieldResolver(() => Area, { nullable: true, description: 'The area as it now stands; null when nothing was changed.' })
  @Shown('PUBLIC')
  async area(@Root() done: AreaPayload, @Ctx() context: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.areaId === undefined ? null : context.reader.byKey(info, 'Area', done.areaId);
  }
}
