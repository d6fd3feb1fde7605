import { registerEnumType } from 'type-graphql';
import { ArgumentError } from '../errors';
import type { Binder } from '../graphql/read/binder';
import type { OrderTerm } from '../graphql/read/page';
import { spotSql } from './organisation-filter.conditions';
import { searchQuerySql } from './search-text';
import type { ResolvedFilter } from './organisation-filter.resolve';

export enum OrganisationOrder {
  NAME = 'NAME',
  RELEVANCE = 'RELEVANCE',
  DISTANCE = 'DISTANCE',
  INCOME = 'INCOME',
  ASSURED = 'ASSURED',
}
registerEnumType(OrganisationOrder, {
  name: 'OrganisationOrder',
  description: 'Orders of a list of organisations. What is not known comes last; equals stand by id.',
  valuesConfig: {
    NAME: { description: 'By name, A to Z, without regard to case and accents.' },
    RELEVANCE: { description: 'Best match of `text` first; needs `text`.' },
    DISTANCE: { description: 'Nearest first; needs `near`.' },
    INCOME: { description: 'Largest income first.' },
    ASSURED: { description: 'Longest unchecked first; never checked last.' },
  },
});

const BY_ID: OrderTerm = { sql: 'a.id', type: 'uuid' };

/** Kilometres from the spot of the filter to where the public may know an organisation to be. */
export function distanceSql(filter: ResolvedFilter, a: string, bind: Binder): string {
  return filter.near === null ? 'null' : `round((st_distance(${a}.shown_point::geography, ${spotSql(filter.near, bind)}) / 1000)::numeric, 3)`;
}

/** Every order ends in the id, so that it is total and cursors agree on every engine. */
export function orderTerms(order: OrganisationOrder, filter: ResolvedFilter, bind: Binder): OrderTerm[] {
  switch (order) {
    case OrganisationOrder.NAME:
      return [{ sql: 'a.sort_name', type: 'text' }, BY_ID];
    case OrganisationOrder.INCOME:
      return [{ sql: 'a.income', descending: true, type: 'numeric' }, BY_ID];
    case OrganisationOrder.ASSURED:
      return [{ sql: 'a.assured_on', type: 'date' }, BY_ID];
    case OrganisationOrder.DISTANCE:
      if (filter.near === null) throw new ArgumentError('NEEDS_NEAR', 'orderBy', 'To order by DISTANCE give filter.near.');
      return [{ sql: distanceSql(filter, 'a', bind), type: 'numeric' }, BY_ID];
    case OrganisationOrder.RELEVANCE: {
      if (filter.text === null) throw new ArgumentError('BAD_INPUT', 'orderBy', 'To order by RELEVANCE give filter.text.');
      const score = `round((ts_rank(a.search, ${searchQuerySql(filter.text, bind)}) + word_similarity(${bind.param(filter.text.folded, 'text')}, a.search_name))::numeric, 5)`;
      return [{ sql: score, descending: true, type: 'numeric' }, { sql: 'a.sort_name', type: 'text' }, BY_ID];
    }
  }
}
