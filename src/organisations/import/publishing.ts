import type { PoolClient } from 'pg';
import { SetUpError } from '../../errors';
import { deriveSql } from '../derived';
import { TRUTH_COLUMNS, writePlaces } from '../place-writing';
import { organisationStatements } from './organisations-next';
import { PARTS } from './parts';
import { beCleared, named, type Staging } from './staging';

const UNIQUE_VIOLATION = '23505';

/** What an import holds the rows against, and writes with them. */
export interface Particulars {
  readonly instant: Date;
  /** A calendar day. */
  readonly today: string;
  /** Of which list or register the records are. */
  readonly source: string;
}

/** Marks the known organisations that would change. */
export async function markTouched(staging: Staging, { today, source }: Particulars): Promise<void> {
  const { next, rows, places } = staging;
  const known = await staging.context.client.query(`select exists (select from ${next} where not is_new) as known`);
  if (!(known.rows[0] as { known: boolean }).known) return;
  const differs = [`exists (select from ${places} w where w.n = x.n)`, ...PARTS.map((part) => part.differs(staging))];
  await staging.eachCleared(
    `update ${next} x set touched = true from ${rows} s
     where s.n = x.n and x.n > :from and x.n <= :to and not x.is_new and not x.touched and (${differs.map((one) => `(${one})`).join('\n or ')})`,
    { today, source },
  );
}

/**
 * Writes what was staged, within the transaction that is open. On a server readers go on reading what was there. The
 * embedded engine has one session, so that readers wait for the whole of it: seen with 10,000 rows, each with a place, a
 * service, terms and figures, were 4 s where all were new (12 s beside 60,000 others: learning the words of names grows
 * dear), 1 s where 100 had changed, and half a second where none had. One transaction all the same, for a list is there
 * whole or not at all. A new list of a whole country belongs on a server: with some 60,000 new organisations readers
 * begin to be told that they waited too long (30 s).
 */
export async function publish(client: PoolClient, staging: Staging, particulars: Particulars): Promise<void> {
  try {
    await write(client, staging, particulars);
  } catch (error) {
    throw (error as { code?: string }).code === UNIQUE_VIOLATION ? overtaken('were entered') : error;
  }
}

async function write(client: PoolClient, staging: Staging, { instant, today, source }: Particulars): Promise<void> {
  const { next, rows, places, seen, context } = staging;
  await beCleared(client);
  // What history calls this change.
  await client.query(`select set_config('atlas.batch', $1, true), set_config('atlas.at', $2, true)`, [context.batch.id, instant.toISOString()]);
  // The planner thinks few rows of what this transaction itself writes, as history's triggers read it, and would go
  // through them once for every other row: 4 s for 2,000 of 50,000 rows, and 0.04 s where it may not keep them aside.
  await client.query('set local enable_material = off');
  await requireUnchanged(client, staging);
  for (const statement of organisationStatements(staging)) await staging.write(client, statement, { instant });
  for (const part of PARTS) {
    for (const statement of part.statements(staging)) await staging.write(client, statement, { today, source });
  }
  await staging.writeSlices((from, to) => writePlaces(client, `(select ${TRUTH_COLUMNS} from ${places} where n > $1 and n <= $2)`, [from, to]));
  await staging.write(
    client,
    `insert into record_sources as r (organisation_id, source, source_key, key_given, batch_id, first_batch_id, seen_at)
     select x.organisation_id, :source, s.source_key, s.key_given, :batch, :batch, :instant from ${seen} x join ${rows} s on s.n = x.n where x.n > :from and x.n <= :to
     on conflict (organisation_id, source, source_key) do update set key_given = excluded.key_given, batch_id = excluded.batch_id, seen_at = excluded.seen_at,
       former_batch_id = r.batch_id, former_seen_at = r.seen_at`,
    { source, batch: context.batch.id, instant },
  );
  await staging.write(client, deriveSql(`select x.id from ${next} x where x.n > :from and x.n <= :to`));
}

/** What was compared must still stand: somebody may have edited an organisation since. */
async function requireUnchanged(client: PoolClient, { next }: Staging): Promise<void> {
  const found = await client.query(
    named(
      `select count(*)::int as count from (
         select o.version, o.merged_into_id, x.version as seen from ${next} x join organisations o on o.id = x.id where x.touched for update of o
       ) w where w.version <> w.seen or w.merged_into_id is not null`,
      {},
    ),
  );
  const { count } = found.rows[0] as { count: number };
  if (count > 0) throw overtaken(`${count === 1 ? 'was' : 'were'} edited`, count);
}

function overtaken(what: string, count?: number): SetUpError {
  const who = count === undefined ? 'Some of these organisations' : `${count} organisation${count === 1 ? '' : 's'}`;
  return new SetUpError(`${who} ${what} by somebody else while the file was being compared; nothing was written.`, 'Run the same command again');
}
