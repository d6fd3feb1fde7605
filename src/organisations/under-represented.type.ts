import { Field, Int, ObjectType } from 'type-graphql';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { Term } from './term.type';

@ObjectType({ simpleResolvers: true, description: 'That a community is under-represented among those who use services in an area, compared with those who live there.' })
@ReadFrom('shown.under_represented_communities')
export class UnderRepresentedCommunity {
  @Field(() => Term, { description: 'The community; its code in the filter `community` of `organisations` lists who is led by it or works with it.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.term_id` } })
  community!: Term;

  @Field(() => Int, { description: 'The year of which it is said.' })
  @Shown('PUBLIC')
  year!: number;

  @Field({ description: 'Who says so, such as an equality monitoring report.' })
  @Shown('PUBLIC')
  source!: string;

  @Field(() => Int, { description: 'Grows with each change of what is said of the area and the year together: pass it as `expectedVersion`.' })
  @Shown('PUBLIC')
  version!: number;
}
