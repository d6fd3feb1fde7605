import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { DateScalar, DecimalScalar, PostcodeScalar } from '../graphql/scalars';
import { PointInput } from '../places/area-at.type';
import { CommunityLinkKind, ConsentPurpose, ContactAudience, ContactKind, PlaceKind, PlaceVisibility, Tier } from './organisation.enums';
import { AgesInput } from './organisation-filter.input';

@InputType({ description: 'A registration.' })
export class IdentifierInput {
  @Field({ description: 'Code of the register at org-id.guide, such as GB-CHC, or a local prefix.' })
  scheme!: string;

  @Field({ description: 'The number as the register writes it, leading zeros kept.' })
  value!: string;

  @Field(() => Boolean, { nullable: true, description: 'The one to name first; at most one.' })
  primary?: boolean | null;
}

@InputType({ description: 'An area that is served.' })
export class AreaServedInput {
  @Field({ description: 'Code of the area.' })
  area!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; left out: since ever.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; left out: until further notice.' })
  to?: string | null;
}

@InputType({ description: 'What an organisation offers.' })
export class ServiceInput {
  @Field(() => ID, { nullable: true, description: 'The id of the service that this is; left out: a new one.' })
  id?: string | null;

  @Field({ description: 'What it is called.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it does.' })
  description?: string | null;

  @Field(() => Tier, { nullable: true, description: 'For whom it is meant.' })
  tier?: Tier | null;

  @Field(() => AgesInput, { nullable: true, description: 'For which ages; left out: not known.' })
  ages?: AgesInput | null;

  @Field(() => String, { nullable: true, description: 'How one comes to it.' })
  referralRoute?: string | null;

  @Field(() => String, { nullable: true, description: 'What it costs those who use it.' })
  cost?: string | null;

  @Field(() => [String], { nullable: true, description: 'Its categories, by code (`code` or `vocabulary:code`).' })
  categories?: string[] | null;

  @Field(() => [AreaServedInput], { nullable: true, description: 'Areas that this service serves.' })
  areasServed?: AreaServedInput[] | null;
}

@InputType({ description: 'An address or a delivery place, as it truly is; what others see of it follows from `visibility`.' })
export class PlaceInput {
  @Field(() => ID, { nullable: true, description: 'The key of the place that this is; left out: a new one.' })
  key?: string | null;

  @Field(() => PlaceKind, { description: 'What happens there.' })
  kind!: PlaceKind;

  @Field(() => ID, { nullable: true, description: 'The id of the service that is delivered there, if it is one of several.' })
  service?: string | null;

  @Field(() => PlaceVisibility, { description: 'How much of it anyone may know.' })
  visibility!: PlaceVisibility;

  @Field(() => String, { nullable: true, description: 'The name of the building or site.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Street address.' })
  address?: string | null;

  @Field(() => PostcodeScalar, { nullable: true, description: 'Postcode; places it in its district.' })
  postcode?: string | null;

  @Field(() => PointInput, { nullable: true, description: 'Where it is, if better known than by its postcode.' })
  point?: PointInput | null;
}

@InputType({ description: 'A consent, for one purpose.' })
export class ConsentInput {
  @Field(() => ConsentPurpose, { description: 'What for.' })
  purpose!: ConsentPurpose;

  @Field({ description: 'Where it is on record.' })
  source!: string;

  @Field(() => DateScalar, { description: 'The day on which it was given.' })
  givenOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it was withdrawn.' })
  withdrawnOn?: string | null;
}

@InputType({ description: 'A way to reach an organisation.' })
export class ContactInput {
  @Field(() => ID, { nullable: true, description: 'The key of the contact that this is; left out: a new one.' })
  key?: string | null;

  @Field(() => ContactKind, { description: 'By which means.' })
  kind!: ContactKind;

  @Field(() => ContactAudience, { description: 'Who may see it.' })
  audience!: ContactAudience;

  @Field(() => String, { nullable: true, description: 'The role of whoever answers.' })
  roleTitle?: string | null;

  @Field({ description: 'The address, number or link.' })
  value!: string;

  @Field(() => [ConsentInput], { nullable: true, description: 'What it agreed to be written to about.' })
  consents?: ConsentInput[] | null;
}

@InputType({ description: 'How an organisation stands to a community.' })
export class CommunityInput {
  @Field({ description: 'The community, by code (`code` or `vocabulary:code`).' })
  community!: string;

  @Field(() => CommunityLinkKind, { description: 'Led by it, or working with it.' })
  link!: CommunityLinkKind;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is there for this community first of all.' })
  primary?: boolean | null;
}

@InputType({ description: 'What one source says for one year.' })
export class FactsInput {
  @Field(() => Int, { description: 'The year in which the reporting year ended.' })
  year!: number;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of the reporting year.' })
  yearEnd?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Income in pounds sterling.' })
  income?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Spending in pounds sterling.' })
  spending?: string | null;

  @Field(() => Float, { nullable: true, description: 'Paid staff.' })
  paidStaff?: number | null;

  @Field(() => Float, { nullable: true, description: 'Volunteers, heads.' })
  volunteers?: number | null;

  @Field(() => Float, { nullable: true, description: 'Trustees, heads.' })
  trustees?: number | null;

  @Field({ description: 'Who says so.' })
  source!: string;
}

@InputType({ description: 'That the organisation belongs to an umbrella body.' })
export class MembershipInput {
  @Field(() => ID, { description: 'The umbrella body.' })
  umbrella!: string;

  @Field(() => DateScalar, { nullable: true, description: 'First day; left out: since ever.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; left out: until further notice.' })
  to?: string | null;
}

@InputType({ description: 'That the organisation supports a smaller one.' })
export class SupportInput {
  @Field(() => ID, { description: 'The smaller organisation.' })
  supported!: string;

  @Field(() => String, { nullable: true, description: 'With what.' })
  note?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; left out: since ever.' })
  from?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; left out: until further notice.' })
  to?: string | null;
}
