import { openTestDatabase, type TestDatabase } from '../support';
import type { Viewer } from '../../src/access/viewer';

const ADMIN: Viewer = { role: 'ADMIN' };
const ENTRY = `id version name otherNames identifiers { orgId primary } services { name } places { kind visibility address } contacts { audience value }
  areasServed { area { code } } memberships { umbrella { name } } factsByYear { year source } sources { source sourceKey } basedIn { code } income { amount }`;

type Entry = Record<string, unknown> & { id: string; version: number };
interface Payload {
  organisation: Entry | null;
  userErrors: { code: string }[];
}

let atlas: TestDatabase;
let umbrella: Entry;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  umbrella = await make({ name: 'Umbrella of Everything', infrastructure: 'GENERIC' });
});
afterAll(() => atlas.close());

async function change(mutation: string, input: Record<string, unknown>, viewer = ADMIN): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await atlas.ask<Record<string, Payload>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { organisation { ${ENTRY} } userErrors { code } } }`, { input }, viewer);
  if (answer.data?.[mutation] == null) throw new Error(JSON.stringify(answer.errors));
  return answer.data[mutation];
}

async function make(input: Record<string, unknown>): Promise<Entry> {
  const { organisation, userErrors } = await change('createOrganisation', input);
  if (organisation === null) throw new Error(JSON.stringify(userErrors));
  return organisation;
}

async function entry(id: string): Promise<Entry | null> {
  const answer = await atlas.ask<{ organisation: Entry | null }>(`query ($id: ID!) { organisation(id: $id) { ${ENTRY} } }`, { id }, ADMIN);
  return answer.data?.organisation ?? null;
}

let number = 100;
async function pair(): Promise<[Entry, Entry]> {
  number += 1;
  const one = await make({ name: `Oak Tree Club ${number}`, identifiers: [{ scheme: 'GB-CHC', value: `66${number}`, primary: true }], memberships: [{ umbrella: umbrella.id }], factsByYear: [{ year: 2024, income: '10', source: 'return' }] });
  const other = await make({
    name: `Oaktree Club ${number}`,
    identifiers: [{ scheme: 'GB-COH', value: `0077${number}`, primary: true }],
    services: [{ name: 'Homework club' }],
    places: [{ kind: 'ADDRESS', visibility: 'HIDDEN', address: 'Nobody knows', point: { latitude: 51.75, longitude: -0.47 } }, { kind: 'DELIVERY', visibility: 'EXACT', address: 'Hall' }],
    contacts: [{ kind: 'PHONE', audience: 'PRIVATE', value: '01632 960999' }],
    areasServed: [{ area: 'E07000096' }],
    memberships: [{ umbrella: umbrella.id }],
    factsByYear: [{ year: 2024, income: '20', source: 'return' }, { year: 2025, income: '30000', source: 'return' }],
  });
  return [one, other];
}

const merge = (kept: Entry, merged: Entry): Promise<Payload> => change('mergeOrganisations', { id: kept.id, expectedVersion: kept.version, mergedId: merged.id, mergedExpectedVersion: merged.version });

test('identifiers, services, places, contacts and links follow, and the merged id goes on resolving', async () => {
  const [kept, merged] = await pair();
  const { organisation } = await merge(kept, merged);
  expect(organisation).toMatchObject({
    id: kept.id,
    otherNames: [merged.name],
    identifiers: [{ orgId: `GB-CHC-66${number}`, primary: true }, { orgId: `GB-COH-0077${number}`, primary: false }],
    services: [{ name: 'Homework club' }],
    areasServed: [{ area: { code: 'E07000096' } }],
    contacts: [{ audience: 'PRIVATE', value: '01632 960999' }],
    memberships: [{ umbrella: { name: umbrella.name } }],
    factsByYear: [{ year: 2025 }, { year: 2024 }],
    income: { amount: '30000.00' },
  });
  expect(organisation?.places).toHaveLength(2);
  expect((await entry(merged.id))?.id).toBe(kept.id);
  const byNumber = await atlas.ask<{ organisationByIdentifier: Entry }>('query ($v: String!) { organisationByIdentifier(scheme: "GB-COH", value: $v) { id } }', { v: `0077${number}` });
  expect(byNumber.data?.organisationByIdentifier.id).toBe(kept.id);
});

test('undoing a merge gives everything back', async () => {
  const [kept, merged] = await pair();
  const { organisation: together } = await merge(kept, merged);
  const { organisation: apart } = await change('undoMerge', { id: kept.id, expectedVersion: together?.version, mergedId: merged.id });
  const { version: _, ...keptBefore } = kept;
  expect(apart).toMatchObject(keptBefore);
  const { version: __, ...mergedBefore } = merged;
  expect(await entry(merged.id)).toMatchObject(mergedBefore);
  expect((await atlas.owner.query('select count(*)::int as n from secrets.places s join places p on p.id = s.place_id where p.organisation_id <> s.organisation_id')).rows).toEqual([{ n: 0 }]);
});

test('a merger is not undone by whoever keeps one of the two entries alone', async () => {
  const kept = await make({ name: 'Kept In Dacorum', directoryArea: 'E07000096' });
  const merged = await make({ name: 'Merged In Stevenage', directoryArea: 'E07000243' });
  const { organisation: together } = await merge(kept, merged);
  const area = await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E07000096'`);
  const dacorum: Viewer = { role: 'COORDINATOR', areaIds: area.rows.map(({ id }) => id) };
  const undone = { id: kept.id, expectedVersion: together?.version, mergedId: merged.id };
  expect((await change('undoMerge', undone, dacorum)).userErrors).toEqual([{ code: 'FORBIDDEN' }]);
  expect((await change('undoMerge', undone)).userErrors).toEqual([]);
});

