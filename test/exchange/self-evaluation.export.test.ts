import { atlasSchema, requestContext } from '../../src/app';
import { selfEvaluationSheet } from '../../src/exchange/self-evaluation.export';
import { findRound } from '../../src/plans/evaluation/find-round';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { DESCRIPTORS, emptyEvaluations, EVIDENCE, HERTFORDSHIRE, importRound, ROUND, stored } from '../plans/evaluation/evaluation-imports';
import { roundId } from '../plans/sample-plans';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

// Made once: making it takes longer than what is tried here.
const schema = atlasSchema();
const files = new Files();
let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

const reader = () => requestContext({ database: at.database, clock: testClock }, schema, { role: 'ADMIN', subject: 'test' }).reader;

describe('a round that was exported', () => {
  it.each(['csv', 'xlsx'] as const)('changes nothing when it is imported again, of every round there is (%s)', async (format) => {
    const formulas = ROUND.map((row, n) => (n === 3 ? { ...row, question: '=What part has it in local networks?' } : row));
    const companions = { evidence: files.csv([...EVIDENCE, { section: 'Delivery', question_no: '10', evidence: '- so it is said,\n“in two lines”' }]), descriptors: files.csv(DESCRIPTORS) };
    expect((await importRound(at, files.csv(formulas), { companions })).counts.refused).toBe(0);
    const before = await stored(at);
    const rounds = await rowsOf<{ id: string; title: string }>(at, 'select e.id, k.title from self_evaluations e join evaluation_tools k on k.id = e.tool_id');
    expect(rounds).toHaveLength(3);
    for (const { id, title } of rounds) {
      const file = async (part: 'grades' | 'evidence' | 'descriptors'): Promise<string> => files.write(format, await selfEvaluationSheet(reader(), id, part, format));
      const outcome = await importRound(at, await file('grades'), { tool: title, companions: { evidence: await file('evidence'), descriptors: await file('descriptors') } });
      expect(outcome).toMatchObject({ verdict: 'UNCHANGED', counts: { created: 0, updated: 0, refused: 0 } });
      expect(outcome.counts.read).toBeGreaterThan(0);
    }
    expect(await stored(at)).toEqual(before);
  });

  it('is found by its id or its days, and what there is, is told otherwise', async () => {
    expect(await findRound(reader(), roundId('herts-2008'), undefined)).toBe(await findRound(reader(), '2008-02', HERTFORDSHIRE));
    await expect(findRound(reader(), '2008-03', HERTFORDSHIRE)).rejects.toThrow(/no round 2008-03 of E10000015; there are: 2026-10 Engagement of the sector \(E10000015\)/);
    await expect(findRound(reader(), 'last year', undefined)).rejects.toThrow(/no round last year; there are/);
    await at.owner.query(`insert into self_evaluations (id, tool_id, area_id, round, held, source, created_at, updated_at) select gen_random_uuid(), tool_id, (select id from areas where code = 'E07000096'), round, held, source, created_at, updated_at from self_evaluations where round = '2008-02'`);
    await expect(findRound(reader(), '2008-02', undefined)).rejects.toThrow(/several rounds 2008-02: .*E07000096.*E10000015/);
  });

  it('comes as it was where nothing is there', async () => {
    await at.owner.query(`delete from self_evaluations e using areas a where a.id = e.area_id and a.code = 'E07000096'`);
    const id = await findRound(reader(), '2008-02', HERTFORDSHIRE);
    const parts = ['grades', 'evidence', 'descriptors'] as const;
    const before = Object.fromEntries(await Promise.all(parts.map(async (part) => [part, String(await selfEvaluationSheet(reader(), id, part, 'csv'))] as const)));
    const [grades = '', evidence, descriptors] = parts.map((part) => files.write('csv', before[part] ?? ''));
    await emptyEvaluations(at);
    expect((await importRound(at, grades, { companions: { evidence, descriptors } })).counts).toMatchObject({ created: 13, refused: 0 });
    const again = await findRound(reader(), '2008-02', undefined);
    for (const part of parts) expect(String(await selfEvaluationSheet(reader(), again, part, 'csv'))).toBe(before[part]);
  });
});
