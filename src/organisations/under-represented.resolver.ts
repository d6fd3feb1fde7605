import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context';
import { declared } from '../graphql/declared';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { AreaPayload } from '../places/area-payload.type';
import { Area } from '../places/area.type';
import { SetUnderRepresentedCommunitiesInput } from './under-represented.input';
import { setUnderRepresentedCommunities } from './under-represented.service';
import { UnderRepresentedCommunity } from './under-represented.type';

@Resolver(() => Area)
export class UnderRepresentedResolver {
  @FieldResolver(() => [UnderRepresentedCommunity], { description: 'Communities said to be under-represented among those who use services in it, the latest year first. Empty: nobody has said so, which is not that all are represented.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent, bind, { year }) => `${child}.area_id = ${parent}.id${year == null ? '' : ` and ${child}.year = ${bind.param(year, 'int')}`}`,
      orderBy: (child) => `${child}.year desc, ${child}.term_id`,
    },
  })
  underRepresentedCommunities(@Arg('year', () => Int, { nullable: true, description: 'Only what is said of this year.' }) _year?: number) {
    return declared();
  }

  @Mutation(() => AreaPayload, {
    description: 'Says which communities are under-represented among those who use services in an area in a year. For coordinators of the area or of one that contains it. userErrors: UNKNOWN_AREA, UNKNOWN_TERM, FORBIDDEN, CONFLICT, INVALID.',
  })
  @Shown('COORDINATOR')
  setUnderRepresentedCommunities(@Arg('input', () => SetUnderRepresentedCommunitiesInput) input: SetUnderRepresentedCommunitiesInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ areaId: await setUnderRepresentedCommunities(context, input) }));
  }
}
