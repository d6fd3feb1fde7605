import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { toNodeId, uuidOf } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';

const ADMIN: Viewer = { role: 'ADMIN', subject: 'Workforce lead' };
interface UserError {
  readonly code: string;
  readonly path: readonly string[];
  readonly currentVersion: number | null;
}
type Payload = Record<string, unknown> & { readonly userErrors: readonly UserError[] };

let atlas: TestDatabase;
let course: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  course = await nodeOf('Course', 'courses', `code = 'safeguarding'`);
});
afterAll(() => atlas.close());

async function nodeOf(type: string, table: string, condition: string): Promise<string> {
  return toNodeId(type, await keyOf(table, condition));
}

async function keyOf(table: string, condition: string): Promise<string> {
  const { rows } = await atlas.owner.query<{ id: string }>(`select id from ${table} where ${condition}`);
  if (rows[0] === undefined) throw new Error(`Nothing in ${table} where ${condition}.`);
  return rows[0].id;
}

const organisation = (slug: string): Promise<string> => nodeOf('Organisation', 'organisations', `slug = '${slug}'`);
const coordinatorOf = async (code: string): Promise<Viewer> => ({ role: 'COORDINATOR', areaIds: [await keyOf('areas', `code = '${code}'`)] });
const editorOf = async (slug: string): Promise<Viewer> => ({ role: 'ORGANISATION_EDITOR', organisationIds: [await keyOf('organisations', `slug = '${slug}'`)] });

/** Makes a change by its documented operation. */
async function change(operation: string, input: object, viewer: Viewer = ADMIN): Promise<Payload> {
  const document = readFileSync(join(__dirname, `../../schema/operations/${operation}.graphql`), 'utf8');
  const { data, errors } = await atlas.ask<Record<string, Payload>>(document, { input }, viewer);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0] as Payload;
}

const codes = (payload: Payload): string[] => payload.userErrors.map((error) => `${error.code} ${error.path.join('.')}`.trim());

interface Session {
  readonly id: string;
  readonly freePlaces: number | null;
  readonly version: number;
  readonly district: { code: string } | null;
}
async function schedule(input: object = {}, viewer: Viewer = ADMIN): Promise<Session> {
  const done = await change('schedule-session', { course, heldOn: '2026-12-12', capacity: 4, area: 'E10000007', postcode: 'S40 1SG', ...input }, viewer);
  expect(done.userErrors).toEqual([]);
  return done.session as Session;
}

interface Booking {
  readonly key: string;
  readonly state: string;
  readonly version: number;
}
async function book(session: string, slug: string, places: number, viewer: Viewer = ADMIN): Promise<Booking> {
  const done = await change('book-places', { session, organisation: await organisation(slug), places }, viewer);
  expect(done.userErrors).toEqual([]);
  return done.booking as Booking;
}
const stateOf = async ({ key }: Booking): Promise<string> => (await atlas.owner.query<{ state: string }>('select state from bookings where id = $1', [key])).rows[0]?.state ?? '';

