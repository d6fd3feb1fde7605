import { parseDay } from './cell-dates';
import {
  CellFault, parseAge, ageRange, parseCoordinate, parseCount, parseEmail, parseMoney, parsePhone, parseWebsite, parseWord, parseYear,
} from './cell-values';
import { charityIdentifier, type GivenIdentifier, identifier, parseIdentifier } from './identifier-values';
import type { ImportedCommunity, ImportedFigures, ImportedOrganisation, ImportedPlace, ImportedService } from './imported-organisation';
import type { KnownCodes } from './known-codes';
import { type OrganisationLayout, readPostcode, withMalformed } from './organisation-layout';
import type { RowCells } from './row-cells';

const SECTORS = ['VOLUNTARY', 'COMMUNITY', 'SOCIAL_ENTERPRISE', 'INDEPENDENT', 'STATUTORY'] as const;
const ROLES = ['PROVIDER', 'INFRASTRUCTURE', 'GENERIC_INFRASTRUCTURE', 'SPECIALIST_INFRASTRUCTURE'] as const;
const STATUSES = ['ACTIVE', 'INACTIVE'] as const;
const VISIBILITIES = ['EXACT', 'DISTRICT_ONLY', 'HIDDEN'] as const;
const TIERS = ['UNIVERSAL', 'PREVENTIVE', 'TARGETED', 'SPECIALIST'] as const;
const AUDIENCES = ['PUBLIC', 'PROFESSIONAL', 'PRIVATE'] as const;
const LINKS = ['LED_BY', 'WORKS_WITH'] as const;
/** Degrees. */
const FARTHEST = { longitude: 180, latitude: 90 };

/** The headings of our own layout, in the order of the template. */
export const GENERIC_COLUMNS = [
  'id', 'name', 'other_names', 'charity_number', 'company_number', 'casc', 'mutual', 'other_identifiers', 'legal_form', 'sector', 'role', 'description',
  'website', 'founded_on', 'status', 'address', 'postcode', 'visibility', 'longitude', 'latitude', 'income', 'income_year', 'paid_staff', 'volunteers',
  'trustees', 'service_name', 'service_description', 'categories', 'tier', 'ages_from', 'ages_to', 'areas_served', 'communities', 'contact_email',
  'contact_phone', 'contact_audience', 'umbrella', 'assured_on', 'assured_by',
] as const;

type Column = (typeof GENERIC_COLUMNS)[number];

/** Our own layout: one row an organisation, a name and nothing else is needed. */
export const genericLayout: OrganisationLayout = {
  name: 'generic',
  required: ['name'],
  optional: GENERIC_COLUMNS.filter((column) => column !== 'name'),
  defaults: {},
  read(cells, codes) {
    const name = cells.oneLine('name');
    if (name === undefined) cells.refuse('name', new CellFault('is empty'));
    const row: ImportedOrganisation = {
      name: name ?? '',
      identifiers: readIdentifiers(cells),
      sourceKey: cells.oneLine('id'),
      otherNames: cells.readEach('other_names', (part) => part),
      legalForm: cells.oneLine('legal_form'),
      sector: word(cells, 'sector', SECTORS),
      ...readRoles(cells),
      description: cells.text('description'),
      website: cells.read('website', parseWebsite),
      foundedOn: cells.pastDay('founded_on'),
      active: activeOf(word(cells, 'status', STATUSES)),
      place: readPlace(cells),
      figures: readFigures(cells),
      service: readService(cells, name ?? ''),
      terms: cells.readEach('categories', (part) => codes.term('CATEGORY', part)),
      communities: cells.readEach('communities', (part) => readCommunity(part, codes)),
      areasServed: cells.readEach('areas_served', (part) => codes.area(part)),
      email: cells.read('contact_email', parseEmail),
      phone: cells.read('contact_phone', parsePhone),
      audience: word(cells, 'contact_audience', AUDIENCES),
      umbrella: cells.oneLine('umbrella'),
      assuredOn: cells.pastDay('assured_on'),
      assuredBy: cells.oneLine('assured_by'),
    };
    if (row.assuredOn !== undefined && row.foundedOn !== undefined && row.assuredOn < row.foundedOn) {
      cells.refuse('assured_on', new CellFault('lies before founded_on'));
    }
    return cells.isFaulty ? undefined : row;
  },
};

