import type { GraphQLResolveInfo } from 'graphql';
import type { PageArgs } from '../graphql/read/page';
import type { Connection, Reader } from '../graphql/read/reader';
import { organisationConditions } from './organisation-filter.conditions';
import { AreaBasis, type OrganisationFilter } from './organisation-filter.input';
import { resolveFilter, type ResolvedFilter } from './organisation-filter.resolve';
import { distanceSql, OrganisationOrder, orderTerms } from './organisation-order';

export type OrganisationPage = Connection & { filter: ResolvedFilter };

/** A page of the organisations that a filter lists; best match first when words are searched for, by name otherwise. */
export async function listOrganisations(
  reader: Reader,
  info: GraphQLResolveInfo,
  page: PageArgs,
  filter: OrganisationFilter | null | undefined,
  orderBy?: OrganisationOrder | null,
): Promise<OrganisationPage> {
  const resolved = await resolveFilter(reader, filter);
  const order = orderBy ?? (resolved.text === null ? OrganisationOrder.NAME : OrganisationOrder.RELEVANCE);
  const connection = await reader.connection(info, {
    type: 'Organisation',
    where: (bind) => organisationConditions(resolved, 'a', bind),
    orderName: order,
    order: (bind) => orderTerms(order, resolved, bind),
    page,
    keepPlan: anyPlanSuits(resolved),
    added: (bind): Record<string, string> => (resolved.near === null ? {} : { distanceKm: distanceSql(resolved, 'a', bind) }),
  });
  return { ...connection, filter: resolved };
}

/** Lists by name and by district look alike whatever is asked; words, distances and large areas may find a few rows or all. */
function anyPlanSuits({ text, near, category, community, area, given }: ResolvedFilter): boolean {
  const oneDistrict = area === null || (area.districts.length === 1 && (given.basis ?? AreaBasis.BASED_IN) === AreaBasis.BASED_IN);
  return text === null && near === null && category === null && community === null && oneDistrict;
}
