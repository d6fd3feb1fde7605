import 'reflect-metadata';
import { isObjectType, type GraphQLField, type GraphQLNamedType, type GraphQLObjectType } from 'graphql';
import { Extensions } from 'type-graphql';
import type { Audience } from '../../access/viewer';
import type { Binder } from './binder';
import type { KnownRows } from './known';

/**
 * Where the objects of a type are read from: a masked view, and for cleared viewers the one that also joins the
 * secrets. A type without a source of its own is part of its parent's row.
 */
export interface TypeSource {
  readonly view: string;
  readonly cleared?: string;
  /** A view (id, kept_id) of objects that were merged into others: their ids go on resolving. */
  readonly merged?: string;
  /** Of what is only ever added to: what was on record at an instant. */
  readonly known?: KnownRows;
}

/** How rows of another type hang on a row. `where` names the columns of both aliases. */
export interface Link {
  readonly where: (child: string, parent: string, bind: Binder, args: Args) => string;
  readonly orderBy?: (child: string, parent: string) => string;
  /** Rows that no view has, as a query that may name columns of the parent; the type's view otherwise. */
  readonly rows?: (parent: string, bind: Binder, args: Args) => string;
}

export type Args = Readonly<Record<string, unknown>>;

/** SQL of what a list adds to its rows, by the names of the fields that show it. */
export type Added = Readonly<Record<string, string>>;

export type LinkSource = { readonly one: Link } | { readonly list: Link };

/**
 * Where a field's value is read from: a column (`as: 'text'` keeps the digits of a number), an expression, one row or
 * a list of rows of another type. `columns` names what an own resolver needs instead; `added` comes with the rows of
 * some lists, and is null in others. SQL is written over the alias of the object's row.
 */
export type FieldSource =
  | { readonly column: string; readonly as?: 'text' }
  | { readonly sql: (row: string, bind: Binder, args: Args) => string }
  | LinkSource
  | { readonly columns: readonly string[] }
  | { readonly added: true };

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    audience?: Audience;
    from?: FieldSource;
  }
  interface GraphQLObjectTypeExtensions<_TSource, _TContext> {
    source?: TypeSource;
  }
}

/** Says who may see a field and where it is read from; without a source the column of the field's name in snake case. */
export function Shown(audience: Audience, from?: FieldSource): PropertyDecorator & MethodDecorator {
  return Extensions(from === undefined ? { audience } : { audience, from });
}

/** Says which masked view the objects of a type are read from. */
export function ReadFrom(view: string, more: Omit<TypeSource, 'view'> = {}): ClassDecorator {
  return Extensions({ source: { view, ...more } });
}

export function sourceOf(type: GraphQLObjectType): TypeSource {
  const source = type.extensions.source;
  if (source === undefined) throw new Error(`${type.name} does not say where it is read from.`);
  return source;
}

export function fieldSourceOf(field: GraphQLField<unknown, unknown>): FieldSource {
  return field.extensions.from ?? { column: snakeCase(field.name) };
}

/** Whether a field is the opaque id of its object, which is made of the type and the key. */
export function isNodeId(type: GraphQLNamedType, field: GraphQLField<unknown, unknown>): boolean {
  return field.name === 'id' && isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node');
}

/** Under which key a field's answer stands in its object's JSON: its name, and its arguments where it has any. */
export function answerKey(name: string, args: Args): string {
  const given = Object.entries(args).filter(([, value]) => value != null).sort(([one], [other]) => (one < other ? -1 : 1));
  return given.length === 0 ? name : `${name}${JSON.stringify(given)}`;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