describe('a course', () => {
  it('is added with its scope, changed on its version, and has one code', async () => {
    const input = { code: 'first-aid', name: 'First aid', subject: 'OTHER', area: 'E10000007', validityMonths: 36, forUnder26: true, forCategories: ['YW'], forAreas: ['E10000007'] };
    const made = (await change('create-course', input, await coordinatorOf('E10000007'))).course as { id: string; version: number };
    expect(made).toMatchObject({ code: 'first-aid', forUnder26: true, forVolunteers: false, forCategories: [{ category: { code: 'YW' } }], forAreas: [{ area: { code: 'E10000007' } }], version: 1 });
    expect(codes(await change('create-course', input))).toEqual(['TAKEN code']);
    const changed = await change('update-course', { id: made.id, expectedVersion: 1, forUnder26: false, forCategories: null, validityMonths: null, closedOn: '2027-01-01' });
    expect(changed.course).toMatchObject({ forUnder26: false, forCategories: [], forAreas: [{ area: { code: 'E10000007' } }], validityMonths: null, closedOn: '2027-01-01', version: 2 });
    const late = await change('update-course', { id: made.id, expectedVersion: 1, name: 'Other' });
    expect(late.userErrors).toMatchObject([{ code: 'CONFLICT', currentVersion: 2 }]);
    expect(codes(await change('schedule-session', { course: made.id, heldOn: '2027-01-01' }))).toEqual(['INVALID heldOn']);
  });

  it.each([
    [{ code: 'Not A Code' }, 'INVALID code'],
    [{ name: ' ' }, 'INVALID name'],
    [{ cost: '-1' }, 'INVALID cost'],
    [{ cost: '1.005' }, 'INVALID cost'],
    [{ validityMonths: 0 }, 'INVALID validityMonths'],
    [{ area: 'E99999999' }, 'UNKNOWN_AREA area'],
    [{ forCategories: ['JUGGLING'] }, 'UNKNOWN_TERM forCategories'],
    [{ provider: 'bm9uc2Vuc2U' }, 'NOT_FOUND provider'],
  ])('with %j is refused as %s', async (wrong, code) => {
    expect(codes(await change('create-course', { code: 'wrong', name: 'Wrong', subject: 'OTHER', area: 'E10000007', ...wrong }))).toEqual([code]);
  });

  it('is kept by the coordinators of its area; one of no area by administrators', async () => {
    const elsewhere = await coordinatorOf('E10000015');
    expect(codes(await change('create-course', { code: 'theirs', name: 'Theirs', subject: 'OTHER', area: 'E10000007' }, elsewhere))).toEqual(['FORBIDDEN area']);
    expect(codes(await change('create-course', { code: 'nobodys', name: 'Nobody’s', subject: 'OTHER' }, elsewhere))).toEqual(['FORBIDDEN area']);
    expect(codes(await change('update-course', { id: course, expectedVersion: 1, level: 'High' }, elsewhere))).toEqual(['FORBIDDEN id']);
  });

  it('has a target for an area and year, set by who keeps the area, and taken away again', async () => {
    const input = { id: course, area: 'E07000039', year: 2027, organisations: 12 };
    const targets = async (more: object, viewer?: Viewer): Promise<unknown[]> => ((await change('set-training-target', { ...input, ...more }, viewer)).course as { targets: { area: { code: string }; year: number }[] }).targets.filter((one) => one.year === 2027);
    expect(await targets({}, await coordinatorOf('E07000039'))).toEqual([{ area: { code: 'E07000039' }, year: 2027, organisations: 12, version: 1 }]);
    expect(await targets({ organisations: 7, expectedVersion: 1 })).toEqual([{ area: { code: 'E07000039' }, year: 2027, organisations: 7, version: 2 }]);
    expect(await targets({ organisations: null, expectedVersion: 2 })).toEqual([]);
    expect(codes(await change('set-training-target', input, await coordinatorOf('E07000037')))).toEqual(['FORBIDDEN area']);
    expect(codes(await change('set-training-target', { ...input, year: 1066 }))).toEqual(['INVALID year']);
    expect(codes(await change('set-training-target', { ...input, organisations: -1 }))).toEqual(['INVALID organisations']);
  });
});

