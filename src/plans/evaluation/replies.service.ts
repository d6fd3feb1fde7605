import type { EntityManager } from 'typeorm';
import { v4 as uuidv4 } from 'uuid';
import { UserFault } from '../../errors';
import { makeChange, type Writing } from '../../graphql/change';
import { idOf } from '../plan-claim';
import { gradeOf, questionOf, type Round, roundOf, wordsOf } from './round-of';
import type { RecordRepliesInput, ReplyInput } from './self-evaluation.input';

/** Replies that come at once: an event's. */
const MOST_REPLIES = 200;

export async function recordReplies(writing: Writing, input: RecordRepliesInput): Promise<string> {
  const id = idOf('SelfEvaluation', input.id);
  if (input.replies.length === 0 || input.replies.length > MOST_REPLIES) throw new UserFault('INVALID', `Give 1 to ${MOST_REPLIES} replies.`, ['replies']);
  return makeChange(writing, 'recordReplies', input, {}, async (manager) => {
    const round = await roundOf(manager, id);
    const areas = await districtsOf(manager, round, input.replies);
    // Ids without an order, and one instant for all: nothing of a reply tells when it was given in.
    const replies = input.replies.map((reply, at) => ({
      id: uuidv4(), kind: reply.kind, partner: wordsOf(reply.partner, ['replies', String(at), 'partner']), area_id: reply.area == null ? null : (areas.get(reply.area) ?? null),
      answers: answersOf(round, reply, ['replies', String(at)]),
    }));
    await manager.query(
      `insert into evaluation_replies (id, round_id, tool_id, kind, partner, area_id, recorded_at)
       select r.id, $1, $2, r.kind, r.partner, r.area_id, $4 from jsonb_to_recordset($3) r (id uuid, kind text, partner text, area_id uuid) order by r.id`,
      [id, round.toolId, JSON.stringify(replies.map(({ answers: _, ...reply }) => reply)), writing.clock.now()],
    );
    await manager.query(
      `insert into evaluation_answers (reply_id, tool_id, question_id, grade) select a.reply_id, $1, a.question_id, a.grade from jsonb_to_recordset($2) a (reply_id uuid, question_id uuid, grade text) order by a.reply_id`,
      [round.toolId, JSON.stringify(replies.flatMap((reply) => reply.answers.map((answer) => ({ reply_id: reply.id, ...answer }))))],
    );
    return id;
  });
}

function answersOf(round: Round, reply: ReplyInput, path: readonly string[]): { question_id: string; grade: string | null }[] {
  const seen = new Set<string>();
  if (reply.answers.length === 0) throw new UserFault('INVALID', 'A reply answers at least one question.', [...path, 'answers']);
  return reply.answers.map((answer, at) => {
    const here = [...path, 'answers', String(at)];
    const question_id = idOf('EvaluationQuestion', answer.question, [...here, 'question']);
    questionOf(round, question_id, [...here, 'question']);
    if (seen.has(question_id)) throw new UserFault('INVALID', 'The question is answered twice.', [...here, 'question']);
    seen.add(question_id);
    if ((answer.grade != null) === (answer.dontKnow === true)) throw new UserFault('INVALID', 'Give a grade, or say that it is not known.', [...here, 'grade']);
    return { question_id, grade: answer.grade == null ? null : gradeOf(round, answer.grade, [...here, 'grade']) };
  });
}

/** The districts for which replies speak, by code: those of the area of the round. */
async function districtsOf(manager: EntityManager, round: Round, replies: readonly ReplyInput[]): Promise<ReadonlyMap<string, string>> {
  const codes = [...new Set(replies.flatMap((reply) => reply.area ?? []))];
  const found = (await manager.query(
    `select a.code, a.id from shown.areas a join shown.area_tree t on t.descendant_id = a.id where a.code = any($1::text[]) and a.kind = 'DISTRICT' and t.ancestor_id = $2`, [codes, round.areaId],
  )) as { code: string; id: string }[];
  const known = new Map(found.map((area) => [area.code, area.id]));
  const at = replies.findIndex((reply) => reply.area != null && !known.has(reply.area));
  if (at >= 0) throw new UserFault('UNKNOWN_AREA', 'The area of the round has no district with this code.', ['replies', String(at), 'area']);
  return known;
}
