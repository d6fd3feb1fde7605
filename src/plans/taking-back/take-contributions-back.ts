import type { RunSql } from '../../history/restore';
import { type ImportTakenBack, type RowsTakenBack, takesBackImports } from '../../organisations/import-revert';
import { ImportChanges, idIn, Since } from './changes';
import { CHANGED, Left } from './left';

/** Those that would meet another that stands, as they were before. */
const MET = `
  select b.id from jsonb_populate_recordset(null::priority_contributions, $1::jsonb) b
  join priority_contributions o on o.priority_id = b.priority_id and o.node_id = b.node_id and o.id <> b.id and o.withdrawn_at is null and o.valid && b.valid`;

/**
 * Takes an import of contributions back: what it entered is withdrawn, as a mistake that never held, and what it corrected
 * is as it was. One that was changed since is left.
 */
async function takeContributionsBack(run: RunSql, batch: ImportTakenBack): Promise<RowsTakenBack> {
  const changes = await ImportChanges.read(run, batch);
  const left = new Left();
  const rows = changes.of('priority_contributions');
  await run('select s.id from priority_sets s where s.id = any($1::uuid[]) for update', [[...new Set(rows.map((row) => row.node))]]);
  const since = new Since(await changes.changedSince(...new Set(rows.map((row) => row.node))));
  const there = rows.filter((row) => !since.removed('priority_contributions', idIn(row)));
  for (const row of there) if (since.changes('priority_contributions', idIn(row))) left.add('priority_contributions', idIn(row), CHANGED);
  const made = there.filter((row) => row.before === null && !left.has('priority_contributions', idIn(row))).map(idIn);
  // Before what it corrected is looked at: that was shortened to make room for what goes.
  await run('update priority_contributions set withdrawn_at = $2, version = version + 1, updated_at = $2 where id = any($1::uuid[]) and withdrawn_at is null', [made, batch.at]);

  const changed = there.filter((row) => row.before !== null);
  const met = await run<{ id: string }>(MET, [JSON.stringify(changed.map((row) => row.before))]);
  for (const { id } of met) left.add('priority_contributions', id, 'had days before in which another stands now');
  const back = changed.filter((row) => !left.has('priority_contributions', idIn(row)));
  for (const node of new Set(back.map((row) => row.node))) {
    await changes.restoration(node, back.filter((row) => row.node === node).map((row) => row.key)).setBack('priority_contributions', ['version', 'updated_at']);
  }
  await run('update priority_contributions set version = version + 1, updated_at = $2 where id = any($1::uuid[])', [back.map(idIn), batch.at]);
  return { removed: made.length, restored: back.length, left: [], parts: left.parts };
}

takesBackImports('priority-contributions', takeContributionsBack);