describe('a session', () => {
  it('lies in the district of its postcode; one that the list lacks is kept, its district not known', async () => {
    expect((await schedule()).district).toEqual({ code: 'E07000034' });
    expect((await schedule({ postcode: 'S40 9ZZ' })).district).toBeNull();
  });

  it.each([
    [{ starts: '9:30' }, 'INVALID starts'],
    [{ starts: '10:00', ends: '09:00' }, 'INVALID ends'],
    [{ capacity: 0 }, 'INVALID capacity'],
    [{ spent: '-3' }, 'INVALID spent'],
    [{ budget: 'mine' }, 'NOT_FOUND budget'],
    [{ course: 'bm9uc2Vuc2U' }, 'NOT_FOUND course'],
  ])('with %j is refused as %s', async (wrong, code) => {
    expect(codes(await change('schedule-session', { course, heldOn: '2026-12-12', area: 'E10000007', ...wrong }))).toEqual([code]);
  });

  it('is kept by the coordinators of its area', async () => {
    const session = await schedule({}, await coordinatorOf('E10000007'));
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 1, capacity: 9 }, await coordinatorOf('E10000015')))).toEqual(['FORBIDDEN id']);
    expect(codes(await change('schedule-session', { course, heldOn: '2026-12-12', area: 'E10000007' }, await coordinatorOf('E10000015')))).toEqual(['FORBIDDEN area']);
  });

  it('of a course of an area is held within it, or where those say who keep the course; one of no area’s course in any', async () => {
    const held = async (of: string, area: string, viewer: Viewer): Promise<string[]> =>
      codes(await change('schedule-session', { course: await nodeOf('Course', 'courses', `code = '${of}'`), heldOn: '2026-11-20', area }, viewer));
    const [derbyshire, hertfordshire] = [await coordinatorOf('E10000007'), await coordinatorOf('E10000015')];
    const ofBoth: Viewer = { role: 'COORDINATOR', areaIds: [...(derbyshire.areaIds ?? []), ...(hertfordshire.areaIds ?? [])] };
    expect(await held('common-core', 'E10000015', hertfordshire)).toEqual(['FORBIDDEN area']);
    expect(await held('common-core', 'E07000034', await coordinatorOf('E07000034'))).toEqual([]);
    expect(await held('common-core', 'E10000015', ofBoth)).toEqual([]);
    expect(await held('safeguarding', 'E10000015', hertfordshire)).toEqual([]);
  });

  it('is cancelled once, and not when people came', async () => {
    const session = await schedule();
    expect((await change('cancel-session', { id: session.id, expectedVersion: 1 })).session).toMatchObject({ cancelledOn: '2026-11-21', version: 2 });
    expect(codes(await change('cancel-session', { id: session.id, expectedVersion: 2 }))).toEqual(['ALREADY id']);
    const held = await nodeOf('TrainingSession', 'training_sessions', `id = (select session_id from attendances limit 1)`);
    expect(codes(await change('cancel-session', { id: held, expectedVersion: 1 }))).toEqual(['INVALID id']);
  });

  it('is not made smaller than what is booked', async () => {
    const session = await schedule();
    await book(session.id, 'glossop-glow', 3);
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 1, capacity: 2 }))).toEqual(['OVER_CAPACITY capacity']);
  });
});

describe('what a session cost', () => {
  let euros: string;
  beforeAll(async () => {
    const made = await change('record-training-budget', { name: 'Exchange with Normandy', area: 'E10000007', from: '2026-04-01', amount: '900', currency: 'EUR', source: 'Minutes' });
    euros = (made.budget as { key: string }).key;
  });

  async function cost({ id }: Session): Promise<unknown> {
    return (await atlas.owner.query('select spent::text, currency from training_sessions where id = $1', [uuidOf('TrainingSession', id, 'id')])).rows[0];
  }

  it('is in the currency of the course again once no budget pays for it', async () => {
    const session = await schedule({ budget: euros });
    expect(await cost(session)).toEqual({ spent: null, currency: 'EUR' });
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 1, budget: null, spent: '40' }))).toEqual([]);
    expect(await cost(session)).toEqual({ spent: '40.00', currency: 'GBP' });
  });

  it('is not told in another currency by a change of budget, unless it is said again or taken away', async () => {
    const session = await schedule({ spent: '120.50' });
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 1, budget: euros }))).toEqual(['INVALID spent']);
    expect(await cost(session)).toEqual({ spent: '120.50', currency: 'GBP' });
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 1, budget: euros, spent: '140' }))).toEqual([]);
    expect(await cost(session)).toEqual({ spent: '140.00', currency: 'EUR' });
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 2, budget: euros }))).toEqual([]);
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 3, budget: null }))).toEqual(['INVALID spent']);
    expect(codes(await change('update-session', { id: session.id, expectedVersion: 3, budget: null, spent: null }))).toEqual([]);
    expect(await cost(session)).toEqual({ spent: null, currency: 'GBP' });
  });
});

