import type { ClientBase } from 'pg';
import { inTransaction } from '../intake/transaction';
import type { PlacesChange } from '../places/places-changed';
import { deriveOrganisations } from './derived';
import { placeAgain, type SqlRunner } from './place-writing';

/** Organisations of a slice to begin with; adapted to the time that one takes. */
const FIRST_SLICE = 1_000;
const SMALLEST_SLICE = 100;
const LARGEST_SLICE = 10_000;
/** Milliseconds that a slice should take: on the embedded engine nobody else is answered meanwhile. */
const AIM = 300;

/**
 * Places all organisations again after boundaries, postcodes or codes of areas changed: slice by slice in the order
 * of their ids, each in a short transaction of its own. What lies where it lay is not written, so that it may be
 * ended anywhere and run again from the beginning. Registered with `afterPlacesChanged`.
 */
export async function placeOrganisationsAgain({ database }: PlacesChange): Promise<void> {
  await database.withServiceClient(async (client) => {
    client.on('error', () => undefined);
    let size = FIRST_SLICE;
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      const ids = await nextIds(client, after, size);
      const last = ids.at(-1);
      if (last === undefined) return;
      const began = performance.now();
      await inTransaction(client, () => placeSlice(client, ids));
      const wanted = (size * AIM) / Math.max(1, performance.now() - began);
      size = Math.round(Math.min(LARGEST_SLICE, size * 2, Math.max(SMALLEST_SLICE, wanted)));
      after = last;
    }
  });
}

/** Those without any place have nothing to be placed by. */
async function nextIds(client: ClientBase, after: string, limit: number): Promise<string[]> {
  const found = await client.query('select distinct organisation_id as id from places where organisation_id > $1 order by organisation_id limit $2', [after, limit]);
  return (found.rows as { id: string }[]).map((row) => row.id);
}

async function placeSlice(client: ClientBase, ids: readonly string[]): Promise<void> {
  const run: SqlRunner = { query: (sql, params) => client.query(sql, params) };
  await client.query(`select set_config('atlas.viewer_role', 'ADMIN', true)`);
  // Who changes an entry holds its row: what its places are seen to be is what they are when they are written.
  await client.query('select from organisations where id = any($1::uuid[]) order by id for no key update', [ids]);
  await placeAgain(run, ids);
  await deriveOrganisations(run, ids);
}
