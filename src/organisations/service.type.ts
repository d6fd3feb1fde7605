import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../graphql/node';
import { firstDay, lastDay } from '../graphql/period';
import { type FieldSource, ReadFrom, Shown } from '../graphql/read/shape';
import { DateScalar } from '../graphql/scalars';
import { Area } from '../places/area.type';
import { Tier } from './organisation.enums';
import { Place } from './place.type';
import { Term } from './term.type';

@ObjectType({ simpleResolvers: true, description: 'Ages as printed: both ends inclusive. "0 to 25" runs to the 26th birthday.' })
export class AgeRange {
  @Field(() => Float, { nullable: true, description: 'Youngest age; null: no lower bound.' })
  @Shown('PUBLIC')
  from!: number | null;

  @Field(() => Float, { nullable: true, description: 'Oldest age; null: no upper bound.' })
  @Shown('PUBLIC')
  to!: number | null;
}

/** Ages as printed from a half-open range; null where none are known. */
export function agesFrom(column: string): FieldSource {
  return {
    sql: (row) => {
      const ages = `${row}.${column}`;
      return `case when ${ages} is not null then json_build_object('from', lower(${ages}), 'to', case when upper(${ages}) = trunc(upper(${ages})) then upper(${ages}) - 1 else upper(${ages}) end) end`;
    },
  };
}

@ObjectType({ simpleResolvers: true, description: 'An area that is served, and from when to when.' })
@ReadFrom('shown.areas_served')
export class AreaServed {
  @Field(() => Area, { description: 'The area.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.area_id` } })
  area!: object;

  @Field(() => DateScalar, { nullable: true, description: 'First day; null: since ever.' })
  @Shown('PUBLIC', firstDay('valid'))
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day; null: until further notice.' })
  @Shown('PUBLIC', lastDay('valid'))
  to!: string | null;
}

@ObjectType({ implements: Node, simpleResolvers: true, description: 'What an organisation offers.' })
@ReadFrom('shown.services')
export class Service extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'What it is called.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => String, { nullable: true, description: 'What it does, in its own words.' })
  @Shown('PUBLIC')
  description!: string | null;

  @Field(() => Tier, { nullable: true, description: 'For whom it is meant; null when not known.' })
  @Shown('PUBLIC')
  tier!: Tier | null;

  @Field(() => AgeRange, { nullable: true, description: 'For which ages; null when not known, which is not "all ages".' })
  @Shown('PUBLIC', agesFrom('ages'))
  ages!: AgeRange | null;

  @Field(() => String, { nullable: true, description: 'How one comes to it: by oneself, through a professional …' })
  @Shown('PUBLIC')
  referralRoute!: string | null;

  @Field(() => String, { nullable: true, description: 'What it costs those who use it.' })
  @Shown('PUBLIC')
  cost!: string | null;

  @Field(() => [Term], { description: 'Its categories.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent) => `${child}.id in (select c.term_id from shown.categorisations c where c.service_id = ${parent}.id and c.organisation_id = ${parent}.organisation_id)`,
      orderBy: (child) => `${child}.vocabulary, ${child}.code`,
    },
  })
  categories!: Term[];

  @Field(() => [AreaServed], { description: 'The areas that it serves today, where they differ from the organisation’s.' })
  @Shown('PUBLIC', {
    list: { where: (child, parent, bind) => `${child}.organisation_id = ${parent}.organisation_id and ${child}.service_id = ${parent}.id and ${child}.valid @> ${bind.today()}`, orderBy: (child) => `${child}.id` },
  })
  areasServed!: AreaServed[];

  @Field(() => [Place], { description: 'Where people go for it.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.organisation_id = ${parent}.organisation_id and ${child}.service_id = ${parent}.id`, orderBy: (child) => `${child}.id` } })
  places!: Place[];

  @Field(() => Int, { description: 'Counts the changes of it.' })
  @Shown('PUBLIC')
  version!: number;
}
