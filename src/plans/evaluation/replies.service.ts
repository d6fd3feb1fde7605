import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import { type ConstraintFaults, makeChange, type Writing } from '../../graphql/change';
import { idOf } from '../plan-claim';
import { formKey, LONGEST_FORM } from './form-key';
import { gradeOf, questionOf, type Round, roundOf, wordsOf } from './round-of';
import type { RecordRepliesInput, ReplyInput, WithdrawReplyInput } from './self-evaluation.input';
import { storeReplies } from './store-replies';

/** Replies that come at once: an event's. */
const MOST_REPLIES = 200;
const FAULTS: ConstraintFaults = { evaluation_replies_form_unique: () => new UserFault('ALREADY', 'A form of one of these numbers is on record.', ['replies']) };

export async function recordReplies(writing: Writing, input: RecordRepliesInput): Promise<string> {
  const id = idOf('SelfEvaluation', input.id);
  if (input.replies.length === 0 || input.replies.length > MOST_REPLIES) throw new UserFault('INVALID', `Give 1 to ${MOST_REPLIES} replies.`, ['replies']);
  return makeChange(writing, 'recordReplies', input, FAULTS, async (manager) => {
    const round = await roundOf(manager, id);
    const areas = await districtsOf(manager, round, input.replies);
    const keys = await keysOf(manager, id, input.replies);
    const replies = input.replies.map((reply, at) => ({
      kind: reply.kind, partner: wordsOf(reply.partner, ['replies', String(at), 'partner']), area_id: reply.area == null ? null : (areas.get(reply.area) ?? null), form_key: keys[at] ?? null,
      answers: answersOf(round, reply, ['replies', String(at)]),
    }));
    await storeReplies(manager, round, replies, writing.clock.now());
    return id;
  });
}

/** Takes out what a form said, for ever. @returns the uuid of the round. */
export async function withdrawReply(writing: Writing, input: WithdrawReplyInput): Promise<string> {
  const id = idOf('SelfEvaluation', input.id);
  const reason = wordsOf(input.reason, ['reason']);
  const key = formKey(id, numberOf(input.form, ['form']));
  return makeChange(writing, 'withdrawReply', input, {}, async (manager) => {
    await roundOf(manager, id);
    const at = writing.clock.now();
    const [form] = await formsKnown(manager, id, [key]);
    if (form === undefined) throw new UserFault('NOT_FOUND', 'The round has no reply from a form of this number.', ['form']);
    const [done] = (await manager.query('select withdraw_evaluation_reply($1, $2, $3) as withdrawn', [id, key, at])) as { withdrawn: boolean }[];
    if (done?.withdrawn !== true) throw new UserFault('ALREADY', 'It is withdrawn already.', ['form']);
    await manager.query('insert into reply_withdrawals (id, round_id, reason, withdrawn_by, recorded_at) values ($1, $2, $3, $4, $5)', [uuidv7(), id, reason, writing.viewer.subject ?? null, at]);
    return id;
  });
}

/** The digests of the numbers of forms, none of which is on record or stands there twice. */
async function keysOf(manager: EntityManager, round: string, replies: readonly ReplyInput[]): Promise<(string | null)[]> {
  const keys = replies.map(({ form }, at) => (form == null ? null : formKey(round, numberOf(form, ['replies', String(at), 'form']))));
  const given = keys.filter((key) => key !== null);
  const known = new Set((await formsKnown(manager, round, given)).map((form) => form.form_key));
  keys.forEach((key, at) => {
    if (key === null) return;
    if (keys.indexOf(key) < at) throw new UserFault('INVALID', 'The form stands there twice.', ['replies', String(at), 'form']);
    if (known.has(key)) throw new UserFault('ALREADY', 'A form of this number is on record.', ['replies', String(at), 'form']);
  });
  return keys;
}

async function formsKnown(manager: EntityManager, round: string, keys: readonly string[]): Promise<{ form_key: string; withdrawn: boolean }[]> {
  return keys.length === 0 ? [] : ((await manager.query('select form_key, withdrawn from evaluation_forms_known($1, $2::text[])', [round, keys])) as { form_key: string; withdrawn: boolean }[]);
}

function numberOf(form: string, path: readonly string[]): string {
  const number = wordsOf(form, path);
  if (number.length > LONGEST_FORM) throw new UserFault('INVALID', `The number of a form has at most ${LONGEST_FORM} characters.`, path);
  return number;
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