describe('a booking', () => {
  it('waits at a full session; a cancelled one lets the first of those who wait up, as far as they fit', async () => {
    const session = await schedule({ capacity: 4 });
    const first = await book(session.id, 'glossop-glow', 3);
    const big = await book(session.id, 'st-wulfrics-seekers', 4);
    const small = await book(session.id, 'goyt-girls', 2);
    const last = await book(session.id, 'buxton-bubble-baby-bank', 1);
    // The last one fits beside the first; the two before it do not.
    expect([first.state, big.state, small.state, last.state]).toEqual(['BOOKED', 'WAITING', 'WAITING', 'BOOKED']);
    expect((await change('cancel-booking', { id: first.key, expectedVersion: first.version })).booking).toMatchObject({ state: 'CANCELLED' });
    expect([await stateOf(big), await stateOf(small)]).toEqual(['WAITING', 'BOOKED']);
    expect(codes(await change('cancel-booking', { id: first.key, expectedVersion: 2 }))).toEqual(['ALREADY id']);
    expect((await book(session.id, 'glossop-glow', 1)).state).toBe('BOOKED');
  });

  it('moves up when the session is made larger', async () => {
    const session = await schedule({ capacity: 2 });
    await book(session.id, 'glossop-glow', 2);
    const waits = await book(session.id, 'goyt-girls', 2);
    await change('update-session', { id: session.id, expectedVersion: 1, capacity: 4 });
    expect(await stateOf(waits)).toBe('BOOKED');
  });

  it('does not move up once the session is over, however large it is said to have been: who never had a place has not stayed away', async () => {
    const session = await schedule({ capacity: 2 });
    await book(session.id, 'glossop-glow', 2);
    const waits = await book(session.id, 'goyt-girls', 2);
    await change('update-session', { id: session.id, expectedVersion: 1, heldOn: '2026-11-20' });
    await change('update-session', { id: session.id, expectedVersion: 2, capacity: 9 });
    expect(await stateOf(waits)).toBe('WAITING');
  });

  it('for the last place is had by one of two who ask at once; the other waits', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const session = await schedule({ capacity: 1 });
      const both = await Promise.all(['glossop-glow', 'goyt-girls'].map((slug) => book(session.id, slug, 1)));
      expect(both.map((one) => one.state).sort()).toEqual(['BOOKED', 'WAITING']);
    }
  });

  it('is made by an editor for its own organisation, by a coordinator for those of its area or at its sessions, and by nobody else', async () => {
    const session = await schedule({ capacity: 9 });
    expect((await book(session.id, 'glossop-glow', 1, await editorOf('glossop-glow'))).state).toBe('BOOKED');
    expect((await book(session.id, 'goyt-girls', 1, await coordinatorOf('E07000037'))).state).toBe('BOOKED');
    expect((await book(session.id, 'hitchin-hive', 1, await coordinatorOf('E10000007'))).state).toBe('BOOKED');
    const input = { session: session.id, organisation: await organisation('rother-recovery'), places: 1 };
    expect(codes(await change('book-places', input, await editorOf('glossop-glow')))).toEqual(['FORBIDDEN organisation']);
    expect(codes(await change('book-places', input, await coordinatorOf('E10000015')))).toEqual(['FORBIDDEN organisation']);
  });

  it('is refused twice, past what the session holds, at one that is over or cancelled, and for one that is closed', async () => {
    const session = await schedule({ capacity: 4 });
    const ask = async (input: object): Promise<string[]> => codes(await change('book-places', { session: session.id, organisation: await organisation('glossop-glow'), places: 1, ...input }));
    await book(session.id, 'glossop-glow', 1);
    expect(await ask({})).toEqual(['ALREADY organisation']);
    expect(await ask({ organisation: await organisation('goyt-girls'), places: 5 })).toEqual(['OVER_CAPACITY places']);
    expect(await ask({ places: 0 })).toEqual(['INVALID places']);
    expect(await ask({ session: (await schedule({ heldOn: '2026-11-20' })).id })).toEqual(['NOT_OPEN session']);
    const cancelled = await schedule();
    await change('cancel-session', { id: cancelled.id, expectedVersion: 1 });
    expect(await ask({ session: cancelled.id })).toEqual(['NOT_OPEN session']);
    expect(await ask({ organisation: await organisation('kirk-hallam-kickabout') })).toEqual(['CLOSED organisation']);
  });
});

