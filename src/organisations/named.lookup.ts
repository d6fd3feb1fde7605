import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';

/** Ids of areas by today's or former codes, within a write. Unknown codes are the caller's to mend. */
export async function areaIdsOf(manager: EntityManager, codes: readonly string[], path: readonly string[]): Promise<Map<string, string>> {
  const rows = (await manager.query(
    `select k.code, coalesce(a.id, f.area_id) as id from unnest($1::text[]) k (code)
     left join areas a on a.code = k.code left join area_former_codes f on f.code = k.code`,
    [[...new Set(codes)]],
  )) as { code: string; id: string | null }[];
  return known(rows, (code) => new UserFault('UNKNOWN_AREA', `No area has or had the code ${code}.`, path));
}

/** Ids of terms by `code` or `vocabulary:code`, of vocabularies of one purpose. */
export async function termIdsOf(manager: EntityManager, codes: readonly string[], purpose: 'CATEGORY' | 'COMMUNITY', path: readonly string[]): Promise<Map<string, string>> {
  const rows = (await manager.query(
    `select k.code, min(t.id::text) as id, count(t.id)::int as found from unnest($1::text[]) k (code)
     left join (terms t join vocabularies v on v.code = t.vocabulary and v.purpose = $2) on k.code in (t.code, t.vocabulary || ':' || t.code)
     group by k.code`,
    [[...new Set(codes)], purpose],
  )) as { code: string; id: string | null; found: number }[];
  const ambiguous = rows.find((row) => row.found > 1);
  if (ambiguous !== undefined) throw new UserFault('UNKNOWN_TERM', `${ambiguous.code} stands in several vocabularies: write vocabulary:${ambiguous.code}.`, path);
  return known(rows, (code) => new UserFault('UNKNOWN_TERM', `No vocabulary has the ${purpose.toLowerCase()} ${code}.`, path));
}

function known(rows: readonly { code: string; id: string | null }[], fault: (code: string) => UserFault): Map<string, string> {
  return new Map(
    rows.map((row) => {
      if (row.id === null) throw fault(row.code);
      return [row.code, row.id];
    }),
  );
}
