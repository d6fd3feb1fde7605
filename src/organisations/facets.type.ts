import { Field, Int, ObjectType } from 'type-graphql';
import { Shown } from '../graphql/read/shape';

@ObjectType({ simpleResolvers: true, description: 'How many of the listed organisations share something.' })
export class FacetCount {
  @Field(() => String, { nullable: true, description: 'What to put into the filter to list them; null: not known of these.' })
  @Shown('PUBLIC')
  code!: string | null;

  @Field({ description: 'The same in words.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => Int, { description: 'How many. An organisation counts once under each term that it has.' })
  @Shown('PUBLIC')
  count!: number;
}

@ObjectType({ simpleResolvers: true, description: 'The listed organisations by what they share, most first, those not known last.' })
export class OrganisationFacets {
  @Field(() => [FacetCount], { description: 'By the district that they are based in, as far as the public may know it.' })
  @Shown('PUBLIC')
  districts!: FacetCount[];

  @Field(() => [FacetCount], { description: 'By category; code as `vocabulary:code`.' })
  @Shown('PUBLIC')
  categories!: FacetCount[];

  @Field(() => [FacetCount], { description: 'By community, led by or working with; code as `vocabulary:code`.' })
  @Shown('PUBLIC')
  communities!: FacetCount[];

  @Field(() => [FacetCount], { description: 'By size band.' })
  @Shown('PUBLIC')
  sizeBands!: FacetCount[];
}
