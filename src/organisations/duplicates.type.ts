import { Field, Float, ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { Organisation } from './organisation.type';

@ObjectType({ simpleResolvers: true, description: 'Two entries that may be one organisation: alike in name, and in one district (or both without one in one directory). Never merged by itself.' })
@ReadFrom('(pairs are found when asked for)')
export class PossibleDuplicate {
  @Field(() => Float, { description: 'How alike the names are, 0 to 1, by the trigrams that they share.' })
  @Shown('PUBLIC')
  score!: number;

  @Field(() => Organisation, { description: 'The one.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.one_id` } })
  one!: Organisation;

  @Field(() => Organisation, { description: 'The other.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.other_id` } })
  other!: Organisation;
}

@ObjectType({ simpleResolvers: true, description: 'A page of possible duplicates, the most alike first.' })
export class PossibleDuplicateConnection extends connectionOf(PossibleDuplicate, 'PossibleDuplicate') {}
