import { Arg, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { declared } from '../graphql/declared';
import { Node } from '../graphql/node';
import { Weighs } from '../graphql/limits/weighs';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { DecimalScalar, GeoJsonScalar } from '../graphql/scalars';
import { Sector } from './sector.enum';

export enum BoundaryAccuracy {
  SCHEMATIC = 'SCHEMATIC',
  GENERALISED = 'GENERALISED',
  FULL = 'FULL',
}
registerEnumType(BoundaryAccuracy, {
  name: 'BoundaryAccuracy',
  description: 'How true a boundary is to the ground.',
  valuesConfig: {
    SCHEMATIC: { description: 'A coarse sketch to look at: near its edges places may fall on the wrong side (with the outlines of the sample fewer than one postcode in a hundred).' },
    GENERALISED: { description: 'Simplified for drawing; good to some ten metres.' },
    FULL: { description: 'As the mapping agency publishes it in full resolution.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'A figure about an area: what, how many, of when and from whom.' })
@ReadFrom('shown.area_statistics')
export class AreaStatistic {
  @Field({ description: 'Code of the measure, such as `population_0_25`.' })
  @Shown('PUBLIC')
  measure!: string;

  @Field({ description: 'The measure in words.' })
  @Shown('PUBLIC')
  measureName!: string;

  @Field({ description: 'What the value counts or measures: people, score, rank, share.' })
  @Shown('PUBLIC')
  unit!: string;

  @Field({ description: 'Whether values of several areas may be added up: counts may, rates, ranks and shares may not.' })
  @Shown('PUBLIC')
  additive!: boolean;

  @Field(() => Int, { description: 'The year that the value speaks of.' })
  @Shown('PUBLIC')
  year!: number;

  @Field(() => DecimalScalar, { description: 'The value, in the unit.' })
  @Shown('PUBLIC', { column: 'value', as: 'text' })
  value!: string;

  @Field({ description: 'Who published it.' })
  @Shown('PUBLIC')
  source!: string;
}

@ObjectType({ simpleResolvers: true, description: 'A code that an area once had.' })
@ReadFrom('shown.area_former_codes')
export class FormerCode {
  @Field({ description: 'The former GSS code.' })
  @Shown('PUBLIC')
  code!: string;

  @Field(() => String, { nullable: true, description: 'The name that went with it, where it is known.' })
  @Shown('PUBLIC')
  name!: string | null;

  @Field(() => Int, { nullable: true, description: 'The year of the change.' })
  @Shown('PUBLIC')
  changedIn!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'Another area that shares ground with this one without containing it or lying in it.' })
@ReadFrom('shown.area_overlaps')
export class AreaOverlap {
  @Field(() => Area, { description: 'The other area.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.other_id` } })
  area!: object;

  @Field(() => Float, { nullable: true, description: 'The part of this area that lies in the other, 0 to 1, of the ground; 1: it lies in it whole. Null: they share ground, and how much is not known.' })
  @Shown('PUBLIC')
  share!: number | null;
}

@ObjectType({ simpleResolvers: true, description: 'A kind of area. Kinds are data: a county adds its own.' })
@ReadFrom('shown.area_kinds')
export class AreaKind {
  @Field({ description: 'Its code, as questions name it, such as DISTRICT.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'What it is called.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => Int, { description: 'From the largest (0, a country) to the smallest.' })
  @Shown('PUBLIC')
  rank!: number;
}

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: 'A place with a code: a country, region, county, district, ward, or a patch that partners agreed on. Containment is a tree; overlap is told apart from it.',
})
@ReadFrom('shown.areas')
export class Area extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: "Today's code: a GSS code of the Office for National Statistics, or a local one." })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'COUNTRY, REGION, COUNTY, DISTRICT, WARD, PARTNERSHIP_AREA, CVS_PATCH, LOCALITY, or a further kind that a county added.' })
  @Shown('PUBLIC')
  kind!: string;

  @Field({ description: 'The name that people use.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => Area, { nullable: true, description: 'The next larger area that contains it; null at the top. Many English districts have no county.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.parent_id` } })
  parent!: object | null;

  @Weighs({ rows: 20 })
  @Field(() => [Area], { description: 'The areas directly in it, by name.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent, bind, { kind }) => `${child}.parent_id = ${parent}.id${kind == null ? '' : ` and ${child}.kind = ${bind.param(kind, 'text')}`}`,
      orderBy: (child) => `${child}.sort_name, ${child}.id`,
    },
  })
  children(@Arg('kind', () => String, { nullable: true, description: 'Only areas of this kind.' }) _kind?: string): object[] {
    return declared();
  }

  @Weighs({ flat: 10 })
  @Field(() => [Area], { description: 'Areas of the same kind whose boundaries touch this one, by name. Empty where no boundary is known.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent) => `${child}.kind = ${parent}.kind and ${child}.id <> ${parent}.id and st_intersects(${child}.boundary, ${parent}.boundary)`,
      orderBy: (child) => `${child}.sort_name, ${child}.id`,
    },
  })
  neighbours!: object[];

  @Field(() => [AreaOverlap], { description: 'Areas that share ground with it, neither containing nor contained.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent, bind, { kind }) =>
        `${child}.area_id = ${parent}.id${kind == null ? '' : ` and ${child}.other_id in (select of_kind.id from shown.areas of_kind where of_kind.kind = ${bind.param(kind, 'text')})`}`,
      orderBy: (child) => `${child}.share desc nulls last, ${child}.other_id`,
    },
  })
  overlaps(@Arg('kind', () => String, { nullable: true, description: 'Only areas of this kind.' }) _kind?: string): AreaOverlap[] {
    return declared();
  }

  @Field(() => [FormerCode], { description: 'Codes it once had; asking by one of them finds this area.' })
  @Shown('PUBLIC', { list: { where: (child, parent) => `${child}.area_id = ${parent}.id`, orderBy: (child) => `${child}.code` } })
  formerCodes!: FormerCode[];

  @Weighs({ flat: 20 })
  @Field(() => GeoJsonScalar, { nullable: true, description: 'MultiPolygon; null where no boundary is known. Say its accuracy wherever you draw it.' })
  @Shown('PUBLIC', { sql: (row) => `st_asgeojson(${row}.boundary, 6)::json` })
  boundary!: object | null;

  @Field(() => BoundaryAccuracy, { nullable: true, description: 'How true the boundary is; null where none is known.' })
  @Shown('PUBLIC')
  accuracy!: BoundaryAccuracy | null;

  @Field(() => String, { nullable: true, description: 'Whose boundary it is, to be shown with it.' })
  @Shown('PUBLIC')
  boundarySource!: string | null;

  @Field(() => Float, { nullable: true, description: 'Its size in square kilometres; null where not known.' })
  @Shown('PUBLIC')
  areaKm2!: number | null;

  @Field(() => [AreaStatistic], { description: 'Figures about it, newest first.' })
  @Shown('PUBLIC', {
    list: {
      where: (child, parent, bind, { measure }) => `${child}.area_id = ${parent}.id${measure == null ? '' : ` and ${child}.measure = ${bind.param(measure, 'text')}`}`,
      orderBy: (child) => `${child}.measure, ${child}.year desc, ${child}.source`,
    },
  })
  statistics(@Arg('measure', () => String, { nullable: true, description: 'Only this measure, by code.' }) _measure?: string): AreaStatistic[] {
    return declared();
  }

  @Field(() => [Sector], { nullable: true, description: 'The sectors that it declares to count as its own voluntary sector; null: it follows the next area above it that declares some, and where none does, every sector but STATUTORY counts.' })
  @Shown('PUBLIC')
  sector!: Sector[] | null;

  @Field(() => Int, { description: 'Goes up with each change of it; to be named by who changes it.' })
  @Shown('PUBLIC')
  version!: number;
}
