import type { Reader } from '../graphql/read/reader';
import { whereSql } from '../graphql/read/reader';
import type { FacetCount, OrganisationFacets } from './facets.type';
import { organisationConditions } from './organisation-filter.conditions';
import type { ResolvedFilter } from './organisation-filter.resolve';

type FacetName = keyof OrganisationFacets;

const FACETS: Record<FacetName, string> = {
  districts: `select d.code, coalesce(d.name, 'Not placed') as name, count(*)::int as count
    from listed l left join shown.areas d on d.id = l.based_in_id group by d.code, d.name`,
  categories: termFacet('shown.categorisations', 'No category known'),
  communities: termFacet('shown.community_links', 'No community known'),
  sizeBands: `select l.size_band as code, l.size_band as name, count(*)::int as count from listed l group by l.size_band`,
};

function termFacet(links: string, unknown: string): string {
  return `select t.vocabulary || ':' || t.code as code, coalesce(t.name, '${unknown}') as name, count(distinct l.id)::int as count
    from listed l left join ${links} c on c.organisation_id = l.id left join shown.terms t on t.id = c.term_id group by t.vocabulary, t.code, t.name`;
}

/** Counts for the same filter as the list, all asked-for facets in one statement. */
export async function countFacets(reader: Reader, filter: ResolvedFilter, wanted: readonly string[]): Promise<Partial<OrganisationFacets>> {
  const names = (Object.keys(FACETS) as FacetName[]).filter((name) => wanted.includes(name));
  if (names.length === 0) return {};
  const bind = reader.binder();
  const conditions = organisationConditions(filter, 'a', bind);
  const parts = names.map(
    (name) =>
      `(select coalesce(json_agg(json_build_object('code', f.code, 'name', f.name, 'count', f.count) order by f.code is null, f.count desc, f.name, f.code), '[]'::json) from (${FACETS[name]}) f) as "${name}"`,
  );
  const [row] = await reader.rows<Record<FacetName, FacetCount[]>>(
    `with listed as materialized (select a.id, a.based_in_id, a.size_band from shown.organisations a${whereSql(conditions)}) select ${parts.join(', ')}`,
    bind,
  );
  return row ?? {};
}
