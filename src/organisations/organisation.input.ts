import { Field, ID, InputType, Int } from 'type-graphql';
import { MutationInput } from '../graphql/mutation.input';
import { DateScalar } from '../graphql/scalars';
import { Sector } from '../places/sector.enum';
import { Infrastructure } from './organisation.enums';
import { AreaServedInput, CommunityInput, ContactInput, FactsInput, IdentifierInput, MembershipInput, PlaceInput, ServiceInput, SupportInput } from './organisation-parts.input';

@InputType({ description: 'What can be said of an organisation. Lists replace what was there; a part that names its key keeps it.' })
export class OrganisationDetails extends MutationInput {
  @Field(() => String, { nullable: true, description: 'Short readable key: lower case letters, digits and hyphens.' })
  slug?: string | null;

  @Field(() => [String], { nullable: true, description: 'Former, legal and short names.' })
  otherNames?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Legal form in words.' })
  legalForm?: string | null;

  @Field(() => Sector, { nullable: true, description: 'What it is in law and economy.' })
  sector?: Sector | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it offers services; true when left out.' })
  provider?: boolean | null;

  @Field(() => Infrastructure, { nullable: true, description: 'Whom it supports, if it is an infrastructure body.' })
  infrastructure?: Infrastructure | null;

  @Field(() => String, { nullable: true, description: 'What it does.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Its website, http or https.' })
  website?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it was founded or registered.' })
  foundedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'Code of the county or district in whose directory it stands. Editors leave it as it is.' })
  directoryArea?: string | null;

  @Field(() => [IdentifierInput], { nullable: true, description: 'Its registrations.' })
  identifiers?: IdentifierInput[] | null;

  @Field(() => [String], { nullable: true, description: 'Categories of the organisation itself, by code (`code` or `vocabulary:code`).' })
  categories?: string[] | null;

  @Field(() => [ServiceInput], { nullable: true, description: 'What it offers.' })
  services?: ServiceInput[] | null;

  @Field(() => [AreaServedInput], { nullable: true, description: 'Areas that the organisation as a whole serves.' })
  areasServed?: AreaServedInput[] | null;

  @Field(() => [PlaceInput], { nullable: true, description: 'Address (one at most) and delivery places.' })
  places?: PlaceInput[] | null;

  @Field(() => [ContactInput], { nullable: true, description: 'Ways to reach it.' })
  contacts?: ContactInput[] | null;

  @Field(() => [CommunityInput], { nullable: true, description: 'Communities that it is led by or works with.' })
  communities?: CommunityInput[] | null;

  @Field(() => [FactsInput], { nullable: true, description: 'Income, staff, volunteers and trustees by year and source.' })
  factsByYear?: FactsInput[] | null;

  @Field(() => [MembershipInput], { nullable: true, description: 'Umbrella bodies that it belongs or belonged to.' })
  memberships?: MembershipInput[] | null;

  @Field(() => [SupportInput], { nullable: true, description: 'Smaller organisations that it supports.' })
  supports?: SupportInput[] | null;
}

@InputType({ description: 'A new organisation. Needs a name and nothing else.' })
export class CreateOrganisationInput extends OrganisationDetails {
  @Field({ description: 'The name that it uses.' })
  name!: string;
}

@InputType({ description: 'Changes of an organisation. What is left out stays; null takes away.' })
export class UpdateOrganisationInput extends OrganisationDetails {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that the changes were made on.' })
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'The name that it uses.' })
  name?: string | null;
}

@InputType({ description: 'That an organisation stopped its work.' })
export class CloseOrganisationInput extends MutationInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { description: 'Its last day at work.' })
  lastDay!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;
}

@InputType({ description: 'That an organisation took up its work again.' })
export class ReopenOrganisationInput extends MutationInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was looked at.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { description: 'Its first day at work again.' })
  firstDay!: string;

  @Field(() => String, { nullable: true, description: 'Why.' })
  reason?: string | null;
}

@InputType({ description: 'That someone checked the whole entry.' })
export class AssureOrganisationInput extends MutationInput {
  @Field(() => ID, { description: 'Which.' })
  id!: string;

  @Field(() => Int, { description: 'The version that was checked.' })
  expectedVersion!: number;

  @Field(() => DateScalar, { nullable: true, description: 'The day of the check; today when left out, never later.' })
  on?: string | null;

  @Field({ description: 'The role of who checked, such as "CVS development worker".' })
  by!: string;
}

@InputType({ description: 'Two entries that are one organisation.' })
export class MergeOrganisationsInput extends MutationInput {
  @Field(() => ID, { description: 'The entry that is kept.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the kept entry that was looked at.' })
  expectedVersion!: number;

  @Field(() => ID, { description: 'The entry that goes into it. Its id goes on finding the kept one.' })
  mergedId!: string;

  @Field(() => Int, { description: 'The version of the merged entry that was looked at.' })
  mergedExpectedVersion!: number;
}

@InputType({ description: 'That two entries were not one organisation after all.' })
export class UndoMergeInput extends MutationInput {
  @Field(() => ID, { description: 'The entry that was kept.' })
  id!: string;

  @Field(() => Int, { description: 'The version of the kept entry that was looked at.' })
  expectedVersion!: number;

  @Field(() => ID, { description: 'The entry that had gone into it, by its own id.' })
  mergedId!: string;
}
