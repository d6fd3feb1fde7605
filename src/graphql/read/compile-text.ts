import { getNamedType, getNullableType, isCompositeType, isListType, isNonNullType, isObjectType, type GraphQLField, type GraphQLNamedType, type GraphQLObjectType } from 'graphql';
import { nodeIdSql } from '../node';
import type { Binder } from './binder';
import { fieldSourceOf, isNodeId, type Added, type Args, type LinkSource } from './shape';
import type { TextField, TextSelection } from './text-selection';

/** json_build_object takes at most 100 arguments. */
const PAIRS_AT_ONCE = 50;

/**
 * Stands where a field is null that may not be: no JSON, so that the statement fails (SQLSTATE 22P02) and the question
 * is answered from objects, with the errors that GraphQL wants. Not constant, or the planner would try it beforehand.
 */
const ABSENT = `('?' || current_database())::json`;

/** What is the same for objects and their text. */
interface Linking {
  readonly bind: Binder;
  linked(definition: GraphQLField<unknown, unknown>, from: LinkSource, args: Args, row: string, object: (type: GraphQLObjectType, row: string) => string): string;
}

/** SQL of the JSON that an answer has for a row of a type, with the names and the order that were asked for. */
export function textSql(compiler: Linking, type: GraphQLObjectType, selected: TextSelection, row: string, added: Added): string {
  const pairs: string[] = [];
  const required: string[] = [];
  for (const [key, asked] of selected.fieldsOf(type)) {
    const definition = type.getFields()[asked.name];
    if (definition === undefined) pairs.push(`'${key}', '${type.name}'`);
    else pairs.push(`'${key}', ${fieldSql(compiler, type, definition, asked, row, added, required)}`);
  }
  return objectSql(pairs, required);
}

/** @param required takes what must be there of the row itself: one check for all of them. */
function fieldSql(compiler: Linking, type: GraphQLObjectType, definition: GraphQLField<unknown, unknown>, asked: TextField, row: string, added: Added, required: string[]): string {
  if (isNodeId(type, definition)) return nodeIdSql(type.name, `${row}.id`);
  const from = fieldSourceOf(definition);
  if ('columns' in from) throw new Error(`${type.name}.${asked.name} is not read from the database alone.`);
  if ('added' in from) return added[asked.name] ?? 'null';
  const must = (sql: string): string => (isNonNullType(definition.type) ? `coalesce(${sql}, ${ABSENT})` : sql);
  const named = getNamedType(definition.type);
  if ('one' in from || 'list' in from) {
    const linked = compiler.linked(definition, from, asked.args, row, (child, childRow) => textSql(compiler, child, asked.selected, childRow, {}));
    return 'one' in from ? must(linked) : linked;
  }
  const value = 'sql' in from ? from.sql(row, compiler.bind, asked.args) : from.as === undefined ? `${row}.${from.column}` : `${row}.${from.column}::${from.as}`;
  if (isListType(getNullableType(definition.type))) return must(listSql(value, compiler.bind.alias()));
  if (isCompositeType(named)) return must(partSql(named, asked.selected, value, compiler.bind.alias()));
  if ('sql' in from) return isNonNullType(definition.type) ? must(`to_json(${value})`) : value;
  if (isNonNullType(definition.type)) required.push(value);
  return value;
}

function objectSql(pairs: readonly string[], required: readonly string[]): string {
  const built = pairs.length <= PAIRS_AT_ONCE ? `json_build_object(${pairs.join(', ')})` : longObjectSql(pairs);
  if (required.length === 0) return built;
  const missing = inParts(required).map((part) => `num_nulls(${part.join(', ')})`).join(' + ');
  return `case ${missing} when 0 then ${built} else ${ABSENT} end`;
}

/** Objects one behind the other, their braces between them taken away. */
function longObjectSql(pairs: readonly string[]): string {
  const parts = inParts(pairs).map((part) => `substr(left(json_build_object(${part.join(', ')})::text, -1), 2)`);
  return `('{' || ${parts.join(` || ', ' || `)} || '}')::json`;
}

function inParts(list: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(list.length / PAIRS_AT_ONCE) }, (_, at) => list.slice(at * PAIRS_AT_ONCE, (at + 1) * PAIRS_AT_ONCE));
}

/** A list of plain values, none of which may be null: an array in SQL. */
function listSql(array: string, alias: string): string {
  return `(select case when array_position(${alias}.list, null) is null then to_json(${alias}.list) else ${ABSENT} end from (select ${array} as list) ${alias})`;
}

/** An object that is part of the row: the statement makes it with all its fields, of which those asked for are taken. */
function partSql(type: GraphQLNamedType, selected: TextSelection, value: string, alias: string): string {
  if (!isObjectType(type)) throw new Error(`${type.name} is no object.`);
  const pairs: string[] = [];
  const required: string[] = [];
  for (const [key, { name }] of selected.fieldsOf(type)) {
    const definition = type.getFields()[name];
    pairs.push(definition === undefined ? `'${key}', '${type.name}'` : `'${key}', ${alias}.part -> '${name}'`);
    if (definition !== undefined && isNonNullType(definition.type)) required.push(`${alias}.part ->> '${name}'`);
  }
  return `(select case when ${alias}.part is not null then ${objectSql(pairs, required)} end from (select ${value} as part) ${alias})`;
}
