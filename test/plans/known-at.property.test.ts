import fc from 'fast-check';
import { sampleId } from '../../src/sample/sample-rows';
import { openTestDatabase, type TestDatabase } from '../support';
import { planId } from './sample-plans';

/** Reports at random, as of any day and as known at any instant: what is answered is what those say that were on record by then. */
const RUNS = Number(process.env.ATLAS_TRIALS ?? '300') / 6;
const ACTIONS = ['2.1.1', '2.1.2', '2.1.3'];
const DAYS = 8;

const day = (n: number): string => `2030-03-0${n + 1}`;
const instant = (n: number): string => `2030-03-0${n + 1}T09:00:00.000Z`;

interface Report {
  readonly on: number;
  /** At the earliest on the day that it speaks of. */
  readonly late: number;
  readonly rag: string;
  readonly achieved: boolean | null;
  readonly covers: readonly number[];
  readonly may: readonly number[];
  /** Days after it was recorded on which a person split it; null: nobody did. */
  readonly split: number | null;
}

const some = fc.uniqueArray(fc.nat(ACTIONS.length - 1), { maxLength: ACTIONS.length });
const reports: fc.Arbitrary<Report[]> = fc.array(
  fc.record({
    on: fc.nat(DAYS - 1), late: fc.nat(4), rag: fc.constantFrom('GREEN', 'AMBER', 'RED'), achieved: fc.constantFrom(null, true, false), covers: some, may: some, split: fc.option(fc.nat(4), { nil: null }),
  }), { maxLength: 10 },
);

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

const recorded = ({ on, late }: Report): number => Math.min(on + late, DAYS);
const clamp = (n: number): number => Math.min(n, DAYS);

async function store(given: readonly Report[]): Promise<void> {
  const plan = sampleId('plan', 'derbyshire');
  await at.owner.query('delete from progress_reports where plan_id = $1', [plan]);
  const rows = given.map((report, n) => ({
    id: `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`, on: day(report.on), at: instant(recorded(report)), rag: report.rag, achieved: report.achieved,
    split: report.split === null ? null : instant(clamp(recorded(report) + report.split)),
    covered: ACTIONS.flatMap((number, action) => (report.covers.includes(action) || report.may.includes(action) ? [{ action: sampleId('action', `derbyshire ${number}`), certain: report.covers.includes(action) }] : [])),
  }));
  const record = 'jsonb_to_recordset($2) r (id uuid, "on" date, at timestamptz, rag text, achieved boolean, split timestamptz, covered jsonb)';
  const parameters = [plan, JSON.stringify(rows)];
  await at.owner.query(`insert into progress_reports (id, plan_id, reported_on, rag, achieved, source, recorded_at) select r.id, $1, r.on, r.rag, r.achieved, 'ENTERED', r.at from ${record}`, parameters);
  await at.owner.query(`insert into progress_report_actions (report_id, action_id, plan_id, certain) select r.id, (c->>'action')::uuid, $1, (c->>'certain')::boolean from ${record}, jsonb_array_elements(r.covered) c`, parameters);
  await at.owner.query(`insert into progress_report_splits (report_id, plan_id, recorded_at) select r.id, $1, r.split from ${record} where r.split is not null`, parameters);
}

interface Standing {
  number: string;
  rag: string;
  achieved: boolean;
  lastProgressOn: string | null;
  progress: { reportedOn: string }[];
  mayBeCoveredBy: { reportedOn: string }[];
}

/** What the reports say of an action, by hand. */
function byHand(given: readonly Report[], action: number, asOf: number, knownAt: number): Omit<Standing, 'number'> {
  const known = given
    .map((report, n) => ({ ...report, n }))
    .filter((report) => report.on <= asOf && recorded(report) <= knownAt)
    .sort((one, other) => other.on - one.on || recorded(other) - recorded(one) || other.n - one.n);
  const certain = known.filter((report) => report.covers.includes(action));
  const may = known.filter((report) => !report.covers.includes(action) && report.may.includes(action) && (report.split === null || clamp(recorded(report) + report.split) > knownAt));
  const last = Math.max(...[...certain, ...may].map((report) => report.on));
  const days = (some: readonly Report[]): { reportedOn: string }[] => some.map((report) => ({ reportedOn: day(report.on) }));
  return {
    rag: certain[0]?.rag ?? 'NOT_RATED', achieved: certain.find((report) => report.achieved !== null)?.achieved ?? false, lastProgressOn: Number.isFinite(last) ? day(last) : null,
    progress: days(certain), mayBeCoveredBy: days(may),
  };
}

it('what was known of an action is what was on record of it, whatever came later', async () => {
  let late = 0;
  await fc.assert(
    fc.asyncProperty(reports, fc.nat(DAYS - 1), fc.nat(DAYS), async (given, asOf, knownAt) => {
      await store(given);
      const ask = async (known: string | undefined): Promise<Standing[]> => {
        const { data, errors } = await at.ask<{ actions: { nodes: Standing[] } }>(
          'query ($filter: ActionFilter) { actions(first: 100, filter: $filter) { nodes { number rag achieved lastProgressOn progress { reportedOn } mayBeCoveredBy { reportedOn } } } }',
          { filter: { plan: planId('derbyshire'), asOf: day(asOf), ...(known === undefined ? {} : { knownAt: known }) } },
        );
        expect(errors).toBeUndefined();
        return (data?.actions.nodes ?? []).filter(({ number }) => ACTIONS.includes(number));
      };
      const expected = (until: number): Standing[] => ACTIONS.map((number, action) => ({ number, ...byHand(given, action, asOf, until) }));
      expect(await ask(instant(knownAt))).toEqual(expected(knownAt));
      expect(await ask(undefined)).toEqual(expected(DAYS));
      if (JSON.stringify(expected(knownAt)) !== JSON.stringify(expected(DAYS))) late += 1;
    }),
    { numRuns: RUNS, seed: 20261121, endOnFailure: true },
  );
  expect(late).toBeGreaterThan(RUNS / 5);
}, 120_000);
