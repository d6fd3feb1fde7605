import fc from 'fast-check';
import type { Viewer } from '../../../src/access/viewer';
import { sampleId } from '../../../src/sample/sample-rows';
import { openTestDatabase, type TestDatabase } from '../../support';
import { questionId, roundId } from '../sample-plans';

/** Replies at random, some of them withdrawn, counted here as one would by hand. Nobody must be known by a figure, nor by what figures leave of another one. */
const RUNS = Number(process.env.ATLAS_TRIALS ?? '300') / 6;
const ANALYST: Viewer = { role: 'ANALYST', subject: 'analyst' };
const FEW = 3;

const KINDS = ['COUNTY_REPRESENTATIVE', 'DISTRICT_REPRESENTATIVE', 'PROVIDER'];
const DISTRICTS = ['E07000095', 'E07000096', 'E07000243'];
const ANSWERS = ['A', 'B', 'C', 'DONT_KNOW', 'NONE'] as const;
const QUESTION = questionId('engagement-1', 'Inter-agency governance 1');

interface Reply {
  readonly partner: string;
  readonly kind: string;
  readonly district: string | null;
  readonly answer: (typeof ANSWERS)[number];
  readonly withdrawn: boolean;
}

const replies: fc.Arbitrary<Reply[]> = fc.array(
  fc.record({ partner: fc.constantFrom('Sector', 'Trust', 'Primary care'), kind: fc.constantFrom(...KINDS), district: fc.constantFrom(null, ...DISTRICTS), answer: fc.constantFrom(...ANSWERS), withdrawn: fc.nat(4).map((n) => n === 0) }),
  { maxLength: 28, size: 'max' },
);

interface Figures {
  partner: string | null;
  kind: string | null;
  area: { code: string } | null;
  replies: number;
  withheld: boolean;
  grades: { grade: string; count: number }[];
  dontKnow: number | null;
  noAnswer: number | null;
  dontKnowShare: number | null;
  middle: string | null;
}
type Groups = Record<'byPartner' | 'byKind' | 'byDistrict', Figures[]> & { question: { id: string }; replies: Figures };

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

async function store(given: readonly Reply[]): Promise<void> {
  const round = sampleId('self-evaluation', 'herts-2008');
  const rows = JSON.stringify(given.map((reply, n) => ({ ...reply, n })));
  await at.owner.query('delete from evaluation_replies where round_id = $1', [round]);
  await at.owner.query(
    `with given as materialized (select r.*, gen_random_uuid() as id from jsonb_to_recordset($2) r (n integer, partner text, kind text, district text, answer text, withdrawn boolean)), stored as (
      insert into evaluation_replies (id, round_id, tool_id, kind, partner, area_id, recorded_at, withdrawn_at)
      select g.id, e.id, e.tool_id, g.kind, g.partner, a.id, e.created_at, case when g.withdrawn then e.created_at end from given g join self_evaluations e on e.id = $1 left join areas a on a.code = g.district returning tool_id)
     insert into evaluation_answers (reply_id, tool_id, question_id, grade)
     select g.id, e.tool_id, $3::uuid, nullif(g.answer, 'DONT_KNOW') from given g join self_evaluations e on e.id = $1 where g.answer <> 'NONE'`,
    [round, rows, Buffer.from(QUESTION, 'base64url').toString().split(':')[1]],
  );
}

const FIGURES = 'replies withheld grades { grade count } dontKnow noAnswer dontKnowShare middle';
async function read(): Promise<Groups> {
  const { data, errors } = await at.ask<{ selfEvaluation: { sections: { questions: Groups[] }[] } }>(
    `query ($id: ID!) { selfEvaluation(id: $id) { sections { questions { question { id } replies { ${FIGURES} }
      byPartner { partner ${FIGURES} } byKind { partner kind ${FIGURES} } byDistrict { area { code } ${FIGURES} } } } } }`, { id: roundId('herts-2008') }, ANALYST,
  );
  expect(errors).toBeUndefined();
  return data?.selfEvaluation.sections.flatMap((section) => section.questions).find((one) => one.question.id === QUESTION) as Groups;
}

function countedByHand(group: readonly Reply[]): Omit<Figures, 'partner' | 'kind' | 'area' | 'withheld'> {
  const count = (answer: string): number => group.filter((reply) => reply.answer === answer).length;
  const given = ['A', 'B', 'C'].flatMap((grade) => group.filter((reply) => reply.answer === grade).map(() => grade));
  const answered = group.length - count('NONE');
  return {
    replies: group.length, grades: ['A', 'B', 'C'].map((grade) => ({ grade, count: count(grade) })), dontKnow: count('DONT_KNOW'), noAnswer: count('NONE'),
    dontKnowShare: answered === 0 ? null : Math.round((count('DONT_KNOW') / answered) * 10_000) / 10_000, middle: given[Math.ceil(given.length / 2) - 1] ?? null,
  };
}

/** Groups that are shown are counted right, none of them is of few, and those withheld are not few together. */
function hold(groups: readonly Figures[], whole: readonly Reply[], of: (figures: Figures) => readonly Reply[]): void {
  expect(groups.reduce((sum, group) => sum + group.replies, 0)).toBe(whole.length);
  for (const group of groups) {
    if (!group.withheld) expect(group.replies).toBeGreaterThanOrEqual(FEW);
    if (!group.withheld) expect(group).toMatchObject(countedByHand(of(group)));
    else expect(group).toMatchObject({ replies: of(group).length, grades: [], dontKnow: null, noAnswer: null, dontKnowShare: null, middle: null });
  }
  const hidden = groups.filter((group) => group.withheld).reduce((sum, group) => sum + group.replies, 0);
  if (hidden > 0) expect(hidden).toBeGreaterThanOrEqual(FEW);
}

it('figures are what one counts by hand, and what is withheld cannot be worked out from them', async () => {
  const seen = { withheld: 0, shown: 0 };
  await fc.assert(
    fc.asyncProperty(replies, async (entered) => {
      await store(entered);
      const given = entered.filter((reply) => !reply.withdrawn);
      const { replies: all, byPartner, byKind, byDistrict } = await read();
      const few = given.length > 0 && given.length < FEW;
      expect(all).toMatchObject(few ? { replies: given.length, withheld: true, grades: [], middle: null } : { withheld: false, ...countedByHand(given) });
      for (const group of [...byPartner, ...byKind, ...byDistrict]) seen[group.withheld ? 'withheld' : 'shown'] += 1;
      if (few) {
        expect([...byPartner, ...byKind, ...byDistrict].every((group) => group.withheld)).toBe(true);
        return;
      }
      hold(byPartner, given, ({ partner }) => given.filter((reply) => reply.partner === partner));
      hold(byDistrict, given, ({ area }) => given.filter((reply) => reply.district === (area?.code ?? null)));
      for (const { partner, withheld } of byPartner) {
        const within = byKind.filter((group) => group.partner === partner);
        if (withheld) expect(within.every((group) => group.withheld)).toBe(true);
        else hold(within, given.filter((reply) => reply.partner === partner), ({ kind }) => given.filter((reply) => reply.partner === partner && reply.kind === kind));
      }
    }),
    { numRuns: RUNS, seed: 20261121, endOnFailure: true },
  );
  expect(Math.min(seen.withheld, seen.shown)).toBeGreaterThan(RUNS);
}, 120_000);
