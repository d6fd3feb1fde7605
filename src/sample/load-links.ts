import type { SqlRunner } from '../organisations/place-writing';
import { organisationId } from './load-organisations';
import { orNull, readSampleRows } from './sample-files';
import { overRows, PERIOD, PERIOD_COLUMNS, periodOf, sampleId } from './sample-rows';

/** What ties organisations to communities, to people who write to them and to one another. */
export async function loadLinks(run: SqlRunner): Promise<void> {
  await loadCommunities(run);
  await loadContacts(run);
  await loadTies(run);
}

async function loadCommunities(run: SqlRunner): Promise<void> {
  const links = readSampleRows('communities').map((row) => ({ ...row, organisation_id: organisationId(row.organisation) }));
  await overRows(run, links, 'organisation_id uuid, term_code text, link text, "primary" boolean', (rows) => `
    insert into community_links (organisation_id, term_id, link, is_primary)
    select r.organisation_id, t.id, r.link, r."primary" from ${rows} join terms t on t.vocabulary = 'community' and t.code = r.term_code`);
  await overRows(run, readSampleRows('under-represented'), 'area_code text, term_code text, year integer, source text', (rows) => `
    insert into under_represented_communities (area_id, term_id, year, source)
    select a.id, t.id, r.year, r.source from ${rows} join areas a on a.code = r.area_code join terms t on t.vocabulary = 'community' and t.code = r.term_code
    on conflict do nothing`);
}

/** What is not for everyone stands in the secrets alone. */
async function loadContacts(run: SqlRunner): Promise<void> {
  const contacts = readSampleRows('contacts').map((row) => ({
    id: sampleId('contact', row.key as string),
    organisation_id: organisationId(row.organisation),
    kind: row.kind,
    audience: row.audience,
    role_title: orNull(row.role_title),
    value: row.value,
  }));
  const columns = 'id uuid, organisation_id uuid, kind text, audience text, role_title text, value text';
  await overRows(run, contacts, columns, (rows) => `
    insert into contacts (id, organisation_id, kind, audience, role_title, value)
    select r.id, r.organisation_id, r.kind, r.audience, case when r.audience = 'PUBLIC' then r.role_title end, case when r.audience = 'PUBLIC' then r.value end from ${rows}`);
  const kept = contacts.filter((contact) => contact.audience !== 'PUBLIC');
  await overRows(run, kept, columns, (rows) => `
    insert into secrets.contacts (contact_id, organisation_id, audience, role_title, value)
    select r.id, r.organisation_id, r.audience, r.role_title, r.value from ${rows}`);
  const consents = readSampleRows('consents').map((row) => ({ ...row, contact_id: sampleId('contact', row.contact as string), withdrawn_on: orNull(row.withdrawn_on) }));
  await overRows(run, consents, 'contact_id uuid, purpose text, source text, given_on date, withdrawn_on date', (rows) => `
    insert into consents (contact_id, purpose, source, given_on, withdrawn_on)
    select r.contact_id, r.purpose, r.source, r.given_on, r.withdrawn_on from ${rows}`);
}

async function loadTies(run: SqlRunner): Promise<void> {
  const memberships = readSampleRows('memberships').map((row) => ({
    id: sampleId('membership', [row.umbrella, row.member, row.from].join(' ')),
    umbrella_id: organisationId(row.umbrella),
    member_id: organisationId(row.member),
    ...periodOf(row),
  }));
  await overRows(run, memberships, `id uuid, umbrella_id uuid, member_id uuid, ${PERIOD_COLUMNS}`, (rows) => `
    insert into memberships (id, umbrella_id, member_id, valid) select r.id, r.umbrella_id, r.member_id, ${PERIOD} from ${rows}`);
  const supports = readSampleRows('supports').map((row) => ({
    id: sampleId('support', [row.supporter, row.supported, row.from].join(' ')),
    supporter_id: organisationId(row.supporter),
    supported_id: organisationId(row.supported),
    note: orNull(row.note),
    ...periodOf(row),
  }));
  await overRows(run, supports, `id uuid, supporter_id uuid, supported_id uuid, note text, ${PERIOD_COLUMNS}`, (rows) => `
    insert into supports (id, supporter_id, supported_id, valid, note) select r.id, r.supporter_id, r.supported_id, ${PERIOD}, r.note from ${rows}`);
}
