import type { Viewer } from '../../src/access/viewer';
import { uuidOf } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'VCI Coordinator' };
const LINKS = `id version name memberships { umbrella { name } member { name } from to } supports { supporter { name } supported { name } note } supportedBy { supporter { name } supported { name } }`;

interface Entry {
  id: string;
  version: number;
  name: string;
  memberships: { umbrella: { name: string }; from: string | null; to: string | null }[];
  supports: { supported: { name: string } }[];
  supportedBy: { supporter: { name: string } }[];
}
interface Payload {
  organisation: Entry | null;
  userErrors: { code: string; message: string }[];
}

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => atlas.close());

async function change(mutation: string, input: Record<string, unknown>): Promise<Payload> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await atlas.ask<Record<string, Payload>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { organisation { ${LINKS} } userErrors { code message } } }`, { input }, ADMIN);
  if (answer.data?.[mutation] == null) throw new Error(JSON.stringify(answer.errors));
  return answer.data[mutation];
}

async function edit(mutation: string, input: Record<string, unknown>): Promise<Entry> {
  const { organisation, userErrors } = await change(mutation, input);
  if (organisation === null) throw new Error(JSON.stringify(userErrors));
  return organisation;
}

const make = (name: string, input: object = {}): Promise<Entry> => edit('createOrganisation', { name, ...input });

/** As anyone reads it. */
async function entry(id: string): Promise<Entry> {
  const { data, errors } = await atlas.ask<{ organisation: Entry }>(`query ($id: ID!) { organisation(id: $id) { ${LINKS} } }`, { id });
  expect(errors).toBeUndefined();
  if (data === null) throw new Error('not read');
  return data.organisation;
}

const umbrellasOf = async (id: string): Promise<string[]> => (await entry(id)).memberships.map(({ umbrella }) => umbrella.name).sort();
const supportedOf = async (id: string): Promise<string[]> => (await entry(id)).supports.map(({ supported }) => supported.name).sort();
const supportersOf = async (id: string): Promise<string[]> => (await entry(id)).supportedBy.map(({ supporter }) => supporter.name).sort();

async function merge(kept: Entry, merged: Entry): Promise<void> {
  const [one, other] = [await entry(kept.id), await entry(merged.id)];
  await edit('mergeOrganisations', { id: kept.id, expectedVersion: one.version, mergedId: merged.id, mergedExpectedVersion: other.version });
}

async function part(kept: Entry, merged: Entry): Promise<void> {
  await edit('undoMerge', { id: kept.id, expectedVersion: (await entry(kept.id)).version, mergedId: merged.id });
}

async function update(one: Entry, input: object): Promise<Entry> {
  return edit('updateOrganisation', { id: one.id, expectedVersion: (await entry(one.id)).version, ...input });
}

async function toldOf({ id }: Entry): Promise<unknown[]> {
  const { data } = await atlas.ask<{ history: { nodes: unknown[] } }>('query ($id: ID!) { history(nodeId: $id, first: 50) { nodes { sentences } } }', { id }, ADMIN);
  return data?.history.nodes ?? [];
}

/** Goes back behind the change so many before the latest one. */
async function goBackBehind(one: Entry, ago: number): Promise<Entry> {
  const { data } = await atlas.ask<{ history: { nodes: { id: string }[] } }>('query ($id: ID!) { history(nodeId: $id, first: 50) { nodes { id } } }', { id: one.id }, ADMIN);
  return edit('revert', { id: one.id, expectedVersion: (await entry(one.id)).version, changeId: data?.history.nodes[ago]?.id });
}

describe('who is tied to both entries of a merger', () => {
  test('supports the kept one once, and both again when they are apart', async () => {
    const [kept, merged] = [await make('Wharf Club'), await make('Warf Club')];
    const supporter = await make('Wharf Support', { supports: [{ supported: kept.id }, { supported: merged.id }] });
    await merge(kept, merged);
    expect(await supportedOf(supporter.id)).toEqual(['Wharf Club']);
    expect(await supportersOf(kept.id)).toEqual(['Wharf Support']);
    await part(kept, merged);
    expect(await supportedOf(supporter.id)).toEqual(['Warf Club', 'Wharf Club']);
    expect(await supportersOf(merged.id)).toEqual(['Wharf Support']);
  });

  test('is supported by the kept one once, and by both again when they are apart', async () => {
    const supported = await make('Lock Keepers');
    const [kept, merged] = [await make('Lock Support', { supports: [{ supported: supported.id }] }), await make('Lok Support', { supports: [{ supported: supported.id }] })];
    await merge(kept, merged);
    expect(await supportersOf(supported.id)).toEqual(['Lock Support']);
    await part(kept, merged);
    expect(await supportersOf(supported.id)).toEqual(['Lock Support', 'Lok Support']);
  });

  test('is a member of the kept one once, and of both again when they are apart', async () => {
    const [kept, merged] = [await make('Canal Umbrella'), await make('Kanal Umbrella')];
    const member = await make('Canal Member', { memberships: [{ umbrella: kept.id }, { umbrella: merged.id }] });
    await merge(kept, merged);
    expect(await umbrellasOf(member.id)).toEqual(['Canal Umbrella']);
    await part(kept, merged);
    expect(await umbrellasOf(member.id)).toEqual(['Canal Umbrella', 'Kanal Umbrella']);
  });
});

test('an organisation into which one went that it supported and was a member of has no tie to itself until they are apart', async () => {
  const merged = await make('Basin Branch');
  const kept = await make('Basin', { supports: [{ supported: merged.id }], memberships: [{ umbrella: merged.id }] });
  await merge(kept, merged);
  expect(await entry(kept.id)).toMatchObject({ supports: [], supportedBy: [], memberships: [] });
  await part(kept, merged);
  expect(await entry(kept.id)).toMatchObject({ supports: [{ supported: { name: 'Basin Branch' } }], memberships: [{ umbrella: { name: 'Basin Branch' } }] });
});

describe('the id of an entry that went into another', () => {
  test('ties to the one that was kept, through any number of mergers', async () => {
    const [first, second, third] = [await make('Quay One'), await make('Quay Two'), await make('Quay Three')];
    await merge(second, first);
    await merge(third, second);
    const made = await make('Quay Member', { memberships: [{ umbrella: first.id }], supports: [{ supported: second.id }] });
    expect(made).toMatchObject({ memberships: [{ umbrella: { name: 'Quay Three' } }], supports: [{ supported: { name: 'Quay Three' } }] });
  });

  test('and that of the kept one are one: a tie is not made twice', async () => {
    const [kept, merged] = [await make('Towpath'), await make('Tow Path')];
    await merge(kept, merged);
    const twice = await change('createOrganisation', { name: 'Towpath Friends', supports: [{ supported: kept.id }, { supported: merged.id }] });
    expect(twice.userErrors).toMatchObject([{ code: 'INVALID', message: 'What is said twice of one supported organisation overlaps.' }]);
  });
});

describe('going back behind a change that came before a merger of others', () => {
  test('leaves ties that stood then as the merger made them, and apart they are as they were', async () => {
    const [kept, merged] = [await make('Weir Umbrella'), await make('Wier Umbrella')];
    const member = await make('Weir Member', { memberships: [{ umbrella: merged.id }], supports: [{ supported: merged.id }] });
    await update(member, { description: 'Swims' });
    await merge(kept, merged);
    await goBackBehind(member, 1);
    expect([await umbrellasOf(member.id), await supportedOf(member.id)]).toEqual([['Weir Umbrella'], ['Weir Umbrella']]);
    await part(kept, merged);
    expect([await umbrellasOf(member.id), await supportedOf(member.id)]).toEqual([['Wier Umbrella'], ['Wier Umbrella']]);
  });

  test('brings ties that went since back to the one that was kept, through any number of mergers and once', async () => {
    const [first, second, third] = [await make('Sluice One'), await make('Sluice Two'), await make('Sluice Three')];
    const ties = [first, second].map(({ id }) => id);
    const member = await make('Sluice Member', { memberships: ties.map((umbrella) => ({ umbrella })), supports: ties.map((supported) => ({ supported })) });
    await update(member, { memberships: [], supports: [] });
    await merge(second, first);
    await merge(third, second);
    await goBackBehind(member, 0);
    expect([await umbrellasOf(member.id), await supportedOf(member.id)]).toEqual([['Sluice Three'], ['Sluice Three']]);
  });

  test('brings ties that went since back, and apart they are with the entries that they were of', async () => {
    const [second, third] = [await make('Ford Two'), await make('Ford Three')];
    const member = await make('Ford Member', { memberships: [{ umbrella: second.id }], supports: [{ supported: second.id }] });
    await update(member, { memberships: [], supports: [] });
    await merge(third, second);
    const before = await toldOf(third);
    await goBackBehind(member, 0);
    expect([await umbrellasOf(member.id), await supportedOf(member.id)]).toEqual([['Ford Three'], ['Ford Three']]);
    expect(await toldOf(third)).toEqual(before);
    await part(third, second);
    expect([await umbrellasOf(member.id), await supportedOf(member.id)]).toEqual([['Ford Two'], ['Ford Two']]);
  });

  test('brings a tie over that had stayed behind beside its like, and apart it is where it was', async () => {
    const [kept, merged] = [await make('Bridge'), await make('Brigde')];
    const member = await make('Bridge Member', { supports: [{ supported: merged.id }] });
    await update(member, { supports: [{ supported: merged.id }, { supported: kept.id }] });
    await merge(kept, merged);
    await goBackBehind(member, 0);
    expect(await supportedOf(member.id)).toEqual(['Bridge']);
    await part(kept, merged);
    expect(await supportedOf(member.id)).toEqual(['Brigde']);
  });

  test('that was taken back since gives ties back to the entry that they were with', async () => {
    const [kept, merged] = [await make('Mill Umbrella'), await make('Mil Umbrella')];
    const member = await make('Mill Member', { memberships: [{ umbrella: merged.id }], supports: [{ supported: merged.id }] });
    await merge(kept, merged);
    await update(member, { description: 'Grinds' });
    await part(kept, merged);
    await goBackBehind(member, 1);
    expect([await umbrellasOf(member.id), await supportedOf(member.id)]).toEqual([['Mil Umbrella'], ['Mil Umbrella']]);
    expect((await entry(kept.id)).supportedBy).toEqual([]);
  });
});

test('whoever is a member of both entries of a merger still has an umbrella body, and is listed with its members', async () => {
  const [kept, merged] = [await make('Ferry Umbrella'), await make('Fery Umbrella')];
  const member = await make('Ferry Member', { memberships: [{ umbrella: kept.id }, { umbrella: merged.id }] });
  await merge(kept, merged);
  const { data, errors } = await atlas.ask<{ members: { nodes: { id: string }[] }; without: { nodes: { id: string }[] } }>(
    `query ($umbrella: ID!) {
      members: organisations(first: 100, filter: { memberOf: $umbrella }) { nodes { id memberships { umbrella { id } } } }
      without: organisations(first: 100, filter: { withoutInfrastructure: true, text: "Ferry Member" }) { nodes { id } }
    }`,
    { umbrella: kept.id },
  );
  expect(errors).toBeUndefined();
  expect(data).toEqual({ members: { nodes: [{ id: member.id, memberships: [{ umbrella: { id: kept.id } }] }] }, without: { nodes: [] } });
  expect((await atlas.owner.query('select from memberships where member_id = $1', [uuidOf('Organisation', member.id, 'id')])).rows).toHaveLength(2);
});
