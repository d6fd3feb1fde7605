import { Field, ObjectType } from 'type-graphql';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar, DateTimeScalar } from '../graphql/scalars';
import { firstDay, lastDay } from '../graphql/period';
import { CommunityLinkKind, OrganisationStatus } from './organisation.enums';
import { Term } from './term.type';

@ObjectType({ simpleResolvers: true, description: 'How an organisation stands to a community.' })
@ReadFrom('shown.community_links')
export class CommunityLink {
  @Field(() => Term, { description: 'The community, a term of the vocabulary `community`.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.term_id` } })
  community!: Term;

  @Field(() => CommunityLinkKind, { description: 'Led by it, or working with it.' })
  @Shown('PUBLIC')
  link!: CommunityLinkKind;

  @Field({ description: 'Whether this is the community that the organisation is there for first of all.' })
  @Shown('PUBLIC', { column: 'is_primary' })
  primary!: boolean;
}

@ObjectType({ simpleResolvers: true, description: 'A status and the days for which it holds.' })
@ReadFrom('shown.organisation_statuses')
export class StatusPeriod {
  @Field(() => OrganisationStatus, { description: 'The status.' })
  @Shown('PUBLIC')
  status!: OrganisationStatus;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: since ever.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: until further notice.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;

  @Field(() => String, { nullable: true, description: 'Why, where it was said.' })
  @Shown('PUBLIC')
  reason!: string | null;
}

@ObjectType({ simpleResolvers: true, description: 'Where a record came from.' })
@ReadFrom('shown.record_sources')
export class RecordSource {
  @Field({ description: 'The list or register.' })
  @Shown('PUBLIC')
  source!: string;

  @Field(() => String, { nullable: true, description: 'What the record is called there; null where the list has no ids of its own.' })
  @Shown('PUBLIC')
  sourceKey!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last seen there. Of an organisation that shows nowhere where it lies it is told to those who look after it alone, null for others: what else was seen at that instant came in the same file.' })
  @Shown('PUBLIC')
  seenAt!: string | null;
}
