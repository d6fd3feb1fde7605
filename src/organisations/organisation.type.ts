import { Arg, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { declared } from '../graphql/declared';
import { Money, moneyFrom } from '../graphql/money.type';
import { Node } from '../graphql/node';
import { firstDay, lastDay } from '../graphql/period';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { Area } from '../places/area.type';
import { Sector } from '../places/sector.enum';
import { Contact } from './contact.type';
import { FactsByYear } from './facts.type';
import { Identifier } from './identifier.type';
import { CommunityLink, RecordSource, StatusPeriod } from './organisation-links.type';
import { Freshness, Infrastructure, OrganisationRole, OrganisationStatus, SizeBand } from './organisation.enums';
import { Place } from './place.type';
import { AreaServed, Service } from './service.type';
import { Term } from './term.type';

const ofOrganisation = (child: string, parent: string): string => `${child}.organisation_id = ${parent}.id`;
const byId = (child: string): string => `${child}.id`;

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'One body, however many registrations it has. Needs a name and nothing else; what is null is not known, which is not the same as none.',
})
@ReadFrom('shown.organisations', { merged: 'shown.merged_organisations' })
export class Organisation extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types. The id of an organisation that was merged into this one goes on finding it.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field(() => String, { nullable: true, description: 'A short readable key, taken by the command line; null where none was given.' })
  @Shown('PUBLIC')
  slug!: string | null;

  @Field({ description: 'The name that it uses.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => [String], { description: 'Former, legal and short names.' })
  @Shown('PUBLIC')
  otherNames!: string[];

  @Field(() => [Identifier], { description: 'Its registrations, the one to name first leading.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: (child) => `${child}.is_primary desc, ${child}.scheme, ${child}.value` } })
  identifiers!: Identifier[];

  @Field(() => String, { nullable: true, description: 'Legal form in words, such as "Charitable incorporated organisation".' })
  @Shown('PUBLIC')
  legalForm!: string | null;

  @Field(() => Sector, { nullable: true, description: 'What it is in law and economy; null when not known.' })
  @Shown('PUBLIC')
  sector!: Sector | null;

  @Field(() => [OrganisationRole], { description: 'Provider, infrastructure body, or both.' })
  @Shown('PUBLIC', { sql: (row) => `array_remove(array[case when ${row}.is_provider then 'PROVIDER' end, case when ${row}.infrastructure is not null then 'INFRASTRUCTURE' end], null)` })
  roles!: OrganisationRole[];

  @Field(() => Infrastructure, { nullable: true, description: 'Whom it supports, if it is an infrastructure body; null otherwise.' })
  @Shown('PUBLIC')
  infrastructure!: Infrastructure | null;

  @Field(() => String, { nullable: true, description: 'What it does, in its own words or those of its register.' })
  @Shown('PUBLIC')
  description!: string | null;

  @Field(() => String, { nullable: true, description: 'Its website.' })
  @Shown('PUBLIC')
  website!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it was founded or registered.' })
  @Shown('PUBLIC')
  foundedOn!: string | null;

  @Field(() => OrganisationStatus, { description: 'Whether it is at work on a day, as is now known.' })
  @Shown('PUBLIC', {
    sql: (row, bind, { asOf }) =>
      `coalesce((select s.status from shown.organisation_statuses s where s.organisation_id = ${row}.id and s.valid @> ${asOf == null ? bind.today() : bind.param(asOf, 'date')}), 'INACTIVE')`,
  })
  status(@Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' }) _asOf?: string): OrganisationStatus {
    return declared();
  }

  @Field(() => [StatusPeriod], { description: 'Its statuses over time, earliest first.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: (child) => `lower(${child}.valid) nulls first` } })
  statusHistory!: StatusPeriod[];

  @Field(() => Money, { nullable: true, description: 'Income of the latest year known.' })
  @Shown('PUBLIC', moneyFrom('income'))
  income!: Money | null;

  @Field(() => Int, { nullable: true, description: 'The year of `income`.' })
  @Shown('PUBLIC')
  incomeYear!: number | null;

  @Field(() => SizeBand, { description: 'Its size by `income`.' })
  @Shown('PUBLIC')
  sizeBand!: SizeBand;

  @Field(() => [FactsByYear], { description: 'Income, staff, volunteers and trustees by year and source, newest first.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: (child) => `${child}.year desc, ${child}.source` } })
  factsByYear!: FactsByYear[];

  @Field(() => Boolean, { nullable: true, description: 'Whether a service of it is known to reach someone under 26; null when no ages are known.' })
  @Shown('PUBLIC', { column: 'serves_under_26' })
  servesUnder26!: boolean | null;

  @Field(() => [Term], { description: 'All its categories, its own and those of its services.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent) => `${child}.id in (select c.term_id from shown.categorisations c where c.organisation_id = ${parent}.id)`,
      orderBy: (child) => `${child}.vocabulary, ${child}.code`,
    },
  })
  categories!: Term[];

  @Field(() => [CommunityLink], { description: 'Communities that it is led by or works with.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: (child) => `${child}.is_primary desc, ${child}.link, ${child}.term_id` } })
  communities!: CommunityLink[];

  @Field(() => [Service], { description: 'What it offers.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: byId } })
  services!: Service[];

  @Field(() => [AreaServed], { description: 'The areas that it or a service of it serves today. None: not known.' })
  @Shown('PUBLIC', { list: { where: (child, parent, bind) => `${ofOrganisation(child, parent)} and ${child}.valid @> ${bind.today()}`, orderBy: byId } })
  areasServed!: AreaServed[];

  @Field(() => Area, { nullable: true, description: 'The district of its registered address, as far as the public may know; null when not placed.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.based_in_id` } })
  basedIn!: Area | null;

  @Field(() => Area, { nullable: true, description: 'The county or district in whose directory it stands.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.directory_area_id` } })
  directoryArea!: Area | null;

  @Field(() => [Place], { description: 'Its address and delivery places, as far as the viewer may know them.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: (child) => `${child}.kind, ${child}.id` } })
  places!: Place[];

  @Field(() => [Contact], { description: 'Ways to reach it, as far as the viewer may know them.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: byId } })
  contacts!: Contact[];

  @Field(() => [Membership], { description: 'Umbrella bodies that it belongs to or belonged to, latest first.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.member_id = ${parent}.id`, orderBy: (child) => `lower(${child}.valid) desc nulls last, ${child}.id` } })
  memberships!: object[];

  @Field(() => [Support], { description: 'Larger organisations that support it.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.supported_id = ${parent}.id`, orderBy: byId } })
  supportedBy!: object[];

  @Field(() => [Support], { description: 'Smaller organisations that it supports.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.supporter_id = ${parent}.id`, orderBy: byId } })
  supports!: object[];

  @Field(() => [RecordSource], { description: 'The lists and registers from which its record came.' })
  @Shown('PUBLIC', { list: { where: ofOrganisation, orderBy: (child) => `${child}.source, ${child}.source_key` } })
  sources!: RecordSource[];

  @Field(() => Float, { nullable: true, description: 'Kilometres from the point of the filter `near`, measured from where the public may know it to be; null without `near`.' })
  @Shown('PUBLIC', { added: true })
  distanceKm?: number | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which someone last checked the entry. Editing it is not checking it.' })
  @Shown('PUBLIC')
  assuredOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Who checked it; for those who look after the entry, null for others.' })
  @Shown('KEEPER', { sql: (row) => `case when viewer_keeps_organisation(${row}.id) then ${row}.assured_by end` })
  assuredBy!: string | null;

  @Field(() => Freshness, { description: 'How long ago that was.' })
  @Shown('PUBLIC', {
    sql: (row, bind) =>
      `case when ${row}.assured_on is null then 'NEVER_ASSURED' when ${row}.assured_on < (${bind.today()} - interval '12 months')::date then 'STALE' when ${row}.assured_on < (${bind.today()} - interval '6 months')::date then 'DUE' else 'FRESH' end`,
  })
  freshness!: Freshness;

  @Field(() => Int, { description: 'Counts the changes of the entry; a change names the version that it was made on.' })
  @Shown('PUBLIC')
  version!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the entry last changed. Of an organisation that shows nowhere where it lies it is told to those who look after it alone, null for others: what else changed at that instant came in the same file.' })
  @Shown('PUBLIC')
  updatedAt!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'That an organisation belongs to an umbrella body. Any number: several CVSs, specialist bodies.' })
@ReadFrom('shown.memberships')
export class Membership {
  @Field(() => Organisation, { description: 'The umbrella body.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.umbrella_id` } })
  umbrella!: Organisation;

  @Field(() => Organisation, { description: 'The member.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.member_id` } })
  member!: Organisation;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: since ever.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: until further notice.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'That a larger organisation supports a smaller one.' })
@ReadFrom('shown.supports')
export class Support {
  @Field(() => Organisation, { description: 'The larger one.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.supporter_id` } })
  supporter!: Organisation;

  @Field(() => Organisation, { description: 'The smaller one.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.supported_id` } })
  supported!: Organisation;

  @Field(() => String, { nullable: true, description: 'With what.' })
  @Shown('PUBLIC')
  note!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: since ever.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: until further notice.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;
}
