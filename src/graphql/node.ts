import 'reflect-metadata';
import { Field, ID, InterfaceType } from 'type-graphql';
import { validate as isUuid } from 'uuid';
import { ArgumentError } from '../errors';
import { Shown } from './read/shape';

/** An id as callers see it: base64url of `Type:uuid`. */
export function toNodeId(type: string, uuid: string): string {
  return Buffer.from(`${type}:${uuid}`).toString('base64url');
}

/** The same in SQL, of a type and a uuid that the database has. Base64 comes in lines. */
export function nodeIdSql(type: string, uuid: string): string {
  return `translate(encode(convert_to('${type}:' || ${uuid}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`;
}

export function fromNodeId(id: string): { type: string; uuid: string } | null {
  const [type, uuid, ...rest] = Buffer.from(id, 'base64url').toString('utf8').split(':');
  return type !== undefined && uuid !== undefined && rest.length === 0 && isUuid(uuid) ? { type, uuid } : null;
}

/** The uuid behind an id that must be of one type; a typed error names the argument otherwise. */
export function uuidOf(type: string, id: string, argument: string): string {
  const parts = fromNodeId(id);
  if (parts?.type !== type) throw new ArgumentError('BAD_ID', argument, `${argument} is not the id of ${article(type)}.`);
  return parts.uuid;
}

function article(type: string): string {
  return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`;
}

@InterfaceType('Node', {
  description: 'Anything that can be fetched again by its id.',
  resolveType: (row: { __typename?: string }) => row.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, stable, unique over all types.' })
  @Shown('PUBLIC', { columns: ['id'] })
  id!: string;
}
