import type { SqlRunner } from '../organisations/place-writing';
import { writePlaces } from '../organisations/place-writing';
import { searchName } from '../organisations/search-name';
import { foldName } from '../text/fold';
import { orNull, readSampleRows, type SampleRow, several } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, SAMPLE_INSTANT, SAMPLE_SOURCE, sampleId } from './sample-rows';

export const organisationId = (key: string | undefined): string => sampleId('organisation', key ?? '');
const serviceId = (key: string | undefined): string | null => (orNull(key) === null ? null : sampleId('service', key as string));

/** The organisations and what is on record of each. @returns their ids. */
export async function loadOrganisations(run: SqlRunner): Promise<string[]> {
  const organisations = readSampleRows('organisations');
  await loadEntries(run, organisations);
  await loadStatuses(run, organisations);
  await loadFacts(run, organisations);
  const identifiers = readSampleRows('identifiers').map((row) => ({
    id: sampleId('identifier', `${row.scheme}-${row.value}`),
    organisation_id: organisationId(row.organisation),
    scheme: row.scheme,
    value: row.value,
    is_primary: row.primary,
  }));
  await overRows(run, identifiers, 'id uuid, organisation_id uuid, scheme text, value text, is_primary boolean', (rows) => `
    insert into identifiers (id, organisation_id, scheme, value, is_primary) select r.id, r.organisation_id, r.scheme, r.value, r.is_primary from ${rows}`);
  await loadServices(run);
  await loadPlaces(run);
  return organisations.map((row) => organisationId(row.key));
}

async function loadEntries(run: SqlRunner, organisations: readonly SampleRow[]): Promise<void> {
  const entries = organisations.map((row) => ({
    ...Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, orNull(cell)])),
    id: organisationId(row.key),
    sort_name: foldName(row.name as string),
    other_names: several(row.other_names),
    search_name: searchName(row.name as string, several(row.other_names)),
  }));
  const columns =
    'id uuid, key text, name text, sort_name text, other_names text[], search_name text, legal_form text, sector text, provider boolean, infrastructure text, ' +
    'description text, website text, founded_on date, assured_on date, assured_by text, directory_area text';
  await overRows(run, entries, columns, (rows) => `
    insert into organisations (id, slug, name, sort_name, other_names, search_name, legal_form, sector, is_provider, infrastructure, description,
      website, founded_on, assured_on, assured_by, directory_area_id, created_at, updated_at)
    select r.id, r.key, r.name, r.sort_name, r.other_names, r.search_name, r.legal_form, r.sector, r.provider, r.infrastructure, r.description,
      r.website, r.founded_on, r.assured_on, r.assured_by, a.id, '${SAMPLE_INSTANT}', '${SAMPLE_INSTANT}'
    from ${rows} left join areas a on a.code = r.directory_area`);
  await overRows(run, entries, 'id uuid, key text', (rows) => `
    insert into record_sources (organisation_id, source, source_key, seen_at) select r.id, '${SAMPLE_SOURCE}', r.key, '${SAMPLE_INSTANT}' from ${rows}`);
}

/** Where the file of statuses is silent, an organisation has been active since it was founded. */
async function loadStatuses(run: SqlRunner, organisations: readonly SampleRow[]): Promise<void> {
  const told = readSampleRows('statuses').map((row) => ({ organisation_id: organisationId(row.organisation), status: row.status, ...periodOf(row), reason: orNull(row.reason) }));
  const known = new Set(told.map((row) => row.organisation_id));
  const silent = organisations
    .map((row) => ({ organisation_id: organisationId(row.key), status: 'ACTIVE', from: orNull(row.founded_on), to_last_day: null, reason: null }))
    .filter((row) => !known.has(row.organisation_id));
  await overRows(run, [...told, ...silent], `organisation_id uuid, status text, ${PERIOD_COLUMNS}, reason text`, (rows) => `
    insert into organisation_statuses (organisation_id, status, valid, reason) select r.organisation_id, r.status, ${PERIOD}, r.reason from ${rows}`);
}

const FIGURES = ['income', 'paid_staff', 'volunteers', 'trustees'];

