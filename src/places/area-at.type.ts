import { Field, Float, InputType, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';
import { PlacedBy } from './placed-by.enum';

@InputType({ description: 'A point on the ground, WGS84.' })
export class PointInput {
  @Field(() => Float, { description: 'Degrees north, -90 to 90; England lies between 49 and 56.' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east, -180 to 180; England lies between -7 and 2.' })
  longitude!: number;
}

@ObjectType({ simpleResolvers: true, description: 'The area found at a postcode or point, and how.' })
export class AreaAt {
  /** Read on by the field `area`. */
  areaId!: string | null;

  @Field(() => PlacedBy, { nullable: true, description: 'How it was found; null when it was not.' })
  @Shown('PUBLIC')
  basis!: PlacedBy | null;
}
