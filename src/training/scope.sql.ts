import { ArgumentError } from '../errors';
import type { Binder } from '../graphql/read/binder';
import { organisationConditions } from '../organisations/organisation-filter.conditions';
import { AreaBasis, RoleFilter, type OrganisationFilter } from '../organisations/organisation-filter.input';
import type { ResolvedFilter } from '../organisations/organisation-filter.resolve';
import { OrganisationStatus } from '../organisations/organisation.enums';
import type { KnownArea } from '../places/area-lookup';
import type { KnownCourse } from './course.lookup';

/**
 * Whether an organisation is in the scope of a course on a day, as SQL over an alias of shown.organisations: true,
 * false, or null where it cannot be told. SQL's own `and` says what is meant: a definite no beats an unknown.
 * Ages, volunteers and categories answer as today; areas served as of the day; contracts too, as they were on record at `knownAt`.
 */
export function scopeSql(course: KnownCourse, a: string, { day, knownAt }: { readonly day: string; readonly knownAt: string | null }, bind: Binder): string {
  const contracts = (): string => (knownAt === null ? 'shown.contracts' : `shown.contracts_known(${bind.param(knownAt, 'timestamptz')})`);
  const rules = [
    ...(course.under26 ? [`${a}.serves_under_26`] : []),
    ...(course.volunteers
      ? [`(select f.volunteers > 0 from shown.organisation_facts f where f.organisation_id = ${a}.id and f.volunteers is not null order by f.year desc, f.source limit 1)`]
      : []),
    // The county keeps the register of contracts: who is not on it is not contracted.
    ...(course.contracted ? [`exists (select from ${contracts()} k where k.organisation_id = ${a}.id and k.valid @> ${day})`] : []),
    ...(course.terms.length === 0 ? [] : [termRule(course, a, bind)]),
    ...(course.areas.length === 0 ? [] : [areaRule(course, a, day, bind)]),
  ];
  return rules.length === 0 ? 'true' : `(${rules.join(' and ')})`;
}

function termRule(course: KnownCourse, a: string, bind: Binder): string {
  return `case when exists (select from shown.categorisations c where c.organisation_id = ${a}.id and c.term_id = any(${bind.param(course.terms, 'uuid[]')})) then true when ${a}.has_category then false end`;
}

function areaRule(course: KnownCourse, a: string, day: string, bind: Binder): string {
  const served = `from shown.areas_served s join shown.area_reach r on r.served_id = s.area_id and r.target_id = any(${bind.param(course.areas, 'uuid[]')})`;
  return `case when ${a}.based_in_id = any(${bind.param(course.districts, 'uuid[]')}) or exists (select ${served} where s.organisation_id = ${a}.id and s.valid @> ${day}) then true
    when ${a}.based_in_id is not null or exists (select from shown.areas_served s where s.organisation_id = ${a}.id and s.valid @> ${day}) then false end`;
}

/** Who belongs to an area: based in a district of it, or not placed and of its directory or serving it in particular. */
export interface OfArea {
  readonly area: KnownArea;
  readonly day: string;
  /** True: only those placed; false: only those not placed; null: both. */
  readonly placed: boolean | null;
}

/**
 * The organisations of an area: each stands in one district, the one in which it is based as far as the public may
 * know, or is not placed. As in coverage, a hidden place is one that nobody gave.
 */
export function ofAreaSql({ area, day, placed }: OfArea, a: string, bind: Binder): string {
  if (area.districts.length === 0) throw new ArgumentError('BAD_INPUT', 'area', `Who is based in ${area.name} is not known, for it holds no whole district.`);
  // What is bound and then left out of the text has no type: each part is made only where it is used.
  const here = (): string => `${a}.based_in_id = any(${bind.param(area.districts, 'uuid[]')})`;
  if (placed === true) return here();
  const elsewhere = [`${a}.based_in_id is null`, ...conditions({ notPlaced: true, basis: AreaBasis.BASED_IN }, area, day, a, bind)].join(' and ');
  return placed === false ? `(${elsewhere})` : `(${here()} or (${elsewhere}))`;
}

/** At work on the day and, unless all are asked for, offering something: the same as in coverage. */
export function atWorkConditions(day: string, a: string, bind: Binder, providersOnly = true): string[] {
  return conditions({ status: OrganisationStatus.ACTIVE, ...(providersOnly ? { role: RoleFilter.PROVIDER } : {}) }, null, day, a, bind);
}

function conditions(given: OrganisationFilter, area: KnownArea | null, day: string, a: string, bind: Binder): string[] {
  const filter: ResolvedFilter = { given, text: null, area, near: null, category: null, community: null, memberOf: null, day };
  return organisationConditions(filter, a, bind);
}
