import { v4 as uuidv4 } from 'uuid';

/** A reply that is complete and fits its round. */
export interface NewReply {
  readonly kind: string;
  readonly partner: string;
  readonly area_id: string | null;
  readonly form_key: string | null;
  readonly answers: readonly { readonly question_id: string; readonly grade: string | null }[];
}

/** Rows of one statement: on the embedded engine nobody else is answered meanwhile. */
const AT_ONCE = 5_000;

/** Adds replies. Ids without an order, and one instant for all: nothing of a reply tells when it was given in. @param batchId the import that brings them. */
export async function storeReplies(run: { query(sql: string, parameters?: unknown[]): Promise<unknown> }, round: { readonly id: string; readonly toolId: string }, given: readonly NewReply[], at: Date, batchId: string | null = null): Promise<void> {
  const replies = given.map((reply) => ({ ...reply, id: uuidv4() })).sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const some of parts(replies)) {
    await run.query(
      `insert into evaluation_replies (id, round_id, tool_id, kind, partner, area_id, form_key, recorded_at, batch_id)
       select r.id, $1, $2, r.kind, r.partner, r.area_id, r.form_key, $4, $5 from jsonb_to_recordset($3) r (id uuid, kind text, partner text, area_id uuid, form_key text)`,
      [round.id, round.toolId, JSON.stringify(some.map(({ answers: _, ...reply }) => reply)), at, batchId],
    );
  }
  for (const some of parts(replies.flatMap(({ id, answers }) => answers.map((answer) => ({ reply_id: id, ...answer }))))) {
    await run.query(
      `insert into evaluation_answers (reply_id, tool_id, question_id, grade) select a.reply_id, $1, a.question_id, a.grade from jsonb_to_recordset($2) a (reply_id uuid, question_id uuid, grade text)`,
      [round.toolId, JSON.stringify(some)],
    );
  }
}

function parts<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, n) => rows.slice(n * AT_ONCE, (n + 1) * AT_ONCE));
}
