import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { beginBatch, discardBatch, sweepStaging } from '../../src/intake/batch';
import { bulkLoader, copyText } from '../../src/intake/bulk-loader';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

let at: TestDatabase;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'empty', writes: true });
});
afterAll(() => at.close());

const tables = async (): Promise<string[]> => {
  const found = await at.owner.query(`select relname from pg_class where relnamespace = 'staging'::regnamespace and relkind = 'r' order by 1`);
  return (found.rows as { relname: string }[]).map((row) => row.relname);
};

describe('the ledger of imports', () => {
  it('sweeps what ended processes left, and nothing of those that work', async () => {
    await at.database.withServiceClient(async (client) => {
      const mine = await beginBatch(client, testClock, 'mine', 'a.csv', {});
      const dead = await beginBatch(client, testClock, 'dead', 'b.csv', {});
      const reused = await beginBatch(client, testClock, 'reused', 'c.csv', {});
      const away = await beginBatch(client, testClock, 'away', 'd.csv', {});
      const longAway = await beginBatch(client, testClock, 'long-away', 'e.csv', {});
      for (const batch of [mine, dead, reused, away, longAway]) await client.query(`create unlogged table ${batch.stagingTable('rows')} (a integer)`);
      await client.query('create unlogged table staging.of_nobody (a integer)');
      const ended = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
      await at.owner.query(`update import_batches set process_id = $2, options = '{}' where id = $1`, [dead.id, ended]);
      await at.owner.query(`update import_batches set options = '{"processStart":"another"}' where id = $1`, [reused.id]);
      await at.owner.query(`update import_batches set host = $2 where id = any($1)`, [[away.id, longAway.id], `not-${hostname()}`]);
      await at.owner.query(`update import_batches set started_at = started_at - interval '25 hours' where id = $1`, [longAway.id]);
      expect(await sweepStaging(client, testClock)).toBe(4);
      expect(await tables()).toEqual([`${mine.prefix}rows`, `${away.prefix}rows`].sort());
      await expect(beginBatch(client, testClock, 'mine', 'z.csv', {})).rejects.toThrow(/Another import of mine is under way/);
      await discardBatch(client, mine);
      await discardBatch(client, away);
      expect(await tables()).toEqual([]);
      const left = await at.owner.query('select 1 from import_batches');
      expect(left.rows).toHaveLength(0);
    });
  });
});

describe('loading in bulk', () => {
  it('brings any text, number and nothing into the table as it is', async () => {
    const values: [number, string | null, number | null, boolean | null][] = [
      [1, 'tab\t newline\n return\r backslash\\ quote" \\N {a,b}', 0.1, true],
      [2, '', null, false],
      [3, null, -5, null],
      [4, 'NULL', 1e21, true],
      [5, 'naïve 🏳️‍🌈 \b\f\v', 0, false],
    ];
    await at.database.withServiceClient(async (client) => {
      await client.query('create unlogged table staging.loaded (id integer primary key, words text, amount float8, yes boolean)');
      async function* rows(): AsyncGenerator<(typeof values)[number]> {
        for (const row of values) yield row;
        for (let id = 6; id <= 9_000; id += 1) yield [id, 'x', id, true];
      }
      const columns = [
        { name: 'id', type: 'integer' },
        { name: 'words', type: 'text' },
        { name: 'amount', type: 'float8' },
        { name: 'yes', type: 'boolean' },
      ];
      expect(await bulkLoader(at.engine).load(client, 'staging.loaded', columns, rows())).toBe(9_000);
      const found = await client.query('select * from staging.loaded order by id limit 5');
      expect((found.rows as { id: number; words: string; amount: number; yes: boolean }[]).map((row) => [row.id, row.words, row.amount, row.yes])).toEqual(values);
      const counted = await client.query('select count(*)::int as count from staging.loaded');
      expect(counted.rows).toEqual([{ count: 9_000 }]);
      await client.query('drop table staging.loaded');
    });
  });

  it('fails as a whole when the rows fail', async () => {
    await at.database.withServiceClient(async (client) => {
      client.on('error', () => undefined);
      await client.query('create unlogged table staging.failed (id integer)');
      async function* rows(): AsyncGenerator<number[]> {
        yield [1];
        throw new Error('the file broke off');
      }
      await expect(bulkLoader(at.engine).load(client, 'staging.failed', [{ name: 'id', type: 'integer' }], rows())).rejects.toThrow('the file broke off');
    });
    await at.owner.query('drop table staging.failed');
  });

  it('writes cells as COPY reads them', () => {
    expect(copyText(null)).toBe('\\N');
    expect(copyText('a\tb\\\n')).toBe('a\\tb\\\\\\n');
    expect(copyText('plain')).toBe('plain');
  });
});
