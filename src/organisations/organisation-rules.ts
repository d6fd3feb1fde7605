import isEmail from 'validator/lib/isEmail';
import isURL from 'validator/lib/isURL';
import { UserFault } from '../errors';
import type { AgesInput } from './organisation-filter.input';
import type { OrganisationDetails } from './organisation.input';
import type { PlaceInput } from './organisation-parts.input';

const MAX_NAME = 300;
/** Pounds; what the database's numeric(14, 2) ends at. */
const MAX_AMOUNT = 1e12;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9-]{1,39}$/;

/** Checks what no constraint of the database can say as clearly. Throws what the caller can mend. */
export function checkDetails(details: OrganisationDetails & { name?: string | null }): void {
  if (details.name !== undefined && (details.name === null || details.name.trim() === '' || details.name.length > MAX_NAME)) {
    throw new UserFault('INVALID', `A name has 1 to ${MAX_NAME} characters.`, ['name']);
  }
  if (details.slug != null && !SLUG.test(details.slug)) {
    throw new UserFault('INVALID', 'A slug has lower case letters, digits and single hyphens.', ['slug']);
  }
  if (details.website != null && !isURL(details.website, { protocols: ['http', 'https'], require_protocol: true })) {
    throw new UserFault('INVALID', 'A website begins with http:// or https://.', ['website']);
  }
  checkIdentifiers(details);
  details.services?.forEach((service, at) => {
    checkNotBlank(service.name, ['services', String(at), 'name']);
    if (service.ages != null) checkAges(service.ages, ['services', String(at), 'ages']);
    service.areasServed?.forEach((served, index) => checkDays(served, ['services', String(at), 'areasServed', String(index)]));
  });
  details.areasServed?.forEach((served, at) => checkDays(served, ['areasServed', String(at)]));
  details.memberships?.forEach((membership, at) => checkDays(membership, ['memberships', String(at)]));
  details.supports?.forEach((support, at) => checkDays(support, ['supports', String(at)]));
  details.factsByYear?.forEach((facts, at) => {
    for (const name of ['income', 'spending'] as const) {
      if (Math.abs(Number(facts[name] ?? 0)) >= MAX_AMOUNT) throw new UserFault('INVALID', 'Amounts stay below a thousand thousand million.', ['factsByYear', String(at), name]);
    }
  });
  if (details.places != null) checkPlaces(details.places);
  details.contacts?.forEach((contact, at) => {
    checkNotBlank(contact.value, ['contacts', String(at), 'value']);
    if (contact.kind === 'EMAIL' && !isEmail(contact.value)) throw new UserFault('INVALID', `${contact.value} is no e-mail address.`, ['contacts', String(at), 'value']);
  });
}

function checkIdentifiers(details: OrganisationDetails): void {
  const { identifiers } = details;
  if (identifiers == null) return;
  identifiers.forEach((identifier, at) => {
    checkNotBlank(identifier.value, ['identifiers', String(at), 'value']);
    if (!SCHEME.test(identifier.scheme)) throw new UserFault('INVALID', `${identifier.scheme} is no scheme: write one such as GB-CHC.`, ['identifiers', String(at), 'scheme']);
  });
  if (identifiers.filter((identifier) => identifier.primary === true).length > 1) {
    throw new UserFault('INVALID', 'One identifier at most is the one to name first.', ['identifiers']);
  }
}

function checkPlaces(places: readonly PlaceInput[]): void {
  if (places.filter((place) => place.kind === 'ADDRESS').length > 1) {
    throw new UserFault('INVALID', 'An organisation has one address; where people go is a delivery place.', ['places']);
  }
  places.forEach((place, at) => {
    const point = place.point;
    if (point != null && !(Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180)) {
      throw new UserFault('INVALID', 'A point has latitude -90 to 90 and longitude -180 to 180.', ['places', String(at), 'point']);
    }
  });
}

function checkAges(ages: AgesInput, path: string[]): void {
  if (ages.from != null && ages.from < 0) throw new UserFault('INVALID', 'No age is below 0.', path);
  if (ages.from != null && ages.to != null && ages.from > ages.to) throw new UserFault('INVALID', `Ages run from ${ages.from} to ${ages.to}: from must not be larger.`, path);
}

function checkDays(period: { from?: string | null; to?: string | null }, path: string[]): void {
  if (period.from != null && period.to != null && period.from > period.to) throw new UserFault('INVALID', `The last day ${period.to} lies before the first, ${period.from}.`, path);
}

function checkNotBlank(text: string, path: string[]): void {
  if (text.trim() === '') throw new UserFault('INVALID', 'This must not be blank.', path);
}

/** Days as given, the last one inclusive, as a half-open range. */
export function periodOf(period: { from?: string | null; to?: string | null }): string {
  return `[${period.from ?? ''},${period.to ?? ''}${period.to == null ? ')' : ']'}`;
}

/** Ages as printed as a half-open range; null when neither bound is given: not known. */
export function agesOf(ages: AgesInput | null | undefined): string | null {
  if (ages == null || (ages.from == null && ages.to == null)) return null;
  const to = ages.to == null ? '' : Number.isInteger(ages.to) ? ages.to + 1 : ages.to;
  return `[${ages.from ?? ''},${to})`;
}
