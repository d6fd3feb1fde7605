import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../graphql/context';
import { Shown } from '../../graphql/read/shape';
import { orUserErrors } from '../../graphql/user-error.type';
import { OrganisationPayload } from '../../organisations/organisation-payload.type';
import { decideAccreditation } from './decide-accreditation';
import { DecideAccreditationInput } from './decide-accreditation.input';

@Resolver(() => OrganisationPayload)
export class DecideAccreditationMutation {
  @Mutation(() => OrganisationPayload, {
    description:
      'Puts a decision of a panel on record. Commissioners: about any organisation; coordinators: about those that they keep. userErrors: NOT_FOUND, FORBIDDEN, INVALID, ALREADY, UNKNOWN_SET, NOT_ASSESSED, NEEDS_REASON, NOT_ACCREDITED, NOT_SUSPENDED, NOTHING_TO_APPEAL, NO_APPEAL, CLOSED.',
  })
  @Shown('PANEL')
  decideAccreditation(@Arg('input', () => DecideAccreditationInput) input: DecideAccreditationInput, @Ctx() context: RequestContext) {
    return orUserErrors(async () => ({ organisationId: await decideAccreditation(context, input) }));
  }
}
