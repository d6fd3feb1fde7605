import type { Viewer } from '../../src/access/viewer';
import { uuidOf } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';

let atlas: TestDatabase;
let coordinator: Viewer;
let stranger: Viewer;
let number = 0;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const area = async (code: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from areas where code = $1', [code])).rows[0]?.id ?? '';
  coordinator = { role: 'COORDINATOR', subject: 'Dacorum coordinator', areaIds: [await area('E07000096')] };
  stranger = { role: 'COORDINATOR', subject: 'Stevenage coordinator', areaIds: [await area('E07000243')] };
});
afterAll(() => atlas.close());

interface Payload {
  organisation: { id: string; version: number; description: string | null; identifiers: { orgId: string }[]; areasServed: { area: { code: string } }[]; services: { name: string }[] } | null;
  userErrors: { code: string }[];
}
interface Request {
  id: string;
  asked: object;
  requestedBy: string;
  state: string;
  reason: string | null;
  decidedBy: string | null;
  organisation: { id: string };
}

async function change(mutation: string, input: Record<string, unknown>, viewer: Viewer): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const fields = 'organisation { id version description identifiers { orgId } areasServed { area { code } } services { name } } userErrors { code }';
  const answer = await atlas.ask<Record<string, Payload>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`, { input }, viewer);
  if (answer.data?.[mutation] == null) throw new Error(JSON.stringify(answer.errors));
  return answer.data[mutation];
}

async function requests(viewer: Viewer, state = 'PENDING'): Promise<Request[]> {
  const answer = await atlas.ask<{ changeRequests: { nodes: Request[] } }>(
    'query ($state: ChangeRequestState!) { changeRequests(first: 100, state: $state) { nodes { id asked requestedBy state reason decidedBy organisation { id } } } }', { state }, viewer);
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.changeRequests.nodes;
}

/** An editor's change of a fresh entry of Dacorum: a word at once, registration and areas served on request. */
async function asked(): Promise<{ id: string; editor: Viewer; after: NonNullable<Payload['organisation']>; request: Request }> {
  number += 1;
  const { organisation } = await change('createOrganisation', { name: `Waiting Room ${number}`, directoryArea: 'E07000096' }, { role: 'ADMIN' });
  if (organisation === null) throw new Error('not made');
  const uuid = Buffer.from(organisation.id, 'base64url').toString().split(':')[1] ?? '';
  const editor: Viewer = { role: 'ORGANISATION_EDITOR', subject: 'Secretary', organisationIds: [uuid] };
  const input = { id: organisation.id, expectedVersion: 1, description: 'New words', identifiers: [{ scheme: 'GB-CHC', value: `555${number}` }], areasServed: [{ area: 'E07000096' }] };
  const after = (await change('updateOrganisation', input, editor)).organisation;
  const request = (await requests(editor)).find((one) => one.organisation.id === organisation.id);
  if (after === null || request === undefined) throw new Error('not asked');
  return { id: organisation.id, editor, after, request };
}

test('pages follow each other in both directions, and a forged instant is no cursor', async () => {
  for (let at = 0; at < 3; at += 1) await asked();
  const page = async (given: string) => (await atlas.ask<{ changeRequests: { nodes: { id: string }[]; pageInfo: { startCursor: string; endCursor: string } } }>(`{ changeRequests(${given}) { nodes { id } pageInfo { startCursor endCursor } } }`, {}, coordinator));
  const all = (await requests(coordinator)).map(({ id }) => id);
  const found: string[] = [];
  let after = '';
  for (;;) {
    const { nodes, pageInfo } = (await page(`first: 2${after}`)).data?.changeRequests ?? { nodes: [], pageInfo: { endCursor: '' } };
    if (nodes.length === 0) break;
    found.push(...nodes.map(({ id }) => id));
    after = `, after: "${pageInfo.endCursor}"`;
  }
  expect(found).toEqual(all);
  const last = (await page('last: 1')).data?.changeRequests;
  expect((await page(`last: 2, before: "${last?.pageInfo.startCursor}"`)).data?.changeRequests.nodes.map(({ id }) => id)).toEqual(all.slice(-3, -1));
  for (const instant of ['yesterday', '2026-02-30T00:00:00+00:00', '0000-01-01T00:00:00+00:00', '2026-01-01T25:00:00+00:00', '2026-01-01', 1, 'infinity']) {
    const forged = Buffer.from(JSON.stringify(['WAITING', instant, '00000000-0000-4000-8000-000000000000'])).toString('base64url');
    expect((await page(`first: 1, after: "${forged}"`)).errors).toMatchObject([{ extensions: { code: 'BAD_CURSOR' } }]);
  }
});

test("an editor's words are taken at once; registrations and areas served wait", async () => {
  const { after, request } = await asked();
  expect(after).toMatchObject({ description: 'New words', identifiers: [], areasServed: [], version: 2 });
  expect(request).toMatchObject({ requestedBy: 'Secretary', state: 'PENDING', asked: { areasServed: [{ area: 'E07000096' }] } });
});

test('the coordinator of the area approves, and the change is made', async () => {
  const { request } = await asked();
  expect((await requests(coordinator)).map((one) => one.id)).toContain(request.id);
  const { organisation } = await change('approveChangeRequest', { id: request.id, expectedVersion: 2 }, coordinator);
  expect(organisation).toMatchObject({ identifiers: [{ orgId: `GB-CHC-555${number}` }], areasServed: [{ area: { code: 'E07000096' } }], description: 'New words' });
  expect((await requests(coordinator, 'APPROVED')).find((one) => one.id === request.id)).toMatchObject({ decidedBy: 'Dacorum coordinator' });
  expect((await change('approveChangeRequest', { id: request.id, expectedVersion: 3 }, coordinator)).userErrors).toEqual([{ code: 'ALREADY' }]);
});

test('an editor does not choose who decides: it stays in the directory in which it stands', async () => {
  const { id, editor, request } = await asked();
  const moved = async (directoryArea: string | null, more: object = {}): Promise<unknown> => {
    const answer = await atlas.ask<{ updateOrganisation: Payload }>(
      'mutation ($input: UpdateOrganisationInput!) { updateOrganisation(input: $input) { userErrors { code path } } }', { input: { id, expectedVersion: 2, directoryArea, ...more } }, editor);
    return answer.data?.updateOrganisation.userErrors;
  };
  const forbidden = [{ code: 'FORBIDDEN', path: ['directoryArea'] }];
  expect([await moved('E07000243'), await moved(null), await moved('E07000243', { areasServed: [{ area: 'E07000243' }] })]).toEqual([forbidden, forbidden, forbidden]);
  expect((await requests(stranger)).some((one) => one.organisation.id === id)).toBe(false);
  expect((await requests(coordinator)).filter((one) => one.organisation.id === id)).toEqual([request]);
  expect(await moved('E07000096')).toEqual([]);
});

test('a refusal says why, and changes nothing', async () => {
  const { id, editor, request } = await asked();
  expect((await change('refuseChangeRequest', { id: request.id, reason: ' ' }, coordinator)).userErrors).toEqual([{ code: 'INVALID' }]);
  const { organisation } = await change('refuseChangeRequest', { id: request.id, reason: 'Not on the register' }, coordinator);
  expect(organisation).toMatchObject({ id, identifiers: [], version: 2 });
  expect((await requests(editor, 'REFUSED')).find((one) => one.id === request.id)?.reason).toBe('Not on the register');
});

test('nobody else sees or decides it', async () => {
  const { request } = await asked();
  expect((await requests(stranger)).map((one) => one.id)).not.toContain(request.id);
  expect((await change('approveChangeRequest', { id: request.id, expectedVersion: 2 }, stranger)).userErrors).toEqual([{ code: 'FORBIDDEN' }]);
  expect((await change('refuseChangeRequest', { id: request.id, reason: 'x' }, stranger)).userErrors).toEqual([{ code: 'FORBIDDEN' }]);
  expect((await requests(coordinator)).map((one) => one.id)).toContain(request.id);
});

test('approving what somebody changed since is a conflict, and the request goes on waiting', async () => {
  const { request } = await asked();
  expect((await change('approveChangeRequest', { id: request.id, expectedVersion: 1 }, coordinator)).userErrors).toEqual([{ code: 'CONFLICT' }]);
  expect((await requests(coordinator)).map((one) => one.id)).toContain(request.id);
});

test.each([
  ['says no areas any more', (id: string) => [{ id, name: 'Drop-in', areasServed: null }]],
  ['is left out', () => []],
  ['comes again without its id', () => [{ name: 'Drop-in' }]],
])('areas served wait as well when a service that served them %s', async (_, services) => {
  number += 1;
  const made = (await change('createOrganisation', { name: `Drop-in ${number}`, directoryArea: 'E07000096', services: [{ name: 'Drop-in', areasServed: [{ area: 'E07000096' }] }] }, { role: 'ADMIN' })).organisation;
  const uuid = uuidOf('Organisation', made?.id ?? '', 'id');
  const { rows } = await atlas.owner.query<{ id: string }>('select id from services where organisation_id = $1', [uuid]);
  const editor: Viewer = { role: 'ORGANISATION_EDITOR', subject: 'Secretary', organisationIds: [uuid] };
  const { organisation } = await change('updateOrganisation', { id: made?.id, expectedVersion: 1, services: services(rows[0]?.id ?? '') }, editor);
  expect(organisation?.services).toEqual([{ name: 'Drop-in' }]);
  expect((await atlas.owner.query('select from areas_served where organisation_id = $1', [uuid])).rows).toHaveLength(1);
  expect((await requests(coordinator)).some((one) => one.organisation.id === made?.id)).toBe(true);
});

test('a request is not approved over what came to its list since', async () => {
  const { id, request } = await asked();
  const { organisation } = await change('updateOrganisation', { id, expectedVersion: 2, areasServed: [{ area: 'E07000243' }] }, { role: 'ADMIN' });
  const refused = await change('approveChangeRequest', { id: request.id, expectedVersion: organisation?.version }, coordinator);
  expect(refused.userErrors).toEqual([{ code: 'CONFLICT' }]);
  expect((await requests(coordinator)).map((one) => one.id)).toContain(request.id);
});

test('a request follows its organisation into another, and comes back with it', async () => {
  const { id, request } = await asked();
  const kept = (await change('createOrganisation', { name: `Kept ${number}`, directoryArea: 'E07000096' }, { role: 'ADMIN' })).organisation;
  await change('mergeOrganisations', { id: kept?.id, expectedVersion: 1, mergedId: id, mergedExpectedVersion: 2 }, { role: 'ADMIN' });
  expect((await requests(coordinator)).find((one) => one.id === request.id)?.organisation.id).toBe(kept?.id);
  await change('undoMerge', { id: kept?.id, expectedVersion: 2, mergedId: id }, { role: 'ADMIN' });
  expect((await requests(coordinator)).find((one) => one.id === request.id)?.organisation.id).toBe(id);
});

describe('a request that followed its organisation into another', () => {
  /** A thin entry whose editor asked for something, and one that has lists of its own into which it went. */
  async function followed(wants: Record<string, unknown>): Promise<{ thin: string; kept: string; request: Request }> {
    number += 1;
    const thin = (await change('createOrganisation', { name: `Thin ${number}`, directoryArea: 'E07000096' }, { role: 'ADMIN' })).organisation?.id ?? '';
    const full = {
      name: `Full ${number}`, directoryArea: 'E07000096', identifiers: [{ scheme: 'GB-CHC', value: `444${number}` }, { scheme: 'GB-SC', value: `44${number}` }],
      areasServed: [{ area: 'E07000243' }], services: [{ name: 'Drop-in', areasServed: [{ area: 'E07000243' }] }],
    };
    const kept = (await change('createOrganisation', full, { role: 'ADMIN' })).organisation?.id ?? '';
    await change('updateOrganisation', { id: thin, expectedVersion: 1, ...wants }, { role: 'ORGANISATION_EDITOR', subject: 'Secretary', organisationIds: [uuidOf('Organisation', thin, 'id')] });
    await change('mergeOrganisations', { id: kept, expectedVersion: 1, mergedId: thin, mergedExpectedVersion: 2 }, { role: 'ADMIN' });
    const request = (await requests(coordinator)).find((one) => one.organisation.id === kept);
    if (request === undefined) throw new Error('not asked');
    return { thin, kept, request };
  }

  const WANTS: [string, () => Record<string, unknown>][] = [
    ['registrations', () => ({ identifiers: [{ scheme: 'GB-COH', value: `0099${number}` }] })],
    ['areas served', () => ({ areasServed: [{ area: 'E07000096' }] })],
    ['services', () => ({ services: [{ name: 'Other', areasServed: [{ area: 'E07000096' }] }] })],
  ];

  test.each(WANTS)('is not approved over the %s of the kept one, also when the merged one had none', async (_, wants) => {
    const { kept, request } = await followed(wants());
    expect((await change('approveChangeRequest', { id: request.id, expectedVersion: 2 }, coordinator)).userErrors).toEqual([{ code: 'CONFLICT' }]);
    expect((await requests(coordinator)).map((one) => one.id)).toContain(request.id);
    const { organisation } = await change('updateOrganisation', { id: kept, expectedVersion: 2, description: 'All there' }, { role: 'ADMIN' });
    expect(organisation).toMatchObject({ identifiers: [{ orgId: `GB-CHC-444${number}` }, { orgId: `GB-SC-44${number}` }], areasServed: [{ area: { code: 'E07000243' } }, { area: { code: 'E07000243' } }], services: [{ name: 'Drop-in' }] });
  });

  test('is approved when its organisation is by itself again', async () => {
    const { thin, kept, request } = await followed({ areasServed: [{ area: 'E07000096' }] });
    await change('undoMerge', { id: kept, expectedVersion: 2, mergedId: thin }, { role: 'ADMIN' });
    const { organisation, userErrors } = await change('approveChangeRequest', { id: request.id, expectedVersion: 4 }, coordinator);
    expect(userErrors).toEqual([]);
    expect(organisation).toMatchObject({ id: thin, areasServed: [{ area: { code: 'E07000096' } }] });
  });

  test('asked for after the merger is approved', async () => {
    const { kept } = await followed({ areasServed: [{ area: 'E07000096' }] });
    const editor: Viewer = { role: 'ORGANISATION_EDITOR', subject: 'Treasurer', organisationIds: [uuidOf('Organisation', kept, 'id')] };
    await change('updateOrganisation', { id: kept, expectedVersion: 2, areasServed: [{ area: 'E07000096' }, { area: 'E07000243' }] }, editor);
    const request = (await requests(coordinator)).find((one) => one.organisation.id === kept && one.requestedBy === 'Treasurer');
    expect((await change('approveChangeRequest', { id: request?.id, expectedVersion: 3 }, coordinator)).userErrors).toEqual([]);
  });
});

test('a request that leaves a service out is not approved over a delivery place that was tied to it since', async () => {
  number += 1;
  const made = (await change('createOrganisation', { name: `Tied ${number}`, directoryArea: 'E07000096', services: [{ name: 'Drop-in', areasServed: [{ area: 'E07000096' }] }] }, { role: 'ADMIN' })).organisation;
  const uuid = uuidOf('Organisation', made?.id ?? '', 'id');
  const { rows } = await atlas.owner.query<{ id: string }>('select id from services where organisation_id = $1', [uuid]);
  await change('updateOrganisation', { id: made?.id, expectedVersion: 1, services: [] }, { role: 'ORGANISATION_EDITOR', subject: 'Secretary', organisationIds: [uuid] });
  await change('updateOrganisation', { id: made?.id, expectedVersion: 2, places: [{ kind: 'DELIVERY', visibility: 'EXACT', address: 'Hall', service: rows[0]?.id }] }, { role: 'ADMIN' });
  const request = (await requests(coordinator)).find((one) => one.organisation.id === made?.id);
  expect((await change('approveChangeRequest', { id: request?.id, expectedVersion: 3 }, coordinator)).userErrors).toEqual([{ code: 'CONFLICT' }]);
  expect((await atlas.owner.query('select from places where organisation_id = $1', [uuid])).rows).toHaveLength(1);
});

test('a request for services is approved when a place changed since that goes with none of them', async () => {
  number += 1;
  const made = (await change('createOrganisation', { name: `Moved ${number}`, directoryArea: 'E07000096', services: [{ name: 'Drop-in', areasServed: [{ area: 'E07000096' }] }] }, { role: 'ADMIN' })).organisation;
  const uuid = uuidOf('Organisation', made?.id ?? '', 'id');
  const { rows } = await atlas.owner.query<{ id: string }>('select id from services where organisation_id = $1', [uuid]);
  const editor: Viewer = { role: 'ORGANISATION_EDITOR', subject: 'Secretary', organisationIds: [uuid] };
  await change('updateOrganisation', { id: made?.id, expectedVersion: 1, services: [{ id: rows[0]?.id, name: 'Drop-in', areasServed: [{ area: 'E07000243' }] }] }, editor);
  const places = [{ kind: 'ADDRESS', visibility: 'EXACT', address: '1 High Street' }, { kind: 'DELIVERY', visibility: 'EXACT', address: 'Hall', service: rows[0]?.id }];
  await change('updateOrganisation', { id: made?.id, expectedVersion: 2, places }, { role: 'ADMIN' });
  const request = (await requests(coordinator)).find((one) => one.organisation.id === made?.id);
  const { organisation, userErrors } = await change('approveChangeRequest', { id: request?.id, expectedVersion: 3 }, coordinator);
  expect(userErrors).toEqual([]);
  expect(organisation?.areasServed).toEqual([{ area: { code: 'E07000243' } }]);
  expect((await atlas.owner.query('select from places where organisation_id = $1', [uuid])).rows).toHaveLength(2);
});
