import { v7 as uuidv7 } from 'uuid';
import { UserFault } from '../../errors';
import type { RunSql } from '../../history/restore';
import { type ImportTakenBack, type RowsTakenBack, takesBackImports } from '../../organisations/import-revert';
import { Left } from './left';

/**
 * Takes an import of replies back: they are removed, unread, and the numbers of their forms are free again. That so many
 * were, when and by whom is on record with their round, not which.
 */
async function takeRepliesBack(run: RunSql, { batchId, at, subject }: ImportTakenBack): Promise<RowsTakenBack> {
  const left = new Left();
  const [round] = await run<{ id: string }>(`select e.id from self_evaluations e where e.id = (select (b.options->>'round')::uuid from import_batches b where b.id = $1) for update`, [batchId]);
  if (round === undefined) throw new UserFault('INVALID', 'The round of these replies is gone, and they with it.', ['id']);
  const [done] = await run<{ removed: number; withdrawn: number }>('select removed, withdrawn from take_imported_replies_back($1)', [batchId]);
  const { removed = 0, withdrawn = 0 } = done ?? {};
  if (removed + withdrawn === 0) throw new UserFault('INVALID', 'This import brought no replies, or before it was kept which import brought them.', ['id']);
  if (withdrawn > 0) left.add('self_evaluations', round.id, `had ${withdrawn} of these replies withdrawn by the numbers of their forms, which stays so`);
  if (removed > 0) {
    await run('insert into reply_withdrawals (id, round_id, reason, withdrawn_by, recorded_at, batch_id, replies) values ($1, $2, $3, $4, $5, $6, $7)', [
      uuidv7(), round.id, 'The import that brought them was taken back.', subject, at, batchId, removed,
    ]);
  }
  return { removed, restored: 0, left: [], parts: left.parts };
}

takesBackImports('self-evaluation-replies', takeRepliesBack);
