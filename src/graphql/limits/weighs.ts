import { Extensions } from 'type-graphql';

/** What a field costs besides the objects that it gives. */
export interface Weight {
  /** Added once for each object that the field is asked of: the work of a sum, a search, a shape. */
  readonly flat?: number;
  /** Entries that the list is taken to hold. */
  readonly rows?: number;
}

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    weight?: Weight;
  }
}

/** Says what a field costs where that is not told by its type. */
export function Weighs(weight: Weight): PropertyDecorator & MethodDecorator {
  return Extensions({ weight });
}
