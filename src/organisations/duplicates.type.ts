import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { ReadFrom, Shown } from '../graphql/read/shape';
import { Organisation } from './organisation.type';

export enum PairPlaces {
  SAME = 'SAME',
  UNKNOWN = 'UNKNOWN',
  DIFFERENT = 'DIFFERENT',
}
registerEnumType(PairPlaces, {
  name: 'PairPlaces',
  description: 'What is known of the places of two entries, by the district of the registered address as far as the public may know it.',
  valuesConfig: {
    SAME: { description: 'Both are based in one district.' },
    UNKNOWN: { description: 'The district of one or both is not known: it may be the same.' },
    DIFFERENT: { description: 'They are based in two districts.' },
  },
});

@ObjectType({ simpleResolvers: true, description: 'Two entries that may be one organisation, by how alike their names are and by their places. Never merged by itself.' })
@ReadFrom('(pairs are found when asked for)')
export class PossibleDuplicate {
  @Field(() => Float, { description: 'How likely it is worth a look, 0.55 to 1: `likeness`, times 0.9 where a place is not known, times 0.75 where the places differ.' })
  @Shown('PUBLIC')
  score!: number;

  @Field(() => Float, { description: 'How alike the names are, 0 to 1, by the trigrams that they share.' })
  @Shown('PUBLIC')
  likeness!: number;

  @Field(() => PairPlaces, { description: 'Whether their places are the same, differ, or are not known.' })
  @Shown('PUBLIC')
  places!: PairPlaces;

  @Field(() => Organisation, { description: 'The one.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.one_id` } })
  one!: Organisation;

  @Field(() => Organisation, { description: 'The other.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.other_id` } })
  other!: Organisation;
}

@ObjectType({ simpleResolvers: true, description: 'A page of possible duplicates, the likeliest first.' })
export class PossibleDuplicateConnection extends connectionOf(PossibleDuplicate, 'PossibleDuplicate') {}
