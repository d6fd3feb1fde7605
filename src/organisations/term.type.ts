import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../graphql/node';
import { ReadFrom, Shown } from '../graphql/read/shape';

@ObjectType({ implements: Node, simpleResolvers: true, description: 'A word of a vocabulary: a category of service or a community. Vocabularies are data and may be replaced.' })
@ReadFrom('shown.terms')
export class Term extends Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  override id!: string;

  @Field({ description: 'The vocabulary that it belongs to, by code.' })
  @Shown('PUBLIC')
  vocabulary!: string;

  @Field({ description: 'Its code, unique in its vocabulary.' })
  @Shown('PUBLIC')
  code!: string;

  @Field({ description: 'What it is called.' })
  @Shown('PUBLIC')
  name!: string;

  @Field(() => Int, { description: 'How deep it stands in its vocabulary; 1 at the top.' })
  @Shown('PUBLIC')
  level!: number;

  @Field(() => Term, { nullable: true, description: 'The wider term; null at the top.' })
  @Shown('PUBLIC', { one: { where: (child, parent) => `${child}.id = ${parent}.parent_id` } })
  parent!: object | null;
}
