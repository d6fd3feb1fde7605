import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Workforce lead' };
const SESSION = `query ($id: ID!) { node(id: $id) { ... on TrainingSession {
  freePlaces bookings { places state organisation { id } } attendances { kind people organisation { id } } } } }`;

interface Session {
  readonly freePlaces: number | null;
  readonly bookings: { places: number; state: string; organisation: { id: string } }[];
  readonly attendances: { kind: string; people: number; organisation: { id: string } }[];
}
interface Organisation {
  readonly id: string;
  readonly version: number;
}
type Payload = Record<string, unknown> & { readonly userErrors: readonly { code: string; path: readonly string[] }[] };

let atlas: TestDatabase;
let course: string;
let number = 0;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  course = toNodeId('Course', (await atlas.owner.query<{ id: string }>(`select id from courses where code = 'safeguarding'`)).rows[0]?.id ?? '');
});
afterAll(() => atlas.close());

/** Makes a change by its documented operation. */
async function attempt(operation: string, input: object): Promise<Payload> {
  const document = readFileSync(join(__dirname, `../../schema/operations/${operation}.graphql`), 'utf8');
  const { data, errors } = await atlas.ask<Record<string, Payload>>(document, { input }, ADMIN);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0] as Payload;
}

async function change(operation: string, input: object): Promise<Payload> {
  const payload = await attempt(operation, input);
  expect(payload.userErrors).toEqual([]);
  return payload;
}

async function make(): Promise<Organisation> {
  number += 1;
  return (await change('create-organisation', { name: `Came Twice ${number}`, directoryArea: 'E10000007' })).organisation as Organisation;
}

async function schedule(input: object): Promise<string> {
  return ((await change('schedule-session', { course, area: 'E10000007', ...input })).session as { id: string }).id;
}

async function session(id: string): Promise<Session> {
  const { data, errors } = await atlas.ask<{ node: Session }>(SESSION, { id }, { role: 'ANALYST', subject: 'Analyst' });
  expect(errors).toBeUndefined();
  if (data === null) throw new Error('not read');
  return data.node;
}

const book = (at: string, { id }: Organisation, places: number): Promise<Payload> => change('book-places', { session: at, organisation: id, places });
const merge = (kept: Organisation, merged: Organisation): Promise<Payload> =>
  change('merge-organisations', { id: kept.id, expectedVersion: 1, mergedId: merged.id, mergedExpectedVersion: 1 });
const part = (kept: Organisation, merged: Organisation): Promise<Payload> => change('undo-merge', { id: kept.id, expectedVersion: 2, mergedId: merged.id });

describe('a session for which both entries of a merger are booked', () => {
  it('tells the booking of the kept one alone, and both when they are apart again', async () => {
    const at = await schedule({ heldOn: '2026-12-12', capacity: 6 });
    const [kept, merged] = [await make(), await make()];
    await book(at, kept, 2);
    await book(at, merged, 3);
    await merge(kept, merged);
    expect(await session(at)).toMatchObject({ freePlaces: 4, bookings: [{ places: 2, state: 'BOOKED', organisation: { id: kept.id } }] });
    await part(kept, merged);
    expect(await session(at)).toMatchObject({ freePlaces: 1, bookings: [{ organisation: { id: kept.id } }, { organisation: { id: merged.id } }] });
  });

  it('gives the places that are free to who books next', async () => {
    const at = await schedule({ heldOn: '2026-12-12', capacity: 3 });
    const [kept, merged, other] = [await make(), await make(), await make()];
    await book(at, kept, 1);
    await book(at, merged, 2);
    await merge(kept, merged);
    expect((await book(at, other, 2)).booking).toMatchObject({ state: 'BOOKED' });
    expect(await session(at)).toMatchObject({ freePlaces: 0, bookings: [{ organisation: { id: kept.id } }, { organisation: { id: other.id } }] });
  });

  it('lets nobody up in the name of the merged one', async () => {
    const at = await schedule({ heldOn: '2026-12-12', capacity: 2 });
    const [kept, merged, other, last] = [await make(), await make(), await make(), await make()];
    const first = (await book(at, other, 2)).booking as { key: string; version: number };
    await book(at, merged, 1);
    await book(at, kept, 1);
    await book(at, last, 1);
    await merge(kept, merged);
    await change('cancel-booking', { id: first.key, expectedVersion: first.version });
    const { freePlaces, bookings } = await session(at);
    expect(freePlaces).toBe(0);
    expect(bookings.filter(({ state }) => state === 'BOOKED').map(({ organisation }) => organisation.id).sort()).toEqual([kept.id, last.id].sort());
  });

  it('is made as small as what is told of it', async () => {
    const at = await schedule({ heldOn: '2026-12-12', capacity: 5 });
    const [kept, merged] = [await make(), await make()];
    await book(at, kept, 2);
    await book(at, merged, 3);
    await merge(kept, merged);
    expect((await change('update-session', { id: at, expectedVersion: 1, capacity: 2 })).session).toMatchObject({ capacity: 2 });
  });
});

describe('a session to which both entries of a merger came', () => {
  const came = (at: string, { id }: Organisation, people: number, more: object = {}): Promise<Payload> =>
    change('record-attendance', { session: at, organisation: id, came: [{ kind: 'STAFF', people }], ...more });

  it('tells those of the kept one alone, and both when they are apart again', async () => {
    const at = await schedule({ heldOn: '2026-11-14' });
    const [kept, merged] = [await make(), await make()];
    await came(at, kept, 2);
    await came(at, merged, 3);
    await merge(kept, merged);
    expect((await session(at)).attendances).toEqual([{ kind: 'STAFF', people: 2, organisation: { id: kept.id } }]);
    await part(kept, merged);
    expect((await session(at)).attendances).toHaveLength(2);
  });

  it('holds as many people as are told', async () => {
    const at = await schedule({ heldOn: '2026-11-14', capacity: 4 });
    const [kept, merged, other] = [await make(), await make(), await make()];
    await came(at, kept, 1);
    await came(at, merged, 2);
    await merge(kept, merged);
    await came(at, other, 3);
    expect((await session(at)).attendances.reduce((sum, { people }) => sum + people, 0)).toBe(4);
  });
});
