import type { PoolClient } from 'pg';
import type { Clock } from '../../clock';
import { endedFromOutside } from '../../intake/batch';
import { counted, type Check } from './check';

/** What imports left that were ended from outside. */
export async function importChecks(client: PoolClient, clock: Clock): Promise<readonly Check[]> {
  const { unpublished, due } = await endedFromOutside(client, clock);
  return [
    {
      severity: 'FAULT',
      sql: 'select id::text as example from unnest($1::uuid[]) id',
      params: [due],
      problem: (count) => `${counted(count, 'import')} that ${count === 1 ? 'was' : 'were'} ended from outside before what follows from it was worked out.`,
      remedy: 'The next import works it out; so does the next start of the service, and whoever is taking one back just now',
    },
    {
      severity: 'NOTE',
      sql: `select c.relname::text as example from pg_class c where c.relnamespace = to_regnamespace('staging') and c.relkind = 'r'
        and not exists (select from import_batches b where b.published_at is null and b.id <> all($1::uuid[]) and c.relname like 'b' || replace(b.id::text, '-', '') || '\\_%')`,
      params: [unpublished],
      problem: (count) => `${counted(count, 'table')} left behind by an import that was ended from outside.`,
      remedy: 'The next import sweeps them; so does the next start of the service',
    },
  ];
}