describe('attendance', () => {
  const came = async (session: string, slug: string, people: object[], viewer?: Viewer, expectedVersion?: number): Promise<Payload> =>
    change('record-attendance', { session, organisation: await organisation(slug), came: people, source: 'Sheet', expectedVersion }, viewer);

  it('replaces what was on record of the organisation and the session, and an empty list takes it away', async () => {
    const session = await schedule({ heldOn: '2026-11-20', capacity: 10 });
    await came(session.id, 'glossop-glow', [{ kind: 'STAFF', people: 1 }, { kind: 'VOLUNTEER', people: 2 }]);
    const done = await came(session.id, 'glossop-glow', [{ kind: 'VOLUNTEER', people: 3 }], ADMIN, 1);
    expect(done.session).toMatchObject({ attendances: [{ kind: 'VOLUNTEER', people: 3, validUntil: '2029-11-19', source: 'Sheet' }] });
    const { version } = (done.session as { attendances: { version: number }[] }).attendances[0] as { version: number };
    expect((await came(session.id, 'glossop-glow', [], ADMIN, version)).session).toMatchObject({ attendances: [] });
  });

  it('is refused over capacity, at a session to come or cancelled, by an organisation that was closed, and by who does not keep the session', async () => {
    const session = await schedule({ heldOn: '2026-11-20', capacity: 4 });
    await came(session.id, 'glossop-glow', [{ kind: 'STAFF', people: 3 }]);
    expect(codes(await came(session.id, 'goyt-girls', [{ kind: 'VOLUNTEER', people: 2 }]))).toEqual(['OVER_CAPACITY came']);
    expect((await atlas.owner.query('select sum(people)::int as n from attendances where session_id = $1', [await keyOf('training_sessions', `held_on = '2026-11-20' and capacity = 4 order by created_at, id desc limit 1`)])).rows).toEqual([{ n: 3 }]);
    expect(codes(await came(session.id, 'kirk-hallam-kickabout', [{ kind: 'STAFF', people: 1 }]))).toEqual(['CLOSED organisation']);
    expect(codes(await came((await schedule()).id, 'goyt-girls', [{ kind: 'STAFF', people: 1 }]))).toEqual(['NOT_HELD session']);
    const cancelled = await schedule({ heldOn: '2026-11-20' });
    await change('cancel-session', { id: cancelled.id, expectedVersion: 1 });
    expect(codes(await came(cancelled.id, 'goyt-girls', [{ kind: 'STAFF', people: 1 }]))).toEqual(['NOT_HELD session']);
    expect(codes(await came(session.id, 'goyt-girls', [{ kind: 'STAFF', people: 1 }], await coordinatorOf('E10000015')))).toEqual(['FORBIDDEN session']);
    expect(codes(await came(session.id, 'goyt-girls', [{ kind: 'STAFF', people: 0 }]))).toEqual(['INVALID came.0.people']);
    expect(codes(await came(session.id, 'goyt-girls', [{ kind: 'STAFF', people: 1 }, { kind: 'STAFF', people: 1 }]))).toEqual(['INVALID came']);
  });

  it('makes an organisation trained from that day on, and was not known before it was recorded', async () => {
    const session = await schedule({ heldOn: '2026-11-20' });
    await came(session.id, 'hope-valley-youth-wheels', [{ kind: 'VOLUNTEER', people: 1 }]);
    const current = async (more: object): Promise<boolean | undefined> => {
      const { data } = await atlas.ask<{ trainingOrganisations: { nodes: { current: boolean; organisation: { slug: string } }[] } }>(
        'query ($filter: TrainingFilter!) { trainingOrganisations(first: 100, filter: $filter) { nodes { current organisation { slug } } } }',
        { filter: { course: 'safeguarding', area: 'E07000037', ...more } },
        ADMIN,
      );
      return data?.trainingOrganisations.nodes.find((node) => node.organisation.slug === 'hope-valley-youth-wheels')?.current;
    };
    expect([await current({}), await current({ asOf: '2026-11-19' }), await current({ knownAt: '2026-11-21T11:00:00Z' })]).toEqual([true, false, false]);
  });

  it('that was corrected or taken away is told as it was known before', async () => {
    const session = await schedule({ course: await nodeOf('Course', 'courses', `code = 'commissioning'`), heldOn: '2026-11-20', capacity: 10 });
    const people = async (knownAt?: string): Promise<object | undefined> => {
      const { data, errors } = await atlas.ask<{ trainingUptake: { whole: { people: object } } }>(
        'query ($area: String!, $course: String!, $knownAt: DateTime) { trainingUptake(area: $area, course: $course, knownAt: $knownAt) { whole { people { staff volunteers } } } }',
        { course: 'commissioning', area: 'E07000037', knownAt: knownAt ?? null }, ADMIN,
      );
      expect(errors).toBeUndefined();
      return data?.trainingUptake.whole.people;
    };
    const before = await people() as { staff: number; volunteers: number };
    const more = (staff: number, volunteers: number): object => ({ staff: before.staff + staff, volunteers: before.volunteers + volunteers });
    expect((await came(session.id, 'hope-valley-youth-wheels', [{ kind: 'STAFF', people: 3 }, { kind: 'VOLUNTEER', people: 1 }])).userErrors).toEqual([]);
    await atlas.owner.query(`update attendances set recorded_at = '2026-11-20T18:00:00Z' where session_id = $1`, [uuidOf('TrainingSession', session.id, 'session')]);
    expect((await came(session.id, 'hope-valley-youth-wheels', [{ kind: 'STAFF', people: 5 }], ADMIN, 2)).userErrors).toEqual([]);
    expect([await people(), await people('2026-11-20T19:00:00Z'), await people('2026-11-20T17:00:00Z'), await people('2026-11-21T23:00:00Z')]).toEqual([more(5, 0), more(3, 1), before, more(5, 0)]);
  });
});

