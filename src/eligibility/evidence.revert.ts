import type { RunSql } from '../history/restore';
import { type ImportTakenBack, type RowsTakenBack, takesBackImports } from '../organisations/import-revert';

/** What the import filed and what was checked of it since by others: $1 is the import. */
const FILED = `
  filed as (
    select e.id, e.organisation_id, exists (
      select from evidence_checks k where k.evidence_id = e.id and k.batch_id is distinct from $1::uuid and k.withdrawn_at is null
    ) as since
    from evidence e where e.batch_id = $1::uuid and e.withdrawn_at is null
  )`;

/**
 * Takes an import of evidence back: from now on neither what it filed nor its checks count; what was known until now can
 * still be told. Evidence that somebody checked since is left with its checks, and its organisations are listed.
 */
async function takeEvidenceBack(run: RunSql, { batchId, at }: ImportTakenBack): Promise<RowsTakenBack> {
  // Who checks evidence locks it first, and what was checked until then is seen here.
  await run('select e.id from evidence e where e.batch_id = $1::uuid order by e.id for update', [batchId]);
  const left = await run<{ id: string }>(`with ${FILED} select distinct f.organisation_id as id from filed f where f.since order by 1`, [batchId]);
  const [counts] = await run<{ removed: number; restored: number }>(
    `with ${FILED}, withdrawn as (
       update evidence e set withdrawn_at = $2 from filed f where f.id = e.id and not f.since returning e.id
     ), unchecked as (
       update evidence_checks k set withdrawn_at = $2 where k.batch_id = $1::uuid and k.withdrawn_at is null
         and not exists (select from filed f where f.id = k.evidence_id and f.since) returning k.evidence_id
     ) select (select count(*) from withdrawn)::int as removed,
         (select count(distinct u.evidence_id) from unchecked u where not exists (select from filed f where f.id = u.evidence_id))::int as restored`,
    [batchId, at],
  );
  return { removed: counts?.removed ?? 0, restored: counts?.restored ?? 0, left: left.map((row) => row.id) };
}

takesBackImports('evidence', takeEvidenceBack);
