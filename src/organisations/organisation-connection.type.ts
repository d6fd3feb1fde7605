import { ObjectType } from 'type-graphql';
import { connectionOf } from '../graphql/connection.type';
import { Organisation } from './organisation.type';
import type { ResolvedFilter } from './organisation-filter.resolve';

@ObjectType({ simpleResolvers: true, description: 'A page of organisations, and what the whole list holds.' })
export class OrganisationConnection extends connectionOf(Organisation, 'Organisation') {
  /** Read on by the field `facets`. */
  filter!: ResolvedFilter;
}
