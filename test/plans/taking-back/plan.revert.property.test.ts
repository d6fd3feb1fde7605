import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { atlasSchema, requestContext } from '../../../src/app';
import { planSheet } from '../../../src/exchange/plan.export';
import { importPlan } from '../../../src/plans/plan.import';
import { rounds } from '../../../trust/figures';
import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../../support';
import { type PlanRow } from '../plan-imports';
import { planId } from '../sample-plans';
import { hour, saying, state, takeBack } from './state';

const files = new Files();
const schema = atlasSchema();
let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

/** What may become of a row of a file: cells that are written otherwise, or the row is gone. */
const OTHERWISE: readonly PlanRow[] = [
  { leads: 'Team of another name; CVS Chairs' }, { by_when: 'May 2027' }, { by_when: 'Autumn' }, { by_when: 'Quarterly' }, { measures: 'Counted\nGRID' }, { update: 'Begun', rag: 'amber' }, { rag: 'green', achieved: 'yes' },
  { position: 'Further on' }, { section: 'A section of its own' }, { recommendation: 'Worded otherwise altogether', recommendation_no: '99' }, {},
];
const changesOf = (rows: number) => fc.array(fc.tuple(fc.nat({ max: rows - 1 }), fc.nat({ max: OTHERWISE.length - 1 }), fc.boolean()), { minLength: 1, maxLength: 8 });

/** Both layouts: with recommendations, and with actions right under their sections. */
const LAYOUTS = [['Derbyshire', 'derbyshire', 'E10000007', '2026-06-30'], ['Hertfordshire', 'hertfordshire', 'E10000015', '2026-06-30']] as const;

describe.each(LAYOUTS)('an import of a plan as %s lays it out that is taken back', (_name, key, area, updatesAsOf) => {
  const rowsNow = async (): Promise<PlanRow[]> => {
    const { reader } = requestContext({ database: at.database, clock: testClock }, schema, { role: 'ADMIN', subject: 'test' });
    return parse(await planSheet(reader, planId(key), 'csv'), { columns: true, bom: true });
  };

  it('leaves all as it was, however the file differs from the plan', async () => {
    const rows = await rowsNow();
    const before = await state(at);
    await fc.assert(
      fc.asyncProperty(changesOf(rows.length), fc.boolean(), async (changes, owned) => {
        const changed = rows.flatMap((row, n): PlanRow[] => {
          const own = changes.filter(([which]) => which === n);
          if (own.some(([, , gone]) => gone)) return [];
          return [own.reduce<PlanRow>((was, [, how]) => ({ ...was, ...(was.recommendation === '' && how === 9 ? {} : OTHERWISE[how]) }), row)];
        });
        const fresh: PlanRow = { plan: rows[0]?.plan ?? '', section: 'A section of its own', action_no: '99.9', action: 'An action that nobody knew', leads: 'Someone new' };
        const { verdict } = await importPlan(at.database, hour(1), {
          file: files.csv([...changed, fresh]), area, updatesAsOf, map: files.csv([{ action_no: '99.9', was: 'new' }]), ...(owned ? { owner: 'Another body', to: '2030-12-31' } : {}),
        });
        expect(verdict).toBe('PUBLISHED');
        expect(await takeBack(at)).toMatchObject({ removed: 1, left: [], errors: [] });
        expect(await state(at)).toEqual(before);
      }),
      { numRuns: rounds(5, 60), seed: 20_261_121 },
    );
  }, 300_000);

  it('leaves nothing of it where it was new, and the same file brings the same again', async () => {
    const before = await state(at);
    const file = files.csv((await rowsNow()).map((row) => ({ ...row, plan: 'A plan of another name' })));
    const bring = () => importPlan(at.database, hour(1), { file, area, updatesAsOf, from: '2026-01-01' });
    await bring();
    const first = await saying(at);
    const [made] = await rowsOf<{ n: number }>(at, `select count(*)::int as n from actions a join plans p on p.id = a.plan_id where p.title = 'A plan of another name'`);
    expect(await takeBack(at)).toEqual({ removed: made?.n, restored: 0, left: [], errors: [] });
    expect(await state(at)).toEqual(before);
    await bring();
    expect(await saying(at)).toEqual(first);
    await takeBack(at);
  });
});