function word<Word extends string>(cells: RowCells, column: Column, words: readonly Word[]): Word | undefined {
  return cells.read(column, (text) => parseWord(text, words));
}

function activeOf(status: (typeof STATUSES)[number] | undefined): boolean | undefined {
  return status === undefined ? undefined : status === 'ACTIVE';
}

function readIdentifiers(cells: RowCells): GivenIdentifier[] {
  const found = [
    cells.read('charity_number', charityIdentifier),
    cells.read('company_number', (text) => identifier('GB-COH', text)),
    cells.read('casc', (text) => identifier('GB-CASC', text)),
    cells.read('mutual', (text) => identifier('GB-MPR', text)),
    ...(cells.readEach('other_identifiers', parseIdentifier) ?? []),
  ].filter((one) => one !== undefined);
  return found.filter((one, i) => found.findIndex((other) => other.scheme === one.scheme && other.value === one.value) === i);
}

function readRoles(cells: RowCells): Pick<ImportedOrganisation, 'provider' | 'infrastructure'> {
  const roles = cells.readEach('role', (part) => parseWord(part, ROLES));
  if (roles === undefined) return {};
  const infrastructure = roles.includes('SPECIALIST_INFRASTRUCTURE') ? 'SPECIALIST' : roles.some((role) => role !== 'PROVIDER') ? 'GENERIC' : undefined;
  return { provider: roles.includes('PROVIDER'), infrastructure };
}

function readPlace(cells: RowCells): ImportedPlace {
  const { postcode, malformed } = readPostcode(cells);
  const longitude = cells.read('longitude', (text) => parseCoordinate(text, FARTHEST.longitude));
  const latitude = cells.read('latitude', (text) => parseCoordinate(text, FARTHEST.latitude));
  if ((longitude === undefined) !== (latitude === undefined) && !cells.isFaulty) {
    cells.refuse(longitude === undefined ? 'longitude' : 'latitude', new CellFault('is missing where the other coordinate is given'));
  }
  return { postcode, address: withMalformed(cells.oneLine('address'), malformed), visibility: word(cells, 'visibility', VISIBILITIES), longitude, latitude };
}

function readFigures(cells: RowCells): ImportedFigures | undefined {
  const year = cells.read('income_year', parseYearOrDay);
  const income = cells.read('income', parseMoney);
  const [paidStaff, volunteers, trustees] = (['paid_staff', 'volunteers', 'trustees'] as const).map((column) => cells.read(column, parseCount));
  if ([income, paidStaff, volunteers, trustees].every((figure) => figure === undefined)) return undefined;
  if (year === undefined) {
    cells.count('figures without income_year (left out: a figure is of a year)', cells.oneLine('name') ?? '');
    return undefined;
  }
  return { ...year, income, paidStaff, volunteers, trustees };
}

/** A year, or the last day of one. */
function parseYearOrDay(text: string): Pick<ImportedFigures, 'year' | 'yearEnd'> {
  if (/^\d{4}(\.0)?$/.test(text)) return { year: parseYear(text) };
  const yearEnd = parseDay(text);
  return { year: Number(yearEnd.slice(0, 4)), yearEnd };
}

/** A service is there as soon as something is said of one; without a name of its own it has the organisation's. */
function readService(cells: RowCells, organisationName: string): ImportedService | undefined {
  const name = cells.oneLine('service_name');
  const description = cells.text('service_description');
  const tier = word(cells, 'tier', TIERS);
  const from = cells.read('ages_from', parseAge);
  const to = cells.read('ages_to', parseAge);
  const ages = cells.read(from === undefined ? 'ages_to' : 'ages_from', () => ageRange(from, to));
  if ([name, description, tier, ages].every((said) => said === undefined)) return undefined;
  return { name: name ?? organisationName, description, tier, ages };
}

function readCommunity(part: string, codes: KnownCodes): ImportedCommunity {
  const colon = part.indexOf(':');
  if (colon < 0) throw new CellFault('is not of the form LED_BY:term or WORKS_WITH:term');
  const link = parseWord(part.slice(0, colon).trim(), LINKS);
  return { link, ...codes.term('COMMUNITY', part.slice(colon + 1)) };
}
