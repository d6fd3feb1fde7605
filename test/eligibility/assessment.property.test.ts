import fc from 'fast-check';
import { toNodeId } from '../../src/graphql/node';
import { openTestDatabase, type TestDatabase } from '../support';
import { type Asked, assess, atWork } from './naive-assessment';
import { day, instant, world } from './random-world';
import { SET, writeWorld } from './world-rows';

/** Organisations of a world, and days on which each is assessed: 14 worlds are 1,260 of both together. */
const BODIES = 30;
const DAYS = 3;
const WORLDS = Number(process.env.ATLAS_TRIALS ?? 14);
const PATIENCE_MS = 600_000;

const COMMISSIONER = { role: 'COMMISSIONER' } as const;
const ROW = 'outcome atWork heldUntil criteria { criterion { code } applies state met heldUntil unknownFacts registrations { scheme } evidence { id } attendances { heldOn } audit { id } whatToDo }';
const ARGUMENTS = 'set: $set, asOf: $asOf, knownAt: $knownAt, contractValue: $contractValue';
const VARIABLES = '$set: String!, $asOf: Date, $knownAt: DateTime, $contractValue: Decimal';
const SINGLE = `query ($organisation: ID!, ${VARIABLES}) { it: eligibility(organisation: $organisation, ${ARGUMENTS}) { organisation { id } ${ROW} } }`;
const LIST = `query ($status: OrganisationStatus, ${VARIABLES}) { eligibleProviders(first: 100, ${ARGUMENTS}, filter: { status: $status }, outcome: [ELIGIBLE, DISCRETIONARY, INCOMPLETE, NOT_ELIGIBLE]) { totalCount nodes { organisation { id } ${ROW} } outcomes { outcome count } } }`;

interface Row {
  readonly organisation: { readonly id: string };
  readonly outcome: string;
  readonly atWork: boolean;
  readonly heldUntil: string | null;
  readonly criteria: readonly { criterion: { code: string }; applies: boolean; met: boolean; state: string; heldUntil: string | null; unknownFacts: string[]; registrations: { scheme: string }[] }[];
}

let atlas: TestDatabase;
beforeAll(async () => (atlas = await openTestDatabase({ with: 'empty', writes: true })));
afterAll(() => atlas.close());

const seen = new Set<string>();

test('the single check, the list and the words of the rule agree on random histories', async () => {
  const asked = fc.record({ day: day(), knownAt: fc.option(instant(), { nil: null }), contractValue: fc.option(fc.constantFrom(9_999, 10_000, 60_000), { nil: null }) });
  await fc.assert(
    fc.asyncProperty(world(BODIES), fc.array(asked, { minLength: DAYS, maxLength: DAYS }), async (given, questions) => {
      await writeWorld(atlas.owner, given);
      for (const question of questions) {
        const variables = { set: SET, asOf: question.day, knownAt: question.knownAt, contractValue: question.contractValue === null ? null : String(question.contractValue) };
        // Left alone the list is of those at work; the others are asked for.
        const [working, closed] = [await rowsOfList(variables), await rowsOfList({ ...variables, status: 'INACTIVE' })];
        const listed = new Map([...working, ...closed]);
        expect(working.size).toBe(given.bodies.filter((body) => atWork(body, question.day)).length);
        for (const body of given.bodies) {
          const organisation = toNodeId('Organisation', body.id);
          const single = await atlas.ask<{ it: Row }>(SINGLE, { ...variables, organisation }, COMMISSIONER);
          expect(single.errors).toBeUndefined();
          // Of whom nothing was said yet, no list with a status knows.
          const unheard = body.statuses.every(({ from }) => from > question.day);
          expect(listed.get(organisation)).toEqual(unheard ? undefined : single.data?.it);
          expect(plain(single.data?.it as Row)).toEqual(assess(given, body, question as Asked));
        }
      }
    }),
    { numRuns: WORLDS, seed: 20261121, endOnFailure: true },
  );
  // All that can come out of it came out of it.
  expect([...seen].sort()).toEqual(['DISCRETIONARY', 'ELIGIBLE', 'EXPIRED', 'FAILED', 'INCOMPLETE', 'INSUFFICIENT', 'MET', 'MISSING', 'NOT_APPLICABLE', 'NOT_ELIGIBLE', 'REFUSED', 'TOO_FEW', 'UNCHECKED']);
}, PATIENCE_MS);

async function rowsOfList(variables: object): Promise<Map<string, Row>> {
  const answer = await atlas.ask<{ eligibleProviders: { totalCount: number; nodes: Row[]; outcomes: { outcome: string; count: number }[] } }>(LIST, { ...variables }, COMMISSIONER);
  expect(answer.errors).toBeUndefined();
  const list = answer.data?.eligibleProviders ?? { totalCount: -1, nodes: [], outcomes: [] };
  expect(list.totalCount).toBe(list.nodes.length);
  for (const { outcome, count } of list.outcomes) expect({ outcome, count }).toEqual({ outcome, count: list.nodes.filter((node) => node.outcome === outcome).length });
  return new Map(list.nodes.map((node) => [node.organisation.id, node]));
}

function plain(row: Row): ReturnType<typeof assess> {
  seen.add(row.outcome);
  for (const { state } of row.criteria) seen.add(state);
  for (const { applies, met, state } of row.criteria) expect({ met, of: state }).toEqual({ met: applies && state === 'MET', of: state });
  return {
    outcome: row.outcome,
    atWork: row.atWork,
    heldUntil: row.heldUntil,
    criteria: row.criteria.map(({ criterion, applies, state, heldUntil, unknownFacts, registrations }) => ({ code: criterion.code, applies, state, heldUntil, unknownFacts, registrations: registrations.map(({ scheme }) => scheme) })),
  };
}