describe('the Passport', () => {
  it('gets a unit behind the last, which volunteers can complete from then on', async () => {
    const made = await change('create-passport-unit', { code: 'MENTOR', name: ' Mentoring others ', prerequisites: ['CORE', 'PRACTICE'] });
    expect([made.userErrors, made.unit]).toMatchObject([[], { code: 'MENTOR', name: 'Mentoring others', position: 6, description: null, version: 1 }]);
    const done = await change('record-passport-progress', { id: await organisation('hope-valley-youth-wheels'), unit: 'MENTOR', countedOn: '2026-11-01', volunteers: 2 });
    expect(done.userErrors).toEqual([]);
  });

  it('is not changed to what cannot be: a code twice, a circle, an unknown unit, a version that is over', async () => {
    const update = async (input: object): Promise<string[]> => codes(await change('update-passport-unit', { id: 'WELCOME', expectedVersion: 1, ...input }));
    expect(codes(await change('create-passport-unit', { code: 'CORE', name: 'Core again' }))).toEqual(['TAKEN code']);
    expect(codes(await change('create-passport-unit', { code: 'core 2', name: 'Core again' }))).toEqual(['INVALID code']);
    expect([await update({ prerequisites: ['CERTIFICATE'] }), await update({ prerequisites: ['WELCOME'] }), await update({ prerequisites: ['CORE', 'NONE'] })]).toEqual([['INVALID prerequisites'], ['INVALID prerequisites'], ['UNKNOWN_UNIT prerequisites.1']]);
    expect([await update({ expectedVersion: 2 }), await update({ position: 0 }), await update({ id: 'NONE' })]).toEqual([['CONFLICT expectedVersion'], ['INVALID position'], ['NOT_FOUND id']]);
    expect((await change('update-passport-unit', { id: 'CERTIFICATE', expectedVersion: 1, name: 'Certificate', prerequisites: [] })).unit).toMatchObject({ name: 'Certificate', position: 5, prerequisites: [], version: 2 });
  });
});

