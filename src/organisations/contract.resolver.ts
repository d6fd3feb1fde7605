import { Arg, Ctx, FieldResolver, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../graphql/context';
import { declared } from '../graphql/declared';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { EndContractInput, RecordContractInput } from './contract.input';
import { endContract, recordContract } from './contract.service';
import { Contract } from './contract.type';
import { OrganisationPayload } from './organisation-payload.type';
import { Organisation } from './organisation.type';

const payload = (work: () => Promise<string>): Promise<object> => orUserErrors(async () => ({ organisationId: await work() }));

@Resolver(() => Organisation)
export class ContractResolver {
  @FieldResolver(() => [Contract], { description: 'Contracts that others have or had with it, latest first.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.organisation_id = ${parent}.id`, orderBy: (child) => `lower(${child}.valid) desc, ${child}.id` } })
  contracts() {
    return declared();
  }

  @Mutation(() => OrganisationPayload, { description: 'Notes that somebody buys from an organisation. Coordinators: of the entries that they keep. userErrors: NOT_FOUND, FORBIDDEN, INVALID, ALREADY, CLOSED (not at work on the first day).' })
  @Shown('PANEL')
  recordContract(@Arg('input', () => RecordContractInput) input: RecordContractInput, @Ctx() context: RequestContext) {
    return payload(() => recordContract(context, input));
  }

  @Mutation(() => OrganisationPayload, { description: 'Says on which day a contract ends, be it sooner or later than was on record. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID.' })
  @Shown('PANEL')
  endContract(@Arg('input', () => EndContractInput) input: EndContractInput, @Ctx() context: RequestContext) {
    return payload(() => endContract(context, input));
  }
}
