import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '../../src/access/viewer';
import { openTestDatabase, type TestDatabase } from '../support';

const ANALYST: Viewer = { role: 'ANALYST' };
const operation = (name: string): string => readFileSync(join(__dirname, `../../schema/operations/${name}.graphql`), 'utf8');
const UPTAKE = operation('training-uptake');
const ORGANISATIONS = 'query ($filter: TrainingFilter!) { trainingOrganisations(first: 100, filter: $filter) { totalCount nodes { organisation { slug } } } }';

interface Figure {
  readonly count: number;
  readonly filter: object;
}
const FIGURES = [
  'inScope', 'scopeNotKnown', 'current', 'lapsed', 'neverAttended', 'expiring', 'bookedAndDidNotCome', 'reached', 'withSessionInOwnDistrict', 'bySaturdayOnly', 'byWeekdayOnly',
  'bySaturdayAndWeekday', 'byEveningOnly',
] as const;
type Row = Readonly<Record<(typeof FIGURES)[number], Figure>> & {
  readonly area: { readonly code: string } | null;
  readonly uptake: number | null;
  readonly target: number | null;
  readonly people: object;
  readonly costs: object;
};
interface Uptake {
  readonly trainingUptake: { readonly districts: readonly Row[]; readonly notPlaced: Row; readonly whole: Row };
}

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'sample' })));
afterAll(() => atlas.close());

async function uptake(variables: Record<string, unknown>): Promise<Uptake['trainingUptake']> {
  const { data, errors } = await atlas.ask<Uptake>(UPTAKE, variables, ANALYST);
  expect(errors).toBeUndefined();
  return (data as Uptake).trainingUptake;
}

async function slugs(filter: object): Promise<string[]> {
  const { data, errors } = await atlas.ask<{ trainingOrganisations: { totalCount: number; nodes: { organisation: { slug: string } }[] } }>(ORGANISATIONS, { filter }, ANALYST);
  expect(errors).toBeUndefined();
  return data?.trainingOrganisations.nodes.map((node) => node.organisation.slug).sort() ?? [];
}

/**
 * Safeguarding in High Peak, read by hand from the files of the sample: who is based there and what ages each serves,
 * who came when (36 months), who booked. The year runs from April.
 */
const BY_HAND = [
  // Organisation, in scope, last attendance, valid until; as of 21 November 2026.
  ['buxton-bubble-baby-bank', true, '2025-02-08', '2028-02-07'],
  ['combs-chapel-community-room', null, '2025-02-08', '2028-02-07'],
  ['dark-peak-mountain-rescue-cadets', true, '2025-02-08', '2028-02-07'],
  ['glossop-glow', true, '2025-09-18', '2028-09-17'],
  ['goyt-girls', true, '2025-09-18', '2028-09-17'],
  ['gritstone-youth-club-federation', true, null, null],
  ['high-moors-voluntary-support', true, '2026-01-24', '2029-01-23'],
  ['hope-valley-youth-wheels', true, null, null],
  ['pavilion-play-therapy', true, '2026-05-16', '2029-05-15'],
  ['st-wulfrics-seekers', true, null, null],
] as const;

test('how each organisation of a district stands is what a table read by hand says', async () => {
  const { data } = await atlas.ask<{ trainingOrganisations: { nodes: { organisation: { slug: string }; inScope: boolean | null; lastAttendedOn: string | null; validUntil: string | null }[] } }>(
    'query ($filter: TrainingFilter!) { trainingOrganisations(first: 100, filter: $filter) { nodes { organisation { slug } inScope lastAttendedOn validUntil } } }',
    { filter: { course: 'safeguarding', area: 'E07000037', placed: true } },
    ANALYST,
  );
  const told = data?.trainingOrganisations.nodes.map((node) => [node.organisation.slug, node.inScope, node.lastAttendedOn, node.validUntil]);
  expect(told?.sort()).toEqual(BY_HAND.map((row) => [...row]));
});

interface Counted {
  readonly asked: Record<string, unknown>;
  readonly counts: Readonly<Record<(typeof FIGURES)[number], number>>;
  readonly others: object;
}

