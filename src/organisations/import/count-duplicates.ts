import type { PoolClient } from 'pg';
import type { Database } from '../../database/database';
import { aroundSql } from '../duplicates.read-model';
import { pairsSql } from '../duplicates.sql';

/** Organisations among which pairs are looked for in one statement at most: about two seconds, on the embedded engine too. */
const MOST = { embedded: 10_000, server: 40_000 } as const;

/**
 * How many pairs that may be one organisation there are now of which one at least was written by an import; null where
 * there are too many organisations around to look through at once.
 */
export async function countPossibleDuplicates(database: Database, batchId: string): Promise<number | null> {
  return database.withServiceClient(async (client: PoolClient) => {
    const most = MOST[database.engine];
    const written = await client.query<{ id: string }>(
      `select distinct r.node_id as id from history.changes c join history.records r on r.change_number = c.number where c.batch_id = $1 and r.table_name = 'organisations' limit $2`,
      [batchId, most + 1],
    );
    if (written.rows.length > most) return null;
    const ids = written.rows.map((row) => row.id);
    const places = 'select w.id from (select coalesce(o.based_in_id, o.directory_area_id) as id from shown.organisations o where o.id = any($1::uuid[])) w where w.id is not null group by 1';
    // Rows may stand in no directory, and then are looked at with all others of whom nothing is known.
    const among = (row: string): string => `${row}.id = any($1::uuid[]) or ${aroundSql(row, places)}`;
    const around = await client.query<{ count: number }>(`select count(*)::int as count from shown.organisations o where ${among('o')}`, [ids]);
    if ((around.rows[0]?.count ?? 0) > most) return null;
    const pairs = await client.query<{ count: number }>(`select count(*)::int as count from (${pairsSql({ asked: (row) => `${row}.id = any($1::uuid[])`, among })}) p`, [ids]);
    return pairs.rows[0]?.count ?? 0;
  });
}