describe('the workforce', () => {
  it('takes duties on and gives them up', async () => {
    const id = await organisation('goyt-girls');
    const duty = { id, duty: 'MAT_LIST', area: 'E07000037', from: '2026-01-01', source: 'List' };
    const made = (await change('record-duty', duty, await coordinatorOf('E10000007'))).organisation as { duties: { key: string }[] };
    expect(made.duties).toMatchObject([{ duty: 'MAT_LIST', area: { code: 'E07000037' }, from: '2026-01-01', to: null, version: 1 }]);
    expect(codes(await change('record-duty', { ...duty, from: '2026-05-01' }))).toEqual(['ALREADY from']);
    expect(codes(await change('record-duty', { ...duty, area: null }))).toEqual(['INVALID area']);
    expect(codes(await change('record-duty', { ...duty, from: '2027-02-01', to: '2027-01-01' }))).toEqual(['INVALID to']);
    const key = made.duties[0]?.key;
    expect(codes(await change('end-duty', { id: key, expectedVersion: 1, lastDay: '2025-12-31' }))).toEqual(['INVALID lastDay']);
    expect((await change('end-duty', { id: key, expectedVersion: 1, lastDay: '2026-11-20' })).organisation).toMatchObject({ duties: [] });
    expect(codes(await change('end-duty', { id: key, expectedVersion: 1, lastDay: '2026-11-20' }))).toEqual(['CONFLICT expectedVersion']);
    expect(codes(await change('record-duty', duty, await coordinatorOf('E10000015')))).toEqual(['FORBIDDEN id']);
  });

  it('is on the list of a team where the organisation is or serves, or whose area is kept too', async () => {
    const listed = async (slug: string, area: string, viewer: Viewer): Promise<string[]> => codes(await change('record-duty', { id: await organisation(slug), duty: 'MAST', area, from: '2026-01-01' }, viewer));
    const [derbyshire, stevenage] = [await coordinatorOf('E10000007'), await coordinatorOf('E07000243')];
    const ofBoth: Viewer = { role: 'COORDINATOR', areaIds: [...(derbyshire.areaIds ?? []), ...(stevenage.areaIds ?? [])] };
    expect(await listed('glossop-glow', 'E07000243', derbyshire)).toEqual(['FORBIDDEN area']);
    expect([await listed('glossop-glow', 'E07000037', derbyshire), await listed('glossop-glow', 'E10000007', derbyshire)]).toEqual([[], []]);
    expect(await listed('two-shires-sight', 'E07000243', derbyshire)).toEqual([]);
    expect(await listed('glossop-glow', 'E07000243', ofBoth)).toEqual([]);
  });

  it('counts the Passport, a count of the same day replaced', async () => {
    const editor = await editorOf('goyt-girls');
    const count = { id: await organisation('goyt-girls'), unit: 'WELCOME', countedOn: '2026-11-01', volunteers: 4 };
    await change('record-passport-progress', count, editor);
    expect((await change('record-passport-progress', { ...count, volunteers: 5, expectedVersion: 1 }, editor)).organisation).toMatchObject({ passportProgress: [{ unit: { code: 'WELCOME' }, countedOn: '2026-11-01', volunteers: 5 }] });
    expect(codes(await change('record-passport-progress', { ...count, unit: 'JUGGLING' }, editor))).toEqual(['UNKNOWN_UNIT unit']);
    expect(codes(await change('record-passport-progress', { ...count, countedOn: '2026-11-22' }, editor))).toEqual(['INVALID countedOn']);
    expect(codes(await change('record-passport-progress', { ...count, volunteers: -1 }, editor))).toEqual(['INVALID volunteers']);
    expect(codes(await change('record-passport-progress', count, await editorOf('glossop-glow')))).toEqual(['FORBIDDEN id']);
  });

  it('says what it needs to learn, and when that was met', async () => {
    const id = await organisation('goyt-girls');
    const made = (await change('record-development-need', { id, subject: 'SAFEGUARDING', need: 'A course in the evening.', people: 2, recordedOn: '2026-11-01' }, await editorOf('goyt-girls'))).organisation as { developmentNeeds: { key: string }[] };
    const key = made.developmentNeeds[0]?.key;
    expect(codes(await change('meet-development-need', { id: key, expectedVersion: 1, metOn: '2026-10-31' }))).toEqual(['INVALID metOn']);
    expect((await change('meet-development-need', { id: key, expectedVersion: 1 })).organisation).toMatchObject({ developmentNeeds: [{ metOn: '2026-11-21', version: 2 }] });
    expect(codes(await change('record-development-need', { id, subject: 'OTHER', need: ' ' }))).toEqual(['INVALID need']);
  });

  it('has budgets, from which sessions are paid', async () => {
    const made = (await change('record-training-budget', { name: 'Small grants', area: 'E10000007', from: '2026-04-01', to: '2027-03-31', amount: '500', source: 'Minutes' }, await coordinatorOf('E10000007'))).budget as { key: string };
    expect(made).toMatchObject({ amount: { amount: '500.00', currency: 'GBP' }, from: '2026-04-01', to: '2027-03-31' });
    await schedule({ heldOn: '2026-11-02', budget: made.key, spent: '120.50' });
    const { data } = await atlas.ask<{ trainingBudgets: { name: string; spent: { amount: string } }[] }>('{ trainingBudgets(area: "E10000007") { name spent { amount } } }', {}, ADMIN);
    expect(data?.trainingBudgets.find((one) => one.name === 'Small grants')).toEqual({ name: 'Small grants', spent: { amount: '120.50' } });
    expect(codes(await change('record-training-budget', { name: 'Theirs', area: 'E10000007', from: '2026-04-01', amount: '1', source: 'x' }, await coordinatorOf('E10000015')))).toEqual(['FORBIDDEN area']);
  });
});

