import { uuidOf } from '../../graphql/node';
import type { Binder } from '../../graphql/read/binder';
import type { Reader } from '../../graphql/read/reader';
import { requireKind } from '../../places/area-at.read-model';
import { view } from '../action-state.sql';
import { areasServed, serviceContributions } from './contribution.sql';
import type { PriorityCoverage, PriorityCoverageRow } from './priority-figures.type';
import type { ContributionFilter } from './priority-filter.input';
import { ContributorSide, ServedBasis } from './priority.enums';

interface Counted {
  readonly whole: boolean;
  readonly area_id: string;
  readonly code: string;
  readonly services: number;
  readonly dedicated: number;
  readonly organisations: number;
  readonly area_not_known: number;
  readonly sector_not_known: number;
}

/** Who of the sector contributes to a priority, by the areas of a kind within its own: one statement, however many. Null: there is no such priority. */
export async function readPriorityCoverage(reader: Reader, priority: string, kind: string): Promise<PriorityCoverage | null> {
  const id = uuidOf('Priority', priority, 'priority');
  await requireKind(reader, kind, 'kind');
  const bind = reader.binder();
  const counted = await reader.rows<Counted>(coverageSql(bind.param(id, 'uuid'), bind.param(kind, 'text'), bind), bind);
  const whole = counted.find((row) => row.whole);
  if (whole === undefined) return null;
  const figure = (count: number, filter: Omit<ContributionFilter, 'priority'>): { count: number; filter: ContributionFilter } => ({ count, filter: { priority, side: ContributorSide.SECTOR, ...filter, asOf: reader.today } });
  const rowOf = ({ area_id: areaId, code: area, services, dedicated, organisations }: Counted): PriorityCoverageRow => ({
    areaId,
    services: figure(services, { area, basis: ServedBasis.EITHER }),
    dedicated: figure(dedicated, { area, basis: ServedBasis.SERVES }),
    countyWide: figure(services - dedicated, { area, basis: ServedBasis.COUNTY_WIDE }),
    organisations: figure(organisations, { area, basis: ServedBasis.EITHER }),
  });
  return {
    priorityId: id, asOf: reader.today, rows: counted.filter((row) => !row.whole).map(rowOf), whole: rowOf(whole),
    areaNotKnown: figure(whole.area_not_known, { areaNotKnown: true }), sectorNotKnown: figure(whole.sector_not_known, { side: ContributorSide.NOT_KNOWN }),
  };
}

/** First where each contributing service is offered, once; then the figures by area. */
function coverageSql(priority: string, kind: string, bind: Binder): string {
  return `with targets as (
      select a.id, a.code, a.sort_name, part.whole from ${view('priorities', bind)} p, shown.areas a, lateral (
        select false as whole where a.kind = ${kind} and a.id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = p.area_id)
        union all select true where a.id = p.area_id
      ) part where p.id = ${priority}
    ), contributing as materialized (
      ${serviceContributions(priority, bind)}
    ), own as materialized (
      select v.service_id, v.organisation_id, array(${areasServed('v', bind.today())}) as areas from contributing v where v.side = '${ContributorSide.SECTOR}'
    ), reached as (
      select r.target_id, w.service_id, w.organisation_id, bool_or(r.dedicated) as dedicated
      from own w join shown.area_reach r on r.served_id = any(w.areas) where r.target_id in (select g.id from targets g) group by r.target_id, w.service_id, w.organisation_id
    )
    select g.whole, g.id as area_id, g.code, count(distinct x.service_id)::int as services, count(distinct x.service_id) filter (where x.dedicated)::int as dedicated, count(distinct x.organisation_id)::int as organisations,
      (select count(*)::int from own w where w.areas = '{}') as area_not_known, (select count(distinct v.service_id)::int from contributing v where v.side = '${ContributorSide.NOT_KNOWN}') as sector_not_known
    from targets g left join reached x on x.target_id = g.id
    group by g.whole, g.id, g.code, g.sort_name order by g.whole, g.sort_name, g.id`;
}
