import type { RunSql } from '../../history/restore';
import { type ImportTakenBack, type RowsTakenBack, takesBackImports } from '../../organisations/import-revert';
import { ImportChanges, idIn, Since } from './changes';
import { CHANGED, Left } from './left';
import { takeLeadsBack } from './take-leads-back';

/** What makes a set more than what its import brought: it stays as it is, whole. */
const WHOLE = `
  select case
    when s.status = 'APPROVED' and (h.before->>'status' is distinct from 'APPROVED') then 'was approved since'
    when exists (select from priority_sets n where n.area_id = s.area_id and n.title_key = s.title_key and n.edition > s.edition) then 'has a newer version'
  end as reason,
  h.before is not null and s.status = 'APPROVED' and exists (select from priority_sets n where n.area_id = s.area_id and n.title_key = s.title_key and n.id <> s.id and n.status = 'APPROVED' and n.period && (h.before->>'period')::daterange) as taken
  from priority_sets s left join shown.change_records_cleared h on h.node_id = s.id and h.table_name = 'priority_sets' and h.change_number = $2 where s.id = $1`;

/** What came of the priorities of a set since. `held`: what stands at one, whenever that came: it could not go. */
const PRIORITIES = `
  select p.id,
    case
      when exists (select from priority_contributions c where c.priority_id = p.id and c.withdrawn_at is null and c.created_at >= $2) then 'had a contribution entered since'
      when exists (select from priority_checks k where k.priority_id = p.id and k.recorded_at >= $2) then 'was looked through since'
    end as referred,
    exists (select from priority_contributions c where c.priority_id = p.id and c.withdrawn_at is null) as held
  from priorities p where p.set_id = $1 order by p.position, p.id`;

/**
 * Takes an import of priorities back. A set that it made and that nothing else touched goes whole; otherwise what it made
 * goes and what it changed is as it was, priority by priority.
 */
async function takePrioritiesBack(run: RunSql, batch: ImportTakenBack): Promise<RowsTakenBack> {
  const changes = await ImportChanges.read(run, batch);
  const left = new Left();
  const setId = changes.nodeOf('priority_sets', 'priorities');
  const [there] = setId === undefined ? [] : await run<{ id: string }>('select s.id from priority_sets s where s.id = $1 for update', [setId]);
  const done = there === undefined ? { removed: 0, restored: 0 } : await takeBack(changes, there.id, left);
  if (done !== undefined) await takeLeadsBack(changes, left);
  return { removed: 0, restored: 0, ...done, left: [], parts: left.parts };
}

/** @returns undefined where the set stays as it is, whole. */
async function takeBack(changes: ImportChanges, setId: string, left: Left): Promise<{ removed: number; restored: number } | undefined> {
  const { run, batch, number } = changes;
  await changes.requireNothingUpon(setId);
  const [whole] = await run<{ reason: string | null; taken: boolean }>(WHOLE, [setId, number]);
  if (whole?.reason != null) {
    left.add('priority_sets', setId, whole.reason);
    return undefined;
  }
  const madeSet = changes.of('priority_sets').some((row) => row.before === null);
  const since = new Since(await changes.changedSince(setId));
  const made = new Set(changes.of('priorities').filter((row) => row.before === null).map(idIn));
  const own = changes.of('priorities').filter((row) => row.before !== null);
  const going: string[] = [];
  for (const { id, referred, held } of await run<{ id: string; referred: string | null; held: boolean }>(PRIORITIES, [setId, changes.since])) {
    const isMade = made.has(id) || (madeSet && !since.brought('priorities', id));
    if (!isMade && !own.some((row) => idIn(row) === id)) continue;
    const reason = referred ?? (since.changes('priorities', id) ? CHANGED : null) ?? (isMade && held ? 'has a contribution' : null);
    if (reason !== null) left.add('priorities', id, reason);
    else if (isMade) going.push(id);
  }
  if (since.changes('priority_sets', setId)) left.add('priority_sets', setId, CHANGED);
  else if (whole?.taken === true) left.add('priority_sets', setId, 'had days before in which another version is in force now');

  const rest = await run('select from priorities p where p.set_id = $1 and p.id <> all($2::uuid[]) limit 1', [setId, going]);
  if (madeSet && rest.length === 0 && left.parts.length === 0) {
    await run('delete from priority_sets where id = $1', [setId]);
    return { removed: going.length, restored: 0 };
  }
  if (madeSet) left.add('priority_sets', setId, 'holds what stays');
  await run(`select remove_imported_rows($1, 'priorities', $2::uuid[])`, [batch.batchId, going]);
  const back = own.filter((row) => !left.has('priorities', idIn(row)));
  await changes.restoration(setId, back.map((row) => row.key)).setBack('priorities', ['version', 'updated_at']);
  await run('update priorities set version = version + 1, updated_at = $2 where id = any($1::uuid[])', [back.map(idIn), batch.at]);
  if (!left.has('priority_sets', setId)) await changes.restoration(setId, changes.of('priority_sets').map((row) => row.key)).setBack('priority_sets', ['version', 'updated_at']);
  await run('update priority_sets set version = version + 1, updated_at = $2 where id = $1', [setId, batch.at]);
  return { removed: going.length, restored: back.length };
}

takesBackImports('priorities', takePrioritiesBack);
