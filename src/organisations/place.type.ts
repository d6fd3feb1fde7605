import { Field, Float, ID, ObjectType } from 'type-graphql';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { PostcodeScalar } from '../graphql/scalars';
import { PlacedBy } from '../places/placed-by.enum';
import { Area } from '../places/area.type';
import { PlaceKind, PlaceVisibility } from './organisation.enums';

@ObjectType({ simpleResolvers: true, description: 'A point on the ground, WGS84.' })
export class Point {
  @Field(() => Float, { description: 'Degrees north.' })
  @Shown('PUBLIC')
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east.' })
  @Shown('PUBLIC')
  longitude!: number;
}

@ObjectType({ simpleResolvers: true, description: 'An address or a delivery place, as far as the asking viewer may know it.' })
@ReadFrom('shown.places', { cleared: 'shown.places_cleared' })
export class Place {
  @Field(() => ID, { description: 'Names the place when its organisation is changed.' })
  @Shown('PUBLIC', { column: 'id' })
  key!: string;

  @Field(() => PlaceKind, { description: 'What happens there.' })
  @Shown('PUBLIC')
  kind!: PlaceKind;

  @Field(() => PlaceVisibility, { description: 'How much of it anyone may know.' })
  @Shown('PUBLIC')
  visibility!: PlaceVisibility;

  @Field(() => String, { nullable: true, description: 'The name of the building or site.' })
  @Shown('PUBLIC')
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Street address; null where it is masked or not known.' })
  @Shown('PUBLIC')
  address!: string | null;

  @Field(() => PostcodeScalar, { nullable: true, description: 'Postcode; null where it is masked or not known.' })
  @Shown('PUBLIC')
  postcode!: string | null;

  @Field(() => Point, { nullable: true, description: 'Where it is. Of a DISTRICT_ONLY place: a point that stands for the whole district.' })
  @Shown('PUBLIC', { sql: (row) => `case when ${row}.point is not null then json_build_object('latitude', st_y(${row}.point), 'longitude', st_x(${row}.point)) end` })
  point!: Point | null;

  @Field(() => Area, { nullable: true, description: 'Its district; null when it could not be placed.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.district_id` } })
  district!: object | null;

  @Field(() => PlacedBy, { nullable: true, description: 'How its district was found.' })
  @Shown('PUBLIC')
  districtBasis!: PlacedBy | null;
}
