import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { openTestDatabase, type TestDatabase } from '../../support';

/**
 * Random histories of decisions, held against a panel's clerk who goes through them in the order in which they were
 * taken and notes for one day what each changes. Nothing of it knows the service's SQL.
 */
const RUNS = 30;
const ORGANISATIONS = 40;
const SEED = 20261121;
const PATIENCE_MS = 300_000;
const FIRST = Date.UTC(2026, 0, 1);
const SPAN = 60;

type Kind = 'ACCREDITED' | 'REFUSED' | 'SUSPENDED' | 'REINSTATED' | 'WITHDRAWN' | 'APPEAL_LODGED' | 'APPEAL_UPHELD' | 'APPEAL_DISMISSED';

/** Days are counted from FIRST. */
interface Decision {
  kind: Kind;
  decided: number;
  from: number;
  /** Last day of what accredits; null: until further notice. */
  to: number | null;
  recorded: number;
}

const GRANTING: readonly Kind[] = ['ACCREDITED', 'REINSTATED', 'APPEAL_UPHELD'];
const dayText = (day: number): string => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);
const instant = (day: number): string => `${dayText(day)}T12:00:00.000Z`;

const decision: fc.Arbitrary<Decision> = fc
  .record({
    kind: fc.constantFrom<Kind>('ACCREDITED', 'ACCREDITED', 'ACCREDITED', 'REFUSED', 'SUSPENDED', 'SUSPENDED', 'REINSTATED', 'REINSTATED', 'WITHDRAWN', 'APPEAL_LODGED', 'APPEAL_UPHELD', 'APPEAL_DISMISSED'),
    decided: fc.nat(SPAN),
    delay: fc.integer({ min: -10, max: 20 }),
    length: fc.option(fc.nat(40), { nil: null, freq: 4 }),
    late: fc.oneof(fc.constant(0), fc.nat(30)),
  })
  .map(({ kind, decided, delay, length, late }) => {
    const from = Math.max(0, decided + delay);
    return { kind, decided, from, to: GRANTING.includes(kind) && length !== null ? from + length : null, recorded: decided + late };
  });

/** What the clerk's note says on a day, having read what was on record by `known`. Equal days: as they were entered. */
function clerk(history: readonly Decision[], day: number, known: number): string | null {
  const read = history.map((one, entered) => ({ ...one, entered })).filter(({ recorded }) => recorded <= known);
  read.sort((one, other) => one.decided - other.decided || one.recorded - other.recorded || one.entered - other.entered);
  let note: string | null = null;
  for (const { kind, from, to } of read) {
    if (from > day || kind === 'APPEAL_LODGED' || kind === 'APPEAL_DISMISSED') continue;
    if (kind === 'REFUSED') note ??= 'REFUSED';
    else if (kind === 'SUSPENDED' || kind === 'WITHDRAWN') note = kind;
    else if (to === null || day <= to) note = 'ACCREDITED';
    // What ran out says nothing against another accreditation that runs on.
    else if (note !== 'ACCREDITED') note = 'LAPSED';
  }
  return note;
}

let atlas: TestDatabase;
let setId: string;
let organisations: string[];
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'empty', writes: true });
  setId = uuidv7();
  organisations = Array.from({ length: ORGANISATIONS }, () => uuidv7());
  await atlas.owner.query(`insert into criteria_sets (id, code, version, name, valid) values ($1, 'panel', 1, 'By the panel', '[2026-01-01,)')`, [setId]);
  await atlas.owner.query(`insert into organisations (id, name, sort_name, search_name, other_names, is_provider, created_at, updated_at) select id, 'O' || n, 'o' || lpad(n::text, 3, '0'), 'o', '{}', true, now(), now() from unnest($1::uuid[]) with ordinality u (id, n)`, [organisations]);
  await atlas.owner.query(`insert into organisation_statuses (organisation_id, status, valid) select id, 'ACTIVE', daterange(null, null) from unnest($1::uuid[]) u (id)`, [organisations]);
});
afterAll(() => atlas.close());

async function putOnRecord(histories: readonly (readonly Decision[])[]): Promise<void> {
  const rows = histories.flatMap((history, at) =>
    // Ids are made as decisions are entered, and so rise with them.
    history.map((one) => ({ id: uuidv7(), organisation_id: organisations[at], kind: one.kind, decided_on: dayText(one.decided), from: dayText(one.from), to: one.to === null ? null : dayText(one.to), recorded_at: instant(one.recorded) })),
  );
  await atlas.owner.query('truncate panel_decisions');
  await atlas.owner.query(
    `insert into panel_decisions (id, organisation_id, set_id, set_code, kind, decided_on, valid, decided_by, assessment, recorded_at)
     select r.id, r.organisation_id, $2, 'panel', r.kind, r.decided_on, daterange(r."from", r."to" + 1), 'Panel', '{}', r.recorded_at
     from json_to_recordset($1) as r (id uuid, organisation_id uuid, kind text, decided_on date, "from" date, "to" date, recorded_at timestamptz)`,
    [JSON.stringify(rows), setId],
  );
}

const nodeId = (uuid: string): string => Buffer.from(`Organisation:${uuid}`).toString('base64url');

test('list and single organisation stand on every day as the decisions say, by what was known', async () => {
  const states = new Map<string | null, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(decision, { maxLength: 7 }), { minLength: ORGANISATIONS, maxLength: ORGANISATIONS }),
      fc.array(fc.record({ day: fc.nat(SPAN + 40), known: fc.option(fc.nat(SPAN + 30), { nil: null }) }), { minLength: 4, maxLength: 4 }),
      async (histories, asked) => {
        await putOnRecord(histories);
        for (const { day, known } of asked) {
          const should = histories.map((history) => clerk(history, day, known ?? Infinity));
          for (const state of should) states.set(state, (states.get(state) ?? 0) + 1);
          const given = { asOf: dayText(day), knownAt: known === null ? null : instant(known) };
          const { data } = await atlas.ask<{ list: { nodes: { organisation: { id: string } }[] }; all: { nodes: { id: string; accreditations: { state: string }[] }[] } }>(
            `query ($asOf: Date!, $knownAt: DateTime) {
              list: accreditedProviders(first: 100, asOf: $asOf, knownAt: $knownAt) { nodes { organisation { id } } }
              all: organisations(first: 100) { nodes { id accreditations(asOf: $asOf, knownAt: $knownAt) { state } } }
            }`,
            given,
          );
          const stands = new Map(data?.all.nodes.map(({ id, accreditations }) => [id, accreditations[0]?.state ?? null]));
          expect(organisations.map((uuid) => stands.get(nodeId(uuid)))).toEqual(should);
          const listed = new Set(data?.list.nodes.map(({ organisation }) => organisation.id));
          expect(organisations.map((uuid) => listed.has(nodeId(uuid)))).toEqual(should.map((state) => state === 'ACCREDITED'));
        }
      },
    ),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  // Every state was met often enough to mean something.
  for (const state of [null, 'ACCREDITED', 'SUSPENDED', 'WITHDRAWN', 'LAPSED', 'REFUSED']) expect({ state, often: (states.get(state) ?? 0) > 50 }).toEqual({ state, often: true });
}, PATIENCE_MS);