/** High Peak once more, counted by hand from the table above and the files of the sample: three questions, three rows. */
const COUNTED: readonly Counted[] = [
  {
    asked: { course: 'safeguarding' },
    counts: {
      inScope: 9, scopeNotKnown: 1, current: 6, lapsed: 0, neverAttended: 3, expiring: 0,
      // High Moors had places in Glossop on 16 May; Play Therapy alone came in the year, on that Saturday.
      bookedAndDidNotCome: 1, reached: 1, withSessionInOwnDistrict: 9, bySaturdayOnly: 1, byWeekdayOnly: 0, bySaturdayAndWeekday: 0, byEveningOnly: 0,
    },
    others: {
      uptake: 0.6667, target: 9, people: { staff: 1, volunteers: 0, trustees: 2 },
      // The session in Glossop: £2,140 for the five organisations that came, from anywhere.
      costs: { sessions: 1, attendanceNotRecorded: 0, spentNotKnown: 0, spent: { amount: '2140.00' }, organisations: 5, perOrganisation: { amount: '428.00' } },
    },
  },
  {
    asked: { course: 'safeguarding', asOf: '2026-03-18', months: 23 },
    counts: {
      // Play Therapy had come on 18 March 2023. The Baby Bank's and the Cadets' day lasts to 7 February 2028, within 23 months.
      inScope: 9, scopeNotKnown: 1, current: 5, lapsed: 1, neverAttended: 3, expiring: 2,
      // Glow and Goyt Girls came on the evening of Thursday 18 September, High Moors on Saturday 24 January. Nothing was held in High Peak.
      bookedAndDidNotCome: 0, reached: 3, withSessionInOwnDistrict: 0, bySaturdayOnly: 1, byWeekdayOnly: 2, bySaturdayAndWeekday: 0, byEveningOnly: 2,
    },
    others: { uptake: 0.5556, target: null, people: { staff: 2, volunteers: 2, trustees: 2 }, costs: { sessions: 0, spent: null, organisations: 0, perOrganisation: null } },
  },
  {
    asked: { course: 'information-sharing' },
    counts: {
      // Play Therapy alone is contracted. It came on Saturday 13 June, High Moors on Wednesday 4 November, Glow to both.
      inScope: 1, scopeNotKnown: 0, current: 1, lapsed: 0, neverAttended: 0, expiring: 0,
      bookedAndDidNotCome: 0, reached: 3, withSessionInOwnDistrict: 0, bySaturdayOnly: 1, byWeekdayOnly: 1, bySaturdayAndWeekday: 1, byEveningOnly: 0,
    },
    others: { uptake: 1, target: null, people: { staff: 2, volunteers: 4, trustees: 0 }, costs: { sessions: 0, spent: null } },
  },
];

test.each(COUNTED)('counted by hand, the figures of a district are the same: $asked', async ({ asked, counts, others }) => {
  const row = (await uptake({ area: 'E10000007', ...asked })).districts.find((one) => one.area?.code === 'E07000037');
  expect(Object.fromEntries(FIGURES.map((name) => [name, row?.[name].count]))).toEqual(counts);
  expect(row).toMatchObject(others);
});

test('no column is nought in all of the rows that were counted by hand', () => {
  expect(FIGURES.filter((name) => COUNTED.every(({ counts }) => counts[name] === 0))).toEqual([]);
});

test('a day after the last valid one an attendance has lapsed', async () => {
  const lapsed = async (asOf: string): Promise<string[]> => slugs({ course: 'safeguarding', area: 'E07000037', standing: ['LAPSED'], asOf });
  expect(await lapsed('2026-03-17')).toEqual([]);
  expect(await lapsed('2026-03-18')).toEqual(['pavilion-play-therapy']);
});

test('an attendance expires within months when its last valid day is at most so far away', async () => {
  const expiring = async (asOf: string, months: number): Promise<string[]> => slugs({ course: 'safeguarding', area: 'E07000037', standing: ['EXPIRING'], asOf, months });
  expect(await expiring('2026-03-17', 0)).toEqual(['pavilion-play-therapy']);
  expect(await expiring('2025-12-16', 3)).toEqual([]);
  expect(await expiring('2025-12-17', 3)).toEqual(['pavilion-play-therapy']);
});

test.each([
  ['E10000007', 'safeguarding'],
  ['E10000015', 'common-assessment'],
  ['E07000103', 'safeguarding'],
  ['E10000007', 'commissioning'],
  ['E10000007', 'information-sharing'],
])('in %s every figure of %s opens up into exactly so many rows', async (area, course) => {
  const { districts, notPlaced, whole } = await uptake({ area, course });
  for (const row of [...districts, notPlaced, whole]) {
    for (const name of FIGURES) {
      const { count, filter } = row[name];
      if (count === 0 && row !== whole) continue;
      expect([row.area?.code, name, (await slugs(filter)).length]).toEqual([row.area?.code, name, count]);
    }
  }
});

test('the districts and those not placed add up to the whole, each organisation once', async () => {
  const { districts, notPlaced, whole } = await uptake({ area: 'E10000007', course: 'safeguarding' });
  for (const name of FIGURES) {
    expect([name, [...districts, notPlaced].reduce((sum, row) => sum + row[name].count, 0)]).toEqual([name, whole[name].count]);
  }
});

