import { foldName } from '../../src/text/fold';
import { searchName } from '../../src/organisations/search-name';
import type { Random } from './random';
import type { District, Setting } from './setting';
import { description, organisationName } from './words';

type Cell = string | number | boolean | null;
export type TableName = keyof typeof COLUMNS;
export type Rows = Record<TableName, Cell[][]>;

const INSTANT = '2026-10-01T09:00:00Z';
const TIERS = ['UNIVERSAL', 'PREVENTIVE', 'TARGETED', 'SPECIALIST'] as const;
const SECTORS = ['VOLUNTARY', 'VOLUNTARY', 'VOLUNTARY', 'COMMUNITY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT', 'STATUTORY', null] as const;
const SCHEMES = ['GB-CHC', 'GB-COH', 'GB-CASC', 'LOCAL'] as const;
const AGES = ['[0,26)', '[5,12)', '[11,19)', '[16,26)', '[0,5)', '[18,)', '[50,)', '(,)', '[13,18.5)'] as const;

/** Columns that are loaded, by table; the rest is derived by the service's own statements. */
export const COLUMNS = {
  organisations: ['id', 'name', 'sort_name', 'other_names', 'search_name', 'legal_form', 'sector', 'is_provider', 'infrastructure', 'description', 'website', 'founded_on', 'assured_on', 'directory_area_id', 'created_at', 'updated_at'],
  organisation_statuses: ['organisation_id', 'status', 'valid'],
  identifiers: ['id', 'organisation_id', 'scheme', 'value', 'is_primary'],
  organisation_facts: ['organisation_id', 'year', 'income', 'volunteers', 'trustees', 'source'],
  services: ['id', 'organisation_id', 'name', 'description', 'tier', 'ages', 'cost'],
  categorisations: ['organisation_id', 'service_id', 'term_id'],
  areas_served: ['id', 'organisation_id', 'service_id', 'area_id', 'valid'],
  given_places: ['id', 'organisation_id', 'service_id', 'kind', 'visibility', 'name', 'address', 'postcode'],
  contacts: ['id', 'organisation_id', 'kind', 'audience', 'role_title', 'value'],
  'secrets.contacts': ['contact_id', 'organisation_id', 'audience', 'role_title', 'value'],
  community_links: ['organisation_id', 'term_id', 'link', 'is_primary'],
  memberships: ['id', 'umbrella_id', 'member_id', 'valid'],
  record_sources: ['organisation_id', 'source', 'source_key', 'seen_at'],
} as const;

export function noRows(): Rows {
  return Object.fromEntries(Object.keys(COLUMNS).map((name) => [name, []])) as unknown as Rows;
}

/** One organisation with all that hangs on it; the first ones are the umbrella bodies that the others belong to. */
export function addOrganisation(rows: Rows, random: Random, at: number, setting: Setting): string {
  const umbrella = at < setting.umbrellas.length;
  const { postcode, district } = umbrella ? setting.umbrellaPlace(at) : setting.somewhere(random);
  const id = umbrella ? (setting.umbrellas[at] as string) : random.uuid(1, at);
  const name = umbrella ? `${district.name} ${at % 3 === 0 ? 'Community Action' : 'Council for Voluntary Service'}` : organisationName(random, district.name);
  const otherNames = random.chance(0.08) ? [organisationName(random, district.name)] : [];
  rows.organisations.push([
    id, name, foldName(name), arrayText(otherNames), searchName(name, otherNames), random.chance(0.5) ? 'Charitable incorporated organisation' : null,
    random.one(SECTORS), !umbrella || at % 4 === 0, umbrella ? 'GENERIC' : random.chance(0.005) ? 'SPECIALIST' : null, description(random),
    random.chance(0.4) ? `https://example.org/${at}` : null, random.chance(0.7) ? `${random.between(1950, 2025)}-06-01` : null,
    random.chance(0.65) ? `202${random.between(3, 6)}-0${random.between(1, 9)}-15` : null, district.directoryId, INSTANT, INSTANT,
  ]);
  rows.organisation_statuses.push(random.chance(0.08) ? [id, 'ACTIVE', '(,2024-04-01)'] : [id, 'ACTIVE', '(,)']);
  if ((rows.organisation_statuses.at(-1)?.[2] ?? '') !== '(,)') rows.organisation_statuses.push([id, 'INACTIVE', '[2024-04-01,)']);
  addFacts(rows, random, at, id);
  addServices(rows, random, at, id, { postcode, district }, setting);
  addLinks(rows, random, at, id, district, setting, umbrella);
  return id;
}

