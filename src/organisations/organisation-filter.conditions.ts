import type { Binder } from '../graphql/read/binder';
import { AreaBasis, type AgesInput } from './organisation-filter.input';
import { searchQuerySql } from './search-text';
import type { ResolvedFilter, Spot } from './organisation-filter.resolve';

/**
 * A filter as SQL conditions over an alias of shown.organisations. The one definition that lists, counts, facets and
 * coverage share, so that every figure opens up into the rows that it counted.
 */
export function organisationConditions(filter: ResolvedFilter, a: string, bind: Binder): string[] {
  const { given } = filter;
  const day = (): string => bind.param(filter.day, 'date');
  const without = (flag: boolean | null | undefined, condition: () => string): string[] => (flag == null ? [] : [flag ? condition() : `not (${condition()})`]);
  return [
    ...(filter.text === null ? [] : [`${a}.search @@ ${searchQuerySql(filter.text, bind)}`]),
    ...areaConditions(filter, a, day, bind),
    ...(filter.near === null ? [] : nearConditions(filter.near, a, bind)),
    ...(filter.category === null ? [] : [`exists (select from shown.categorisations c where c.organisation_id = ${a}.id and c.term_id = any(${bind.param(filter.category, 'uuid[]')}))`]),
    ...(filter.community === null ? [] : [communityCondition(filter.community, given.communityLink ?? null, a, bind)]),
    ...(given.ages == null ? [] : [`exists (select from shown.services s where s.organisation_id = ${a}.id and s.ages && ${agesSql(given.ages, bind)})`]),
    ...(given.servesUnder26 == null ? [] : [`${a}.serves_under_26 is ${given.servesUnder26 ? 'true' : 'false'}`]),
    ...(given.sizeBand == null ? [] : [`${a}.size_band = any(${bind.param(given.sizeBand, 'text[]')})`]),
    ...(given.sector == null ? [] : [`${a}.sector = any(${bind.param(given.sector, 'text[]')})`]),
    ...(given.ownSector === true ? [ownSectorCondition(`${bind.param(filter.area?.sector ?? null, 'text[]')}`, `${a}.sector`)] : []),
    ...(given.role == null ? [] : [ROLE_CONDITIONS[given.role](a)]),
    ...(given.status == null ? [] : [`exists (select from shown.organisation_statuses s where s.organisation_id = ${a}.id and s.valid @> ${day()} and s.status = ${bind.param(given.status, 'text')})`]),
    ...(given.assuredBefore == null ? [] : [`(${a}.assured_on < ${bind.param(given.assuredBefore, 'date')} or ${a}.assured_on is null)`]),
    ...without(given.notPlaced, () => `${a}.based_in_id is null`),
    ...without(given.withoutAges, () => `${a}.serves_under_26 is null`),
    ...without(given.withoutCategory, () => `not ${a}.has_category`),
    ...without(given.withoutIncome, () => `${a}.income is null`),
    ...without(given.withoutAreaServed, () => `not exists (select from shown.areas_served s where s.organisation_id = ${a}.id and s.valid @> ${day()})`),
    ...without(given.withoutInfrastructure, () => `not exists (select from shown.memberships m where m.member_id = ${a}.id and m.valid @> ${day()})`),
    ...(filter.memberOf === null
      ? []
      : [`exists (select from shown.memberships m where m.member_id = ${a}.id and m.umbrella_id = ${bind.param(filter.memberOf, 'uuid')} and m.valid @> ${day()})`]),
  ];
}

const ROLE_CONDITIONS = {
  PROVIDER: (a: string) => `${a}.is_provider`,
  INFRASTRUCTURE: (a: string) => `${a}.infrastructure is not null`,
  INFRASTRUCTURE_ONLY: (a: string) => `not ${a}.is_provider`,
};

/** `declared` is SQL for the sectors that a county calls its own, null where it declares none. */
export function ownSectorCondition(declared: string, sector: string): string {
  return `(${sector} is null or case when ${declared} is null then ${sector} <> 'STATUTORY' else ${sector} = any(${declared}) end)`;
}

function areaConditions(filter: ResolvedFilter, a: string, day: () => string, bind: Binder): string[] {
  const { area, given } = filter;
  if (area === null) return [];
  const target = (): string => bind.param(area.id, 'uuid');
  const served = (which: string): string =>
    `exists (select from shown.areas_served s join shown.area_reach r on r.served_id = s.area_id and r.target_id = ${target()}${which} where s.organisation_id = ${a}.id and s.valid @> ${day()})`;
  const dedicated = (): string => served(' and r.dedicated');
  if (given.notPlaced === true) {
    return [`(${a}.directory_area_id in (select t.descendant_id from shown.area_tree t where t.ancestor_id = ${target()}) or ${dedicated()})`];
  }
  const based = (o = a): string => (area.districts.length === 1 ? `${o}.based_in_id = ${bind.param(area.districts[0], 'uuid')}` : `${o}.based_in_id = any(${bind.param(area.districts, 'uuid[]')})`);
  switch (given.basis ?? AreaBasis.BASED_IN) {
    case AreaBasis.BASED_IN:
      return [based()];
    case AreaBasis.SERVES:
      return [dedicated()];
    case AreaBasis.COUNTY_WIDE:
      return [served(''), `not ${dedicated()}`];
    case AreaBasis.SERVES_OR_COUNTY_WIDE:
      return [served('')];
    // Two ways of looking up, each by its index; an `or` of both would look at every organisation.
    case AreaBasis.BASED_IN_OR_SERVES:
      return [`${a}.id in (select b.id from shown.organisations b where ${based('b')} union select s.organisation_id from shown.areas_served s join shown.area_reach r on r.served_id = s.area_id and r.target_id = ${target()} where s.valid @> ${day()})`];
  }
}

/** Kilometres per degree of latitude, rounded down so that the box is never too small. */
const KM_PER_DEGREE = 110;

function nearConditions(spot: Spot, a: string, bind: Binder): string[] {
  const high = spot.km / KM_PER_DEGREE;
  const wide = high / Math.max(Math.cos((Math.min(Math.abs(spot.latitude) + high, 89) * Math.PI) / 180), 0.01);
  const box = [spot.longitude - wide, spot.latitude - high, spot.longitude + wide, spot.latitude + high].map((side) => bind.param(side, 'float8')).join(', ');
  return [
    `${a}.shown_point && st_makeenvelope(${box}, 4326)`,
    `st_dwithin(${a}.shown_point::geography, ${spotSql(spot, bind)}, ${bind.param(spot.km * 1000, 'float8')})`,
  ];
}

export function spotSql(spot: Spot, bind: Binder): string {
  return `st_setsrid(st_makepoint(${bind.param(spot.longitude, 'float8')}, ${bind.param(spot.latitude, 'float8')}), 4326)::geography`;
}

function communityCondition(terms: readonly string[], link: string | null, a: string, bind: Binder): string {
  const kind = link === null ? '' : ` and l.link = ${bind.param(link, 'text')}`;
  return `exists (select from shown.community_links l where l.organisation_id = ${a}.id and l.term_id = any(${bind.param(terms, 'uuid[]')})${kind})`;
}

/** Printed ages are inclusive: "to 25" runs to the 26th birthday; a fractional bound is taken as it stands. */
export function agesSql(ages: AgesInput, bind: Binder): string {
  const to = ages.to == null ? null : Number.isInteger(ages.to) ? ages.to + 1 : ages.to;
  return `numrange(${bind.param(ages.from ?? null, 'numeric')}, ${bind.param(to, 'numeric')})`;
}
