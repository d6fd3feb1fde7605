import { Field, InputType } from 'type-graphql';
import { MutationInput } from '../../graphql/mutation.input';
import { DateScalar } from '../../graphql/scalars';
import { OrganisationFilter } from '../../organisations/organisation-filter.input';
import { AccreditationBasis } from '../panel/panel.enums';

@InputType({ description: 'Which accredited list is issued. The same arguments as `accreditedProviders`.' })
export class IssueAccreditedListInput extends MutationInput {
  @Field(() => DateScalar, { nullable: true, description: 'The day of which the list speaks, not in the future; today when left out.' })
  asOf?: string | null;

  @Field(() => OrganisationFilter, { nullable: true, description: 'Which organisations; all when left out.' })
  filter?: OrganisationFilter | null;

  @Field(() => String, { nullable: true, description: 'Code of a criteria set: only accreditations by it count.' })
  set?: string | null;

  @Field(() => [AccreditationBasis], { nullable: true, description: 'On which basis; either when left out, and PANEL where a set is named.' })
  basis?: AccreditationBasis[] | null;
}