function addFacts(rows: Rows, random: Random, at: number, id: string): void {
  const registrations = random.chance(0.25) ? 0 : random.between(1, 3);
  for (let number = 0; number < registrations; number += 1) {
    const scheme = SCHEMES[number] ?? 'LOCAL';
    rows.identifiers.push([random.uuid(2, at), id, scheme, scheme === 'GB-COH' ? String(at).padStart(8, '0') : String(1_000_000 + at), number === 0]);
  }
  if (random.chance(0.35)) return;
  const income = Math.round(10 ** (2.5 + random.next() * 4.2));
  for (let year = 2025; year > 2025 - random.between(1, 4); year -= 1) {
    rows.organisation_facts.push([id, year, Math.round(income * (0.8 + random.next() * 0.4)), random.chance(0.5) ? random.below(200) : null, random.between(3, 12), 'Charity Commission']);
  }
}

function addServices(rows: Rows, random: Random, at: number, id: string, home: { postcode: string; district: District }, setting: Setting): void {
  if (!random.chance(0.02)) {
    const visibility = random.chance(0.03) ? 'DISTRICT_ONLY' : random.chance(0.01) ? 'HIDDEN' : 'EXACT';
    rows.given_places.push([random.uuid(3, at), id, null, 'ADDRESS', visibility, null, `${random.between(1, 200)} High Street`, home.postcode]);
  }
  const categories = random.chance(0.12) ? [] : random.some(setting.categories, random.between(1, 3));
  const own = random.chance(0.3);
  if (own) for (const term of categories) rows.categorisations.push([id, null, term]);
  const count = random.between(1, 3);
  for (let number = 0; number < count; number += 1) {
    const service = random.uuid(4, at);
    rows.services.push([service, id, `Session ${number + 1}`, description(random), random.chance(0.7) ? random.early(TIERS) : null, random.chance(0.3) ? null : random.early(AGES), random.chance(0.4) ? 'Free' : null]);
    for (const term of own ? [] : categories) rows.categorisations.push([id, service, term]);
    if (random.chance(0.45)) {
      const where = random.chance(0.7) ? home.postcode : setting.somewhere(random).postcode;
      rows.given_places.push([random.uuid(5, at), id, service, 'DELIVERY', random.chance(0.01) ? 'HIDDEN' : 'EXACT', 'Village hall', null, where]);
    }
  }
}

function addLinks(rows: Rows, random: Random, at: number, id: string, district: District, setting: Setting, umbrella: boolean): void {
  for (const area of setting.served(random, district)) rows.areas_served.push([random.uuid(6, at), id, null, area, random.chance(0.06) ? '(,2025-04-01)' : '(,)']);
  for (const term of random.some(setting.communities, random.chance(0.5) ? 0 : random.between(1, 2))) rows.community_links.push([id, term, random.chance(0.3) ? 'LED_BY' : 'WORKS_WITH', false]);
  for (let number = random.below(3); number > 0; number -= 1) {
    const contact = random.uuid(7, at);
    const audience = random.chance(0.6) ? 'PUBLIC' : random.chance(0.5) ? 'PROFESSIONAL' : 'PRIVATE';
    const open = audience === 'PUBLIC';
    rows.contacts.push([contact, id, 'EMAIL', audience, open ? 'Secretary' : null, open ? `office${at}@example.org` : null]);
    if (!open) rows['secrets.contacts'].push([contact, id, audience, 'Chair', `chair${at}@example.org`]);
  }
  if (!umbrella && random.chance(0.6)) {
    const first = setting.umbrellaOf(district);
    rows.memberships.push([random.uuid(8, at), first, id, random.chance(0.1) ? '[2015-04-01,2023-04-01)' : '[2015-04-01,)']);
    const second = random.one(setting.umbrellas);
    if (second !== first && random.chance(0.15)) rows.memberships.push([random.uuid(8, at), second, id, '(,)']);
  }
  rows.record_sources.push([id, 'Benchmark', String(at), INSTANT]);
}

function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => JSON.stringify(item)).join(',')}}`;
}
