import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '../support';

interface Figure {
  readonly count: number;
  readonly opens: Record<string, unknown>;
}
interface Readiness {
  readonly organisations: Figure;
  readonly letIn: Figure;
  readonly letInBySizeBand: Figure[];
  readonly outcomes: Figure[];
  readonly nothingKnown: Figure;
  readonly keepsMostSmallOut: string | null;
  readonly criteria: { code: string; weight: string; unmet: Figure; alone: Figure; perhapsNotAsked: Figure; byState: Figure[]; bySizeBand: (Figure & { band: string })[] }[];
  readonly measures: { kind: string; criteria: string[]; courses: string[]; letsIn: Figure; helps: Figure }[];
}

const OPERATION = readFileSync(join(__dirname, '../../schema/operations/contract-readiness.graphql'), 'utf8');
const ARGUMENTS = '$set: String!, $filter: OrganisationFilter, $outcome: [EligibilityOutcome!]!, $lacking: LackingInput, $asOf: Date, $knownAt: DateTime, $contractValue: Decimal';
const listOf = (selection: string): string => `query (${ARGUMENTS}) {
  eligibleProviders(first: 100, set: $set, filter: $filter, outcome: $outcome, lacking: $lacking, asOf: $asOf, knownAt: $knownAt, contractValue: $contractValue) { ${selection} } }`;
const ANALYST = { role: 'ANALYST' } as const;
const HERTFORDSHIRE = 'E10000015';
const MINIMUM = 'minimum-criteria';

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'sample' })));
afterAll(() => atlas.close());

async function readiness(variables: Record<string, unknown>): Promise<Readiness> {
  const answer = await atlas.ask<{ contractReadiness: Readiness }>(OPERATION, variables, ANALYST);
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.contractReadiness;
}

interface Provider {
  readonly organisation: { readonly id: string };
  readonly outcome: string;
  readonly criteria: readonly { criterion: { code: string; weight: string; kind: string }; state: string; met: boolean; applies: boolean }[];
}

async function opened<Selected>(figure: Figure, selection: string): Promise<Selected> {
  const answer = await atlas.ask<{ eligibleProviders: Selected }>(listOf(selection), figure.opens, ANALYST);
  if (answer.data === null) throw new Error(JSON.stringify(answer.errors));
  return answer.data.eligibleProviders;
}

const figuresOf = (told: Readiness): Figure[] => [
  told.organisations, told.letIn, ...told.letInBySizeBand, ...told.outcomes, told.nothingKnown,
  ...told.criteria.flatMap((one) => [one.unmet, one.alone, one.perhapsNotAsked, ...one.byState, ...one.bySizeBand]),
  ...told.measures.flatMap((one) => [one.letsIn, one.helps]),
];

test.each([
  ['a county', { area: HERTFORDSHIRE, set: MINIMUM }],
  ['small organisations of a district, for a contract', { area: 'E07000102', set: MINIMUM, sizeBand: ['MICRO', 'SMALL'], contractValue: '10000' }],
  ['a day in the past as it was known then', { area: 'E10000007', set: 'service-operational-checklist', asOf: '2026-10-20', knownAt: '2026-10-20T12:00:00Z' }],
])('every figure of %s opens up into the rows that it counted', async (_, variables) => {
  for (const figure of figuresOf(await readiness(variables))) expect({ ...figure, count: (await opened<{ totalCount: number }>(figure, 'totalCount')).totalCount }).toEqual(figure);
}, 240_000);

test('who is kept out, and by what alone, is what the assessments of each say', async () => {
  const told = await readiness({ area: HERTFORDSHIRE, set: MINIMUM });
  const everyone = (await opened<{ nodes: Provider[] }>(told.organisations, 'nodes { organisation { id } outcome criteria { criterion { code weight kind } state met applies } }')).nodes;
  expect(everyone).toHaveLength(told.organisations.count);
  const unmet = everyone.map((one) => one.criteria.filter((criterion) => criterion.applies && !criterion.met));
  const keeping = unmet.map((criteria) => criteria.filter(({ criterion }) => criterion.weight === 'MANDATORY'));
  expect(told.letIn.count).toBe(keeping.filter((criteria) => criteria.length === 0).length);
  expect(told.letIn.count).toBeGreaterThan(3);
  for (const { code, weight, unmet: figure, alone } of told.criteria) {
    const lacks = (criteria: Provider['criteria']): boolean => criteria.some(({ criterion }) => criterion.code === code);
    expect({ code, count: figure.count }).toEqual({ code, count: unmet.filter(lacks).length });
    expect({ code, weight, alone: alone.count }).toEqual({ code, weight, alone: keeping.filter((criteria) => criteria.length === 1 && lacks(criteria)).length });
  }
  const training = told.measures.find(({ kind }) => kind === 'TRAINING');
  expect(training?.courses).toEqual(['safeguarding']);
  expect(training?.letsIn.count).toBe(keeping.filter((criteria) => criteria.length > 0 && criteria.every(({ criterion, state }) => criterion.kind === 'TRAINING_CURRENT' && state !== 'UNCHECKED')).length);
});

test('measures come by how many they would let in, and a check of what waits is one of them', async () => {
  const { measures } = await readiness({ area: HERTFORDSHIRE, set: MINIMUM });
  const counts = measures.map(({ letsIn }) => letsIn.count);
  expect(counts).toEqual([...counts].sort((one, other) => other - one));
  expect(counts[0]).toBeGreaterThan(1);
  expect(measures.find(({ kind }) => kind === 'CHECK')).toMatchObject({ criteria: ['safeguarding-policy'], letsIn: { count: 1 } });
});

test('the criterion that keeps most micro and small organisations out is named', async () => {
  const told = await readiness({ area: HERTFORDSHIRE, set: MINIMUM });
  const small = (one: Readiness['criteria'][number]): number => one.bySizeBand.filter(({ band }) => ['MICRO', 'SMALL'].includes(band)).reduce((sum, { count }) => sum + count, 0);
  const mandatory = told.criteria.filter(({ weight }) => weight === 'MANDATORY');
  expect(small(mandatory.find(({ code }) => code === told.keepsMostSmallOut) as Readiness['criteria'][number])).toBe(Math.max(...mandatory.map(small)));
});

test('an editor is told of its own organisation alone', async () => {
  const own = (await atlas.owner.query<{ id: string }>(`select id from organisations where slug = 'akwaaba-saturday-school'`)).rows[0]?.id ?? '';
  const answer = await atlas.ask<{ contractReadiness: Readiness }>(OPERATION, { area: HERTFORDSHIRE, set: MINIMUM }, { role: 'ORGANISATION_EDITOR', organisationIds: [own] });
  expect(answer.data?.contractReadiness).toMatchObject({ organisations: { count: 1 }, letIn: { count: 1 } });
});
