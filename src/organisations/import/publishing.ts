import type { PoolClient } from 'pg';
import { SetUpError } from '../../errors';
import { deriveSql } from '../derived';
import { TRUTH_COLUMNS, writePlaces } from '../place-writing';
import { organisationStatements } from './organisations-next';
import { PARTS } from './parts';
import { beCleared, named, type Staging } from './staging';

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

/** Writes what was staged, within the transaction that is open. */
export async function publish(client: PoolClient, staging: Staging, { instant, today, source }: Particulars): Promise<void> {
  const { next, rows, places, context } = staging;
  await beCleared(client);
  // What history calls this change.
  await client.query(`select set_config('atlas.batch', $1, true), set_config('atlas.at', $2, true)`, [context.batch.id, instant.toISOString()]);
  await requireUnchanged(client, staging);
  for (const statement of organisationStatements(staging)) await staging.each(statement, { instant }, client);
  for (const part of PARTS) {
    for (const statement of part.statements(staging)) await staging.each(statement, { today, source }, client);
  }
  await staging.eachSlice((from, to) => writePlaces(client, `(select ${TRUTH_COLUMNS} from ${places} where n > $1 and n <= $2)`, [from, to]));
  await staging.each(
    `insert into record_sources (organisation_id, source, source_key, batch_id, seen_at)
     select x.id, :source, s.source_key, :batch, :instant from ${next} x join ${rows} s on s.n = x.n where x.n > :from and x.n <= :to
     on conflict (organisation_id, source, source_key) do update set batch_id = excluded.batch_id, seen_at = excluded.seen_at`,
    { source, batch: context.batch.id, instant },
    client,
  );
  await staging.each(deriveSql(`select x.id from ${next} x where x.n > :from and x.n <= :to and (x.is_new or x.touched)`), {}, client);
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
  if (count > 0) throw new SetUpError(`${count} organisation(s) were edited while the file was being compared; nothing was written.`, 'Run the same command again');
}
