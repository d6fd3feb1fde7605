import { ArgumentError } from '../errors';
import { AccreditationBasis } from '../eligibility/panel/panel.enums';
import { DateScalar, PostcodeScalar } from '../graphql/scalars';
import type { AgesInput, NearInput, OrganisationFilter } from '../organisations/organisation-filter.input';

/** What is asked of the accredited list where it is asked in words: in an address or on a command line. */
export const LIST_WORDS = ['asOf', 'area', 'category', 'community', 'ages', 'near', 'km', 'set', 'basis'] as const;
export type ListWords = Readonly<Partial<Record<(typeof LIST_WORDS)[number], string | undefined>>>;

/** As the query takes it, and the change that issues a list. */
export interface ListAsked {
  readonly asOf: string | null;
  readonly filter: OrganisationFilter | null;
  readonly set: string | null;
  readonly basis?: AccreditationBasis[];
}

/** Kilometres around a spot where none are named. */
export const USUAL_KM = 10;

/** The words read as the query `accreditedProviders` takes them. Throws what the caller can mend. */
export function listAsked({ asOf, area, category, community, ages, near, km, set, basis }: ListWords): ListAsked {
  if (km !== undefined && near === undefined) throw new ArgumentError('BAD_INPUT', 'km', 'km goes with near: say around which spot.');
  const filter: OrganisationFilter = {
    ...(area === undefined ? {} : { area }),
    ...(category === undefined ? {} : { category }),
    ...(community === undefined ? {} : { community }),
    ...(ages === undefined ? {} : { ages: agesOf(ages) }),
    ...(near === undefined ? {} : { near: { ...spotOf(near), km: km === undefined ? USUAL_KM : kmOf(km) } }),
  };
  return {
    asOf: asOf === undefined ? null : dayOf(asOf),
    filter: Object.keys(filter).length === 0 ? null : filter,
    set: set ?? null,
    ...(basis === undefined ? {} : { basis: [basisOf(basis)] }),
  };
}

function dayOf(text: string): string {
  try {
    return DateScalar.parseValue(text) as string;
  } catch {
    throw new ArgumentError('BAD_INPUT', 'asOf', 'A day is YYYY-MM-DD.');
  }
}

/** `8-15`, `11-`, `-5` or `7`: both ends included. */
export function agesOf(text: string): AgesInput {
  const [, from, dash, to] = /^(\d{1,3})?(-)?(\d{1,3})?$/.exec(text.trim()) ?? [];
  if (from === undefined && to === undefined) throw new ArgumentError('BAD_INPUT', 'ages', 'Ages are such as 8-15, 11- or -5.');
  const first = from === undefined ? null : Number(from);
  return { from: first, to: to === undefined ? (dash === undefined ? first : null) : Number(to) };
}

/** A postcode, or latitude and longitude with a comma between them. */
export function spotOf(text: string): Pick<NearInput, 'postcode' | 'point'> {
  const [, latitude, longitude] = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (latitude !== undefined && longitude !== undefined) return { point: { latitude: Number(latitude), longitude: Number(longitude) } };
  try {
    return { postcode: PostcodeScalar.parseValue(text) as string };
  } catch {
    throw new ArgumentError('BAD_POSTCODE', 'near', 'A spot is a full postcode such as "SG1 1XX", or latitude,longitude.');
  }
}

export function kmOf(text: string): number {
  if (!/^\d{1,3}(\.\d+)?$/.test(text)) throw new ArgumentError('BAD_RADIUS', 'km', 'Kilometres are a number such as 5 or 2.5.');
  return Number(text);
}

function basisOf(text: string): AccreditationBasis {
  const basis = Object.values(AccreditationBasis).find((one) => one === text);
  if (basis === undefined) throw new ArgumentError('BAD_INPUT', 'basis', `A basis is ${Object.values(AccreditationBasis).join(' or ')}.`);
  return basis;
}
