import type { EntityManager } from 'typeorm';
import { roundId } from './load-self-evaluations';
import { readSampleRows } from './sample-files';
import { SAMPLE_INSTANT, SAMPLE_SOURCE } from './sample-rows';

/** Rounds of the sample with which nobody went on, and tools that have no round then. Replies cannot be read: by their number one sees whether some came. */
export async function removeSelfEvaluations(manager: EntityManager): Promise<void> {
  const replies = readSampleRows('evaluation-replies');
  const rounds = readSampleRows('self-evaluations').map((row) => ({ id: roundId(row.key), replies: replies.filter((reply) => reply.round === row.key).length }));
  const later = (table: string): string => `exists (select from ${table} l where l.round_id = e.id and l.recorded_at > $2)`;
  await manager.query(
    `delete from self_evaluations e using jsonb_to_recordset($1) r (id uuid, replies integer), shown.reply_groups_cleared g
     where e.id = r.id and g.round_id = e.id and g.grouped_by = 'ALL' and g.replies = r.replies and e.version = 1 and not ${later('evaluation_evidence')} and not ${later('evaluation_findings')}`,
    [JSON.stringify(rounds), SAMPLE_INSTANT],
  );
  await manager.query('delete from evaluation_tools k where k.source = $1 and not exists (select from self_evaluations e where e.tool_id = k.id)', [SAMPLE_SOURCE]);
  await manager.query(`delete from action_links k where (k.kind = 'EvaluationQuestion' and not exists (select from evaluation_questions q where q.id = k.node_id))
    or (k.kind = 'AgreedGrade' and not exists (select from agreed_grades g where g.id = k.node_id))`);
}
