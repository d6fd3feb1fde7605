import { type ImportChanges, idIn, type Since } from './changes';
import { CHANGED, type Left } from './left';

export interface TakenBackRows {
  readonly removed: number;
  readonly restored: number;
}

/** SQL: something follows from a node of an evaluation, or stands behind a value. */
export const leadsOn = (node: string): string => `(exists (select from action_links k where k.node_id = ${node}) or exists (select from measure_value_rows w where w.node_id = ${node}))`;

/** What came of a round since its import made it. A form that was withdrawn with its own import is as good as none. */
const WENT_ON = `
  select case
    when (select g.replies from shown.reply_groups_cleared g where g.round_id = e.id and g.grouped_by = 'ALL') > 0 then 'has replies'
    when exists (select from reply_withdrawals w where w.round_id = e.id and w.batch_id is null) then 'had a reply withdrawn'
    when exists (select from evaluation_findings f where f.round_id = e.id) then 'has findings'
    when exists (select from agreed_grades g where g.round_id = e.id and ${leadsOn('g.id')}) then 'has grades from which something follows'
  end as reason from self_evaluations e where e.id = $1`;

/** Takes back what an import made of a round: it goes whole when nobody went on with it, and otherwise row by row. */
export async function restoreRound(changes: ImportChanges, roundId: string, { since, left }: { readonly since: Since; readonly left: Left }): Promise<TakenBackRows> {
  const { run, batch } = changes;
  const made = changes.of('self_evaluations').some((row) => row.before === null);
  const own = { made, since, left };
  const grades = await rowsMade(changes, 'agreed_grades', roundId, own);
  const evidence = await rowsMade(changes, 'evaluation_evidence', roundId, own);
  if (made) {
    const [went] = await run<{ reason: string | null }>(WENT_ON, [roundId]);
    const later = since.rows.some((row) => row.table === 'agreed_grades' || row.table === 'evaluation_evidence' || row.table === 'self_evaluations');
    const reason = went?.reason ?? (later ? CHANGED : null);
    if (reason === null) {
      await run('delete from self_evaluations where id = $1', [roundId]);
      return { removed: 1 + grades.length + evidence.length, restored: 0 };
    }
    left.add('self_evaluations', roundId, reason);
  }
  const linked = await run<{ id: string }>(`select g.id from agreed_grades g where g.id = any($1::uuid[]) and ${leadsOn('g.id')}`, [grades]);
  for (const { id } of linked) left.add('agreed_grades', id, 'is a grade from which something follows');
  const going = { grades: grades.filter((id) => !left.has('agreed_grades', id)), evidence: evidence.filter((id) => !left.has('evaluation_evidence', id)) };
  await run('delete from agreed_grades where id = any($1::uuid[])', [going.grades]);
  await run(`select remove_imported_rows($1, 'evaluation_evidence', $2::uuid[])`, [batch.batchId, going.evidence]);
  const regraded = changesOf(changes, 'agreed_grades', roundId, own);
  await changes.restoration(roundId, regraded.map((row) => row.key)).setBack('agreed_grades', []);
  const named = changesOf(changes, 'evaluation_evidence', roundId, own);
  await run('update evaluation_evidence v set question_id = r.question_id from jsonb_populate_recordset(null::evaluation_evidence, $1::jsonb) r where v.id = r.id', [JSON.stringify(named.map((row) => row.before))]);
  await run('update self_evaluations set version = version + 1, updated_at = $2 where id = $1', [roundId, batch.at]);
  return { removed: going.grades.length + going.evidence.length, restored: regraded.length + named.length };
}

interface Own {
  readonly made: boolean;
  readonly since: Since;
  readonly left: Left;
}

/** Rows that an import brought into a round. What was written over since is entered as left. */
async function rowsMade(changes: ImportChanges, table: 'agreed_grades' | 'evaluation_evidence', roundId: string, { made, since, left }: Own): Promise<string[]> {
  const own = new Set(changes.of(table).filter((row) => row.before === null).map(idIn));
  const there = await changes.run<{ id: string }>(`select t.id from ${table} t where t.round_id = $1 order by t.id`, [roundId]);
  const ids = there.map((row) => row.id).filter((id) => own.has(id) || (made && !since.brought(table, id)));
  for (const id of ids) if (since.changes(table, id)) left.add(table, id, CHANGED);
  return ids;
}

function changesOf(changes: ImportChanges, table: string, roundId: string, { since, left }: Own): ReturnType<ImportChanges['of']> {
  const rows = changes.of(table).filter((row) => row.before !== null && row.node === roundId && !since.removed(table, idIn(row)));
  for (const row of rows) if (since.changes(table, idIn(row))) left.add(table, idIn(row), CHANGED);
  return rows.filter((row) => !left.has(table, idIn(row)));
}