test('a change sent twice under one key is made once', async () => {
  const session = await schedule({ capacity: 3 });
  const input = { session: session.id, organisation: await organisation('glossop-glow'), places: 1, clientMutationId: 'book-once' };
  const [one, other] = [await change('book-places', input), await change('book-places', input)];
  expect(other).toEqual(one);
});

test('the history of an organisation and of a session says what was done, in sentences', async () => {
  const session = await schedule({ capacity: 3 });
  await book(session.id, 'two-shires-sight', 2);
  await change('update-session', { id: session.id, expectedVersion: 1, capacity: 5 });
  const sentences = async (nodeId: string): Promise<string[]> => {
    const { data } = await atlas.ask<{ history: { nodes: { sentences: string[] }[] } }>('query ($nodeId: ID!) { history(nodeId: $nodeId, first: 1) { nodes { sentences } } }', { nodeId }, ADMIN);
    return data?.history.nodes[0]?.sentences ?? [];
  };
  expect(await sentences(await organisation('two-shires-sight'))).toEqual(['Workforce lead added the booking of “Safeguarding children and young people, 2026-12-12”.']);
  expect(await sentences(session.id)).toEqual(['Workforce lead changed the number of people that it holds from “3” to “5”.']);
});

test('a unit of the Passport that is sent again under its key is made once, and changed once', async () => {
  const made = { code: 'SENT-AGAIN', name: 'Sent again', clientMutationId: 'one unit' };
  const first = await change('create-passport-unit', made);
  expect(first).toMatchObject({ unit: { code: 'SENT-AGAIN', version: 1 }, userErrors: [] });
  expect(await change('create-passport-unit', made)).toEqual(first);
  const changed = { id: 'SENT-AGAIN', expectedVersion: 1, name: 'Sent twice', clientMutationId: 'one change' };
  const second = await change('update-passport-unit', changed);
  expect(second).toMatchObject({ unit: { name: 'Sent twice', version: 2 }, userErrors: [] });
  expect(await change('update-passport-unit', changed)).toEqual(second);
});