async function loadFacts(run: SqlRunner, organisations: readonly SampleRow[]): Promise<void> {
  const facts = organisations
    .filter((row) => orNull(row.income_year) !== null && FIGURES.some((figure) => orNull(row[figure]) !== null))
    .map((row) => ({
      organisation_id: organisationId(row.key),
      year: row.income_year,
      source: orNull(row.income_source) ?? SAMPLE_SOURCE,
      ...Object.fromEntries(FIGURES.map((figure) => [figure, orNull(row[figure])])),
    }));
  await overRows(run, facts, 'organisation_id uuid, year integer, source text, income numeric, paid_staff numeric, volunteers numeric, trustees numeric', (rows) => `
    insert into organisation_facts (organisation_id, year, source, income, paid_staff, volunteers, trustees)
    select r.organisation_id, r.year, r.source, r.income, r.paid_staff, r.volunteers, r.trustees from ${rows}`);
}

/** Ages as printed are inclusive: up to 25 is stored up to the 26th birthday. */
const AGES = `case when r.age_from is not null or r.age_to is not null
  then numrange(r.age_from, case when r.age_to = trunc(r.age_to) then r.age_to + 1 else r.age_to end) end`;

async function loadServices(run: SqlRunner): Promise<void> {
  const services = readSampleRows('services');
  const rowsOf = services.map((row) => ({
    ...Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, orNull(cell)])),
    id: serviceId(row.key),
    organisation_id: organisationId(row.organisation),
  }));
  const columns = 'id uuid, organisation_id uuid, name text, description text, tier text, age_from numeric, age_to numeric, referral_route text, cost text';
  await overRows(run, rowsOf, columns, (rows) => `
    insert into services (id, organisation_id, name, description, tier, ages, referral_route, cost)
    select r.id, r.organisation_id, r.name, r.description, r.tier, ${AGES}, r.referral_route, r.cost from ${rows}`);

  const ownerOf = new Map(services.map((row) => [row.key, row.organisation]));
  const categorisations = readSampleRows('service-terms').map((row) => {
    const owner = ownerOf.get(row.service_or_organisation);
    return { ...row, organisation_id: organisationId(owner ?? row.service_or_organisation), service_id: owner === undefined ? null : serviceId(row.service_or_organisation) };
  });
  await overRows(run, categorisations, 'organisation_id uuid, service_id uuid, vocabulary text, code text', (rows) => `
    insert into categorisations (organisation_id, service_id, term_id)
    select r.organisation_id, r.service_id, t.id from ${rows} join terms t on t.vocabulary = r.vocabulary and t.code = r.code`);

  const served = readSampleRows('areas-served').map((row) => ({
    id: sampleId('area-served', [row.organisation, row.service, row.area_code, row.from].join(' ')),
    organisation_id: organisationId(row.organisation),
    service_id: serviceId(row.service),
    area_code: row.area_code,
    ...periodOf(row),
  }));
  await overRows(run, served, `id uuid, organisation_id uuid, service_id uuid, area_code text, ${PERIOD_COLUMNS}`, (rows) => `
    insert into areas_served (id, organisation_id, service_id, area_id, valid)
    select r.id, r.organisation_id, r.service_id, a.id, ${PERIOD} from ${rows} join areas a on a.code = r.area_code`);
}

/** Places have no key of their own: they are numbered by organisation, in the order of the file. */
async function loadPlaces(run: SqlRunner): Promise<void> {
  const counted = new Map<string, number>();
  const places = readSampleRows('places').map((row) => {
    const owner = row.organisation as string;
    const number = (counted.get(owner) ?? 0) + 1;
    counted.set(owner, number);
    return {
      ...Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, orNull(cell)])),
      id: sampleId('place', `${owner} ${number}`),
      organisation_id: organisationId(owner),
      service_id: serviceId(row.service),
    };
  });
  const columns =
    'id uuid, organisation_id uuid, service_id uuid, kind text, visibility text, name text, address text, postcode text, longitude float8, latitude float8';
  await writePlaces(run, `(select * from json_to_recordset($1::json) as r(${columns}))`, [JSON.stringify(places)]);
}