test('where nobody is in scope there is no share', async () => {
  const { whole } = await uptake({ area: 'E10000015', course: 'information-sharing' });
  expect([whole.inScope.count, whole.scopeNotKnown.count, whole.uptake, whole.withSessionInOwnDistrict.count]).toEqual([0, 0, null, 0]);
});

test('the number of statements does not depend on the number of districts', async () => {
  const many = await atlas.ask(UPTAKE, { area: 'E92000001', course: 'safeguarding' }, ANALYST);
  const one = await atlas.ask(UPTAKE, { area: 'E07000037', course: 'safeguarding' }, ANALYST);
  expect(many.errors).toBeUndefined();
  expect(many.sql.length).toBe(one.sql.length);
});

describe('who is not yet trained', () => {
  const NOT_YET = `query ($area: String!, $asOf: Date) { notYetTrained(first: 100, course: "safeguarding", area: $area, asOf: $asOf) { nodes {
    lastAttendedOn organisation { slug } contactsForTraining { key audience value } } } }`;
  interface NotYet {
    readonly notYetTrained: { readonly nodes: readonly { lastAttendedOn: string | null; organisation: { slug: string }; contactsForTraining: { key: string; audience: string }[] }[] };
  }
  const ask = async (viewer: Viewer, variables: object): Promise<NotYet['notYetTrained']['nodes']> => {
    const { data, errors } = await atlas.ask<NotYet>(NOT_YET, { area: 'E10000007', ...variables }, viewer);
    expect(errors).toBeUndefined();
    return data?.notYetTrained.nodes ?? [];
  };
  const consented = async (condition: string): Promise<Set<string>> => {
    const { rows } = await atlas.owner.query<{ key: string }>(`select contact_id as key from consents g where purpose = 'TRAINING' and ${condition}`);
    return new Set(rows.map((row) => row.key));
  };

  it('are those that never came and those whose attendance lapsed, told apart', async () => {
    const { whole } = await uptake({ area: 'E10000007', course: 'safeguarding' });
    const nodes = await ask(ANALYST, {});
    expect(nodes.filter((node) => node.lastAttendedOn === null)).toHaveLength(whole.neverAttended.count);
    expect(nodes.filter((node) => node.lastAttendedOn !== null)).toHaveLength(whole.lapsed.count);
  });

  it('come with the contacts that agreed to hear of training, for an administrator, and with no others', async () => {
    const agreed = await consented(`given_on <= '2026-11-21' and withdrawn_on is null`);
    const shown = (await ask({ role: 'ADMIN' }, {})).flatMap((node) => node.contactsForTraining.map((contact) => contact.key));
    expect(shown.length).toBeGreaterThan(5);
    expect(shown.filter((key) => !agreed.has(key))).toEqual([]);
  });

  it('show no contact whose consent was withdrawn since the day that is asked about', async () => {
    const later = await consented(`given_on <= '2025-12-31' and withdrawn_on > '2025-12-31'`);
    const nodes = [...(await ask({ role: 'ADMIN' }, { area: 'E10000015', asOf: '2025-12-31' })), ...(await ask({ role: 'ADMIN' }, { asOf: '2025-12-31' }))];
    expect(nodes.flatMap((node) => node.contactsForTraining).filter((contact) => later.has(contact.key))).toEqual([]);
  });

  it('show a coordinator the contacts of its own area and nobody else’s', async () => {
    const { rows } = await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E07000034'`);
    const nodes = await ask({ role: 'COORDINATOR', areaIds: rows.map((row) => row.id) }, {});
    const { rows: own } = await atlas.owner.query<{ slug: string }>('select slug from organisations where based_in_id = $1', [rows[0]?.id]);
    const withContacts = nodes.filter((node) => node.contactsForTraining.length > 0).map((node) => node.organisation.slug);
    expect(withContacts.filter((slug) => !own.some((one) => one.slug === slug))).toEqual([]);
  });

  it('show the coordinator of the county all that agreed, for whom it is made', async () => {
    const contacts = (nodes: NotYet['notYetTrained']['nodes']): string[] => nodes.flatMap((node) => node.contactsForTraining.map((contact) => contact.key)).sort();
    const { rows } = await atlas.owner.query<{ id: string }>(`select id from areas where code = 'E10000007'`);
    const shown = contacts(await ask({ role: 'COORDINATOR', areaIds: rows.map((row) => row.id) }, {}));
    expect(shown.length).toBeGreaterThan(5);
    expect(shown).toEqual(contacts(await ask({ role: 'ADMIN' }, {})));
  });

  it('show an analyst no contact: consents are for those who look after the entry', async () => {
    expect((await ask(ANALYST, {})).flatMap((node) => node.contactsForTraining)).toEqual([]);
  });
});
