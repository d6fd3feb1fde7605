import type { RunSql } from '../../history/restore';
import { type ImportTakenBack, type RowsTakenBack, takesBackImports } from '../../organisations/import-revert';
import { ImportChanges, Since } from './changes';
import { takeToolBack } from './evaluation-tool';
import { Left } from './left';
import { restoreRound } from './evaluation-round';
import { takeLeadsBack } from './take-leads-back';

const TOOL_TABLES = ['evaluation_tools', 'evaluation_sections', 'evaluation_questions', 'evaluation_descriptors', 'evaluation_scale_grades'] as const;

/**
 * Takes an import of a self-evaluation back: the round and the tool that it made go when nobody went on with them, and of
 * those that were there the grades, evidence, questions and descriptors are as they were.
 */
async function takeSelfEvaluationBack(run: RunSql, batch: ImportTakenBack): Promise<RowsTakenBack> {
  const changes = await ImportChanges.read(run, batch);
  const left = new Left();
  const roundNode = changes.nodeOf('self_evaluations', 'agreed_grades', 'evaluation_evidence');
  // Who adds anything to a round or a tool waits for it or is waited for.
  const [round] = roundNode === undefined ? [] : await run<{ id: string; tool_id: string }>('select e.id, e.tool_id from self_evaluations e where e.id = $1 for update', [roundNode]);
  const toolNode = changes.nodeOf(...TOOL_TABLES);
  const [tool] = await run<{ id: string }>('select k.id from evaluation_tools k where k.id = $1 for update', [toolNode ?? round?.tool_id ?? null]);
  const nodes = [round?.id, toolNode === undefined ? undefined : tool?.id].filter((id) => id !== undefined);
  await changes.requireNothingUpon(...nodes);
  const since = new Since(await changes.changedSince(...nodes));
  const counts = { removed: 0, restored: 0 };
  const add = (done: { readonly removed: number; readonly restored: number }): void => {
    counts.removed += done.removed;
    counts.restored += done.restored;
  };
  if (round !== undefined) add(await restoreRound(changes, round.id, { since, left }));
  if (toolNode !== undefined && tool !== undefined) add(await takeToolBack(changes, tool.id, { since, left }));
  await takeLeadsBack(changes, left);
  return { ...counts, left: [], parts: left.parts };
}

takesBackImports('self-evaluation', takeSelfEvaluationBack);
