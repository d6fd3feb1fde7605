import { ArgumentError } from '../errors';
import type { Reader } from '../graphql/read/reader';
import { organisationConditions } from '../organisations/organisation-filter.conditions';
import { AreaBasis, RoleFilter, type OrganisationFilter } from '../organisations/organisation-filter.input';
import { resolveFilter } from '../organisations/organisation-filter.resolve';
import { OrganisationStatus } from '../organisations/organisation.enums';
import { requireKind } from '../places/area-at.read-model';
import { areaByCode, type KnownArea } from '../places/area-lookup';
import { BANDS, coverageSql, type CountedRow } from './coverage.sql';
import type { Coverage, CoverageRow, Figure } from './coverage.type';

export interface CoverageArguments {
  readonly area: string;
  readonly kind: string;
  readonly filter: OrganisationFilter | null | undefined;
  readonly asOf: string | null | undefined;
}

/** What coverage itself says or counts in every row, so that a filter may not. */
const OWN_ARGUMENTS = [
  'area', 'basis', 'asOf', 'notPlaced', 'servesUnder26', 'withoutAges', 'withoutAreaServed', 'withoutCategory', 'withoutIncome', 'withoutInfrastructure',
] as const;

/** Coverage of an area by its parts: one statement for all rows, one more for those not placed. */
export async function readCoverage(reader: Reader, asked: CoverageArguments): Promise<Coverage> {
  const given = withDefaults(asked, reader.today);
  const [area] = await Promise.all([areaByCode(reader, asked.area, 'area'), requireKind(reader, asked.kind, 'kind')]);
  // Role and own sector are left to the counts: infrastructure-only bodies stand apart, and each part has its own county.
  const { role, ownSector, ...plain } = given;
  const listed = await resolveFilter(reader, plain);
  const bind = reader.binder();
  const sql = coverageSql(
    {
      areaId: area.id,
      kind: asked.kind,
      day: listed.day,
      listed: asked.filter?.role == null ? listed : { ...listed, given: { ...listed.given, role: asked.filter.role } },
      ownSector: ownSector === true,
      providersOnly: asked.filter?.role == null,
    },
    bind,
  );
  const [counted, notPlaced] = await Promise.all([reader.rows<CountedRow>(sql, bind), countNotPlaced(reader, area, { ...given, role })]);
  const rows = counted.map((row) => asRow(row, given, asked.filter?.role == null));
  const whole = rows.pop();
  if (whole === undefined) throw new Error('Coverage lacks the row of the whole.');
  return { asOf: listed.day, kind: asked.kind, rows, whole: { ...whole, notPlaced } };
}

function withDefaults({ filter, asOf }: CoverageArguments, today: string): OrganisationFilter {
  for (const name of OWN_ARGUMENTS) {
    if (filter?.[name] != null) throw new ArgumentError('BAD_INPUT', `filter.${name}`, `Coverage sets ${name} itself: leave filter.${name} out.`);
  }
  return {
    ...filter,
    status: filter?.status ?? OrganisationStatus.ACTIVE,
    role: filter?.role ?? RoleFilter.PROVIDER,
    ...(filter?.sector == null && filter?.ownSector == null ? { ownSector: true } : {}),
    asOf: asOf ?? today,
  };
}

async function countNotPlaced(reader: Reader, area: KnownArea, given: OrganisationFilter): Promise<Figure> {
  const filter = { ...given, area: area.code, notPlaced: true };
  const resolved = await resolveFilter(reader, filter);
  const count = await reader.count({ type: 'Organisation', where: (bind) => organisationConditions(resolved, 'a', bind) });
  return { count, filter };
}

function asRow(row: CountedRow, given: OrganisationFilter, standsApart: boolean): CoverageRow {
  const either = row.holds_districts ? AreaBasis.BASED_IN_OR_SERVES : AreaBasis.SERVES_OR_COUNTY_WIDE;
  const figure = (count: number, basis: AreaBasis, more: OrganisationFilter = {}): Figure => ({ count, filter: { ...given, area: row.code, basis, ...more } });
  const under26 = figure(row.serves_under_26, AreaBasis.SERVES_OR_COUNTY_WIDE, { servesUnder26: true });
  return {
    areaId: row.area_id,
    organisations: figure(row.organisations, either),
    basedIn: row.holds_districts ? figure(row.based_in, AreaBasis.BASED_IN) : null,
    dedicated: figure(row.dedicated, AreaBasis.SERVES),
    countyWide: figure(row.county_wide, AreaBasis.COUNTY_WIDE),
    servesUnder26: under26,
    perThousand: {
      value: rate(row),
      population: row.population,
      year: row.population_year,
      source: row.population_source,
      filter: under26.filter,
    },
    bySizeBand: BANDS.map((band) => ({ band, ...figure(row.bands[band] ?? 0, either, { sizeBand: [band].filter((one) => given.sizeBand?.includes(one) ?? true) }) })),
    staleShare: {
      value: row.organisations === 0 ? null : round(row.stale / row.organisations, 4),
      ...figure(row.stale, either, { assuredBefore: earlier(row.stale_before, given.assuredBefore) }),
    },
    unknown: {
      withoutAges: figure(row.without_ages, either, { withoutAges: true }),
      withoutAreaServed: figure(row.without_area_served, either, { withoutAreaServed: true }),
      withoutCategory: figure(row.without_category, either, { withoutCategory: true }),
      withoutIncome: figure(row.without_income, either, { withoutIncome: true }),
      withoutInfrastructure: figure(row.without_infrastructure, either, { withoutInfrastructure: true }),
    },
    infrastructureOnly: standsApart ? figure(row.infrastructure_only, either, { role: RoleFilter.INFRASTRUCTURE_ONLY }) : null,
    notPlaced: null,
  };
}

/** None is a rate of nought; where there are some and of none is it known whom they serve, there is no rate. */
function rate({ serves_under_26, under_26_known, under_26_open, population }: CountedRow): number | null {
  if (population === null || population === 0 || (under_26_known === 0 && under_26_open > 0)) return null;
  return round((serves_under_26 / population) * 1000, 2);
}

function earlier(day: string, other: string | null | undefined): string {
  return other != null && other < day ? other : day;
}

function round(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}