test('what was added to the kept entry after the merge stays with it', async () => {
  const [kept, merged] = await pair();
  const { organisation: together } = await merge(kept, merged);
  const { organisation: edited } = await change('updateOrganisation', { id: kept.id, expectedVersion: together?.version, otherNames: [...(together?.otherNames as string[]), 'The Oaks'] });
  const { organisation: apart } = await change('undoMerge', { id: kept.id, expectedVersion: edited?.version, mergedId: merged.id });
  expect(apart?.otherNames).toEqual(['The Oaks']);
});

test('a chain of mergers resolves to the last', async () => {
  const [one, two] = await pair();
  const [three] = await pair();
  const { organisation } = await merge(two, one);
  if (organisation === null) throw new Error('not merged');
  await merge(three, organisation);
  expect((await entry(one.id))?.id).toBe(three.id);
  expect((await entry(two.id))?.id).toBe(three.id);
});

test('an entry that is gone into another cannot be changed or merged again', async () => {
  const [kept, merged] = await pair();
  await merge(kept, merged);
  expect((await change('updateOrganisation', { id: merged.id, expectedVersion: 2, name: 'X' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect((await change('undoMerge', { id: umbrella.id, expectedVersion: 1, mergedId: merged.id })).userErrors).toMatchObject([{ code: 'NOT_MERGED' }]);
});

test('two merges of one pair at once: one wins, nothing is doubled', async () => {
  const [one, other] = await pair();
  const results = await Promise.all([merge(one, other), merge(other, one)]);
  expect(results.map((result) => result.userErrors.length).sort()).toEqual([0, 1]);
});

test.each([
  ['a place of the merged entry', 'a service of the kept one', true],
  ['a place of the kept entry', 'a service of the merged one', false],
])('%s that was tied to %s since outlives that service once they are apart', async (_place, _service, placeOfMerged) => {
  const place = { kind: 'DELIVERY', visibility: 'EXACT', address: 'Pavilion' };
  const withPlace = await make({ name: 'Has The Place', places: [place] });
  const withService = await make({ name: 'Has The Service', services: [{ name: 'Nursery' }] });
  const [kept, merged] = placeOfMerged ? [withService, withPlace] : [withPlace, withService];
  const { organisation: together } = await merge(kept, merged);
  const { data } = await atlas.ask<{ organisation: { places: { key: string }[]; services: { id: string }[] } }>('query ($id: ID!) { organisation(id: $id) { places { key } services { id } } }', { id: kept.id }, ADMIN);
  const tied = { key: data?.organisation.places[0]?.key, ...place, service: data?.organisation.services[0]?.id };
  const { organisation } = await change('updateOrganisation', { id: kept.id, expectedVersion: together?.version, places: [tied] });
  expect((await change('undoMerge', { id: kept.id, expectedVersion: organisation?.version, mergedId: merged.id })).userErrors).toEqual([]);
  const apart = await entry(withService.id);
  expect((await change('updateOrganisation', { id: withService.id, expectedVersion: apart?.version, services: [] })).userErrors).toEqual([]);
  expect((await entry(withPlace.id))?.places).toEqual([{ kind: 'DELIVERY', visibility: 'EXACT', address: 'Pavilion' }]);
});
