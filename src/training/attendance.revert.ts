import { UserFault } from '../errors';
import type { RunSql } from '../history/restore';
import { type ImportTakenBack, takesBackImports, type RowsTakenBack } from '../organisations/import-revert';

/**
 * Of each row that the import wrote: whether it made it, and whether it says something else since. A later import that was
 * taken back itself left it as it was.
 */
const WRITTEN = `
  written as (
    select (r.key->>'id')::uuid as id, r.node_id, r.before,
      case when l.key is null then false else (l.before - 'recorded_at') is distinct from (history.live_record('attendances', r.key) - 'recorded_at') end as since
    from shown.change_records_cleared r left join (
      select distinct on (n.key) n.key, n.before from shown.change_records_cleared n where n.table_name = 'attendances' and n.change_number > $1 order by n.key, n.change_number
    ) l on l.key = r.key
    where r.change_number = $1 and r.table_name = 'attendances' and r.operation in ('INSERT', 'UPDATE')
  )`;

/**
 * Takes an import of attendance back: rows that it made go, rows that it corrected say again what they said. What was
 * written since is left, and its organisations are listed.
 */
async function takeAttendanceBack(run: RunSql, batch: ImportTakenBack): Promise<RowsTakenBack> {
  const changeNumber = await batch.changeNumber();
  // Who writes attendance locks its session first, and what was written until then is seen here.
  await run(`with ${WRITTEN} select s.id from training_sessions s where s.id in (select a.session_id from attendances a join written w on w.id = a.id) order by s.id for update`, [changeNumber]);
  const left = await run<{ id: string }>(`with ${WRITTEN} select distinct w.node_id as id from written w where w.since order by 1`, [changeNumber]);
  const [counts] = await run<{ removed: number; restored: number }>(
    `with ${WRITTEN}, removed as (
       delete from attendances a using written w where w.id = a.id and w.before is null and not w.since returning a.id
     ), restored as (
       update attendances a set people = (w.before->>'people')::int, source = w.before->>'source' from written w where w.id = a.id and w.before is not null and not w.since returning a.id
     ) select (select count(*) from removed)::int as removed, (select count(*) from restored)::int as restored`,
    [changeNumber],
  );
  const over = await run(
    `with ${WRITTEN} select s.id from training_sessions s where s.id in (select a.session_id from attendances a join written w on w.id = a.id)
       and s.capacity < (select sum(a.people) from shown.head_counts_cleared a where a.session_id = s.id)`,
    [changeNumber],
  );
  if (over.length > 0) throw new UserFault('OVER_CAPACITY', 'As it was before, more people would have come to a session than it holds, with those recorded since.', ['id']);
  return { removed: counts?.removed ?? 0, restored: counts?.restored ?? 0, left: left.map((row) => row.id) };
}

takesBackImports('attendance', takeAttendanceBack);
