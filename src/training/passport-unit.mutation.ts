import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { CreatePassportUnitInput, UpdatePassportUnitInput } from './passport-unit.input';
import { createPassportUnit, updatePassportUnit } from './passport-unit.service';
import { PassportUnitPayload } from './training-payload.type';
import { PassportUnit } from './workforce.type';

const payload = (work: () => Promise<string>): Promise<object> => orUserErrors(async () => ({ unitId: await work() }));

/** The pathway is one for all areas, so the administrators keep it. */
@Resolver(() => PassportUnitPayload)
export class PassportUnitMutations {
  @Mutation(() => PassportUnitPayload, { description: 'Adds a unit to the Passport. userErrors: INVALID, TAKEN, UNKNOWN_UNIT.' })
  @Shown('ADMIN')
  createPassportUnit(@Arg('input', () => CreatePassportUnitInput) input: CreatePassportUnitInput, @Ctx() context: RequestContext) {
    return payload(() => createPassportUnit(context, input));
  }

  @Mutation(() => PassportUnitPayload, { description: 'Changes what is said of a unit of the Passport and which units come first. userErrors: NOT_FOUND, CONFLICT, INVALID, UNKNOWN_UNIT.' })
  @Shown('ADMIN')
  updatePassportUnit(@Arg('input', () => UpdatePassportUnitInput) input: UpdatePassportUnitInput, @Ctx() context: RequestContext) {
    return payload(() => updatePassportUnit(context, input));
  }

  @FieldResolver(() => PassportUnit, { nullable: true, description: 'The unit; null when nothing was changed.' })
  @Shown('PUBLIC')
  async unit(@Root() done: PassportUnitPayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    const { unitId } = done;
    return unitId === undefined ? null : reader.one(info, 'PassportUnit', (row, bind) => `${row}.id = ${bind.param(unitId, 'uuid')}`);
  }
}
