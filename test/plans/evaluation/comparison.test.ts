import type { Viewer } from '../../../src/access/viewer';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { operation } from '../making-changes';
import { roundId } from '../sample-plans';
import { emptyEvaluations, importRound, ROUND } from './evaluation-imports';
import { Files } from '../../organisations/organisation-imports';
import { toNodeId } from '../../../src/graphql/node';

const ANALYST: Viewer = { role: 'ANALYST', subject: 'analyst' };
const files = new Files();
let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

interface Comparison {
  rounds: { id: string; round: string; area: { code: string } }[];
  questions: { question: { number: string; text: string; sectionTitle: string }; move: string; steps: number | null; notAskedIn: { round: string }[]; rounds: { agreed: { grade: string } | null }[] }[];
}
const compare = async (variables: object): Promise<{ comparison: Comparison; errors: string[]; statements: number }> => {
  const { data, errors, sql } = await at.ask<{ selfEvaluationComparison: Comparison }>(operation('self-evaluation-comparison'), variables as Record<string, unknown>, ANALYST);
  return { comparison: data?.selfEvaluationComparison as Comparison, errors: (errors ?? []).map((error) => `${String(error.extensions?.code)} ${String(error.extensions?.argument)}`), statements: sql.length };
};

describe('a comparison', () => {
  it.each<[string, object]>([
    ['UNKNOWN_AREA area', { area: 'E99999999' }], ['BAD_ID rounds.1', { area: 'E10000015', rounds: [roundId('herts-2008'), 'x'] }], ['BAD_INPUT rounds.0', { area: 'E07000096', rounds: [roundId('herts-2008')] }],
    ['BAD_INPUT rounds', { area: 'E10000015', rounds: Array.from({ length: 21 }, () => roundId('herts-2008')) }], ['BAD_INPUT rounds.0', { area: 'E10000015', rounds: [toNodeId('SelfEvaluation', '00000000-0000-7000-8000-000000000000')] }],
  ])('is refused as %s with %j', async (error, variables) => {
    expect((await compare(variables)).errors).toEqual([error]);
  });

  it('of an area without rounds, or of no rounds, is empty', async () => {
    for (const variables of [{ area: 'E10000007' }, { area: 'E10000015', rounds: [] }]) expect((await compare(variables)).comparison).toEqual({ rounds: [], questions: [] });
  });

  it('takes as many statements for one round as for many', async () => {
    expect([(await compare({ area: 'E10000015', rounds: [roundId('herts-2008')] })).statements, (await compare({ area: 'E10000015', rounds: [roundId('herts-2008'), roundId('herts-2026')] })).statements]).toEqual([3, 3]);
  });
});

it('an action that is closed on the day does not follow from a question any more', async () => {
  await at.owner.query(`update actions set closed_on = '2026-11-01' where number = '2.2' and plan_id = (select id from plans where title = 'Self Evaluation and Action Plan')`);
  const actions = async (asOf: string): Promise<string[]> => {
    const { data } = await at.ask<{ selfEvaluation: { sections: { questions: { actions: { number: string }[] }[] }[] } }>(operation('self-evaluation'), { id: roundId('herts-2026'), asOf }, ANALYST);
    return (data?.selfEvaluation.sections ?? []).flatMap((section) => section.questions.flatMap((question) => question.actions.map((action) => action.number)));
  };
  expect([await actions('2026-10-31'), await actions('2026-11-01')]).toEqual([['2.2', '1.2'], ['1.2']]);
});

describe('questions over several rounds', () => {
  const graded = (round: string, grades: string): Record<string, string>[] => ROUND.map((row, n) => ({ ...row, round, grade: grades[n] === '-' ? '' : (grades[n] ?? '') }));
  beforeAll(async () => {
    await emptyEvaluations(at);
    await importRound(at, files.csv(graded('2024', 'BACA')));
    await importRound(at, files.csv(graded('2025', 'ABC-')));
    // Another edition: one question is worded anew, one is gone, one has come.
    const next = graded('2026', 'CBCB').map((row, n) => (n === 0 ? { ...row, question: 'To what extent is the sector engaged, and for good?' } : row)).filter((_, n) => n !== 2);
    await importRound(at, files.csv([...next, { section: 'Assets', question_no: '1', question: 'How are assets shared?', round: '2026', grade: 'A' }]));
    await importRound(at, files.csv(graded('2026-03', 'AAAA')), { area: 'E07000096' });
  });
  const lines = ({ questions }: Comparison): string[] =>
    questions.map(({ question, move, steps, notAskedIn, rounds }) => `${question.sectionTitle} ${question.number} ${rounds.map((one) => one.agreed?.grade ?? '-').join('')} ${move} ${steps ?? '?'} ${notAskedIn.map((one) => one.round).join()}`.trim());

  it('are followed by what they go on from, in the order of the latest tool, those no longer asked last', async () => {
    const { comparison } = await compare({ area: 'E10000015' });
    expect(comparison.rounds.map((one) => one.round)).toEqual(['2024', '2025', '2026']);
    expect(lines(comparison)).toEqual(['Governance 1 BAC WORSE -1', 'Governance 2 ABB WORSE -1', 'Delivery 10 A-B WORSE -1', 'Assets 1 A NOT_KNOWN ? 2024,2025', 'Delivery 1 CC SAME 0 2026']);
    expect(comparison.questions[0]?.question.text).toBe('To what extent is the sector engaged, and for good?');
  });

  it('move by the rounds of the area itself, with those of its districts beside them', async () => {
    const rounds = (await rowsOf<{ id: string }>(at, `select e.id from self_evaluations e where e.round in ('2024', '2025', '2026-03')`)).map((row) => toNodeId('SelfEvaluation', row.id));
    const { comparison } = await compare({ area: 'E10000015', rounds });
    expect(comparison.rounds.map((one) => `${one.round} ${one.area.code}`)).toEqual(['2024 E10000015', '2025 E10000015', '2026-03 E07000096']);
    expect(lines(comparison)).toEqual(['Governance 1 BAA BETTER 1', 'Governance 2 ABA WORSE -1', 'Delivery 1 CCA SAME 0', 'Delivery 10 A-A NOT_KNOWN ?']);
  });

  it('do not move from one scale to another', async () => {
    await at.owner.query(`insert into evaluation_scale_grades (tool_id, grade, position) select id, 'Z', 9 from evaluation_tools where edition = 2`);
    const { comparison } = await compare({ area: 'E10000015' });
    expect(lines(comparison).slice(0, 2)).toEqual(['Governance 1 BAC NOT_KNOWN ?', 'Governance 2 ABB NOT_KNOWN ?']);
  });
});
