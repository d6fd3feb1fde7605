import { ArgsType, Field, Int, ObjectType, type ClassType } from 'type-graphql';
import { Weighs } from './limits/weighs';
import { Shown } from './read/shape';

@ObjectType({ simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field({ description: 'More rows follow this page.' })
  @Shown('PUBLIC')
  hasNextPage!: boolean;

  @Field({ description: 'Rows stand before this page.' })
  @Shown('PUBLIC')
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  @Shown('PUBLIC')
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row; null on an empty page.' })
  @Shown('PUBLIC')
  endCursor!: string | null;
}

@ArgsType()
export class PageArguments {
  @Field(() => Int, { nullable: true, description: 'How many rows from the start or behind `after`: 1 to 100. One of `first` and `last` is required.' })
  first?: number;

  @Field(() => String, { nullable: true, description: 'A cursor of this list in this order; goes with `first`.' })
  after?: string;

  @Field(() => Int, { nullable: true, description: 'How many rows from the end or before `before`: 1 to 100.' })
  last?: number;

  @Field(() => String, { nullable: true, description: 'A cursor of this list in this order; goes with `last`.' })
  before?: string;
}

/** The Relay connection over a node type. */
export function connectionOf<T extends object>(node: ClassType<T>, name: string) {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One row of a list of ${name}s and its place in it.` })
  abstract class Edge {
    @Field({ description: 'Pass it as `after` or `before`.' })
    @Shown('PUBLIC')
    cursor!: string;

    @Field(() => node, { description: 'The row.' })
    @Shown('PUBLIC')
    node!: T;
  }

  @ObjectType(`${name}ConnectionBase`, { simpleResolvers: true })
  abstract class Connection {
    @Field(() => [Edge], { description: 'The rows of this page with their cursors.' })
    @Shown('PUBLIC')
    edges!: Edge[];

    @Field(() => [node], { description: 'The rows of this page.' })
    @Shown('PUBLIC')
    nodes!: T[];

    @Field(() => PageInfo, { description: 'Where the page stands.' })
    @Shown('PUBLIC')
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many rows the whole list has. Counted only when asked for.' })
    @Shown('PUBLIC')
    @Weighs({ flat: 100 })
    totalCount!: number;
  }
  return Connection;
}
