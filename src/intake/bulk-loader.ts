import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** What a cell may hold; anything else is given as the text that PostgreSQL reads for its type. */
export type LoadValue = string | number | boolean | null | undefined;

export interface LoadColumn {
  readonly name: string;
  /** As PostgreSQL names it, for example `text`, `integer`, `geometry`. */
  readonly type: string;
}

/** Brings many rows into a table as fast as the engine allows, without holding them. */
export interface BulkLoader {
  /**
   * @param table trusted, already quoted where it needs to be.
   * @returns how many rows were loaded. On the embedded engine they come in several transactions: load into a table
   * that nobody reads yet.
   */
  load(client: ClientBase, table: string, columns: readonly LoadColumn[], rows: AsyncIterable<readonly LoadValue[]>): Promise<number>;
}

export function bulkLoader(engine: 'embedded' | 'server'): BulkLoader {
  return engine === 'server' ? copyLoader : new UnnestLoader();
}

const CHUNK = 65_536;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\v': '\\v' };
const SPECIAL = /[\\\n\r\t\b\f\v]/g;

/** A cell in the text format of COPY. */
export function copyText(value: LoadValue): string {
  if (value === null || value === undefined) return '\\N';
  const text = String(value);
  return text.search(SPECIAL) < 0 ? text : text.replace(SPECIAL, (char) => ESCAPES[char] ?? char);
}

const copyLoader: BulkLoader = {
  async load(client, table, columns, rows) {
    let count = 0;
    async function* chunks(): AsyncGenerator<Buffer> {
      let chunk = '';
      for await (const row of rows) {
        for (let i = 0; i < row.length; i += 1) chunk += i === 0 ? copyText(row[i]) : `\t${copyText(row[i])}`;
        chunk += '\n';
        count += 1;
        if (chunk.length < CHUNK) continue;
        yield Buffer.from(chunk, 'utf8');
        chunk = '';
      }
      if (chunk !== '') yield Buffer.from(chunk, 'utf8');
    }
    const names = columns.map((column) => column.name).join(', ');
    const sink = client.query(copyFrom(`copy ${table} (${names}) from stdin`));
    await pipeline(Readable.from(chunks(), { objectMode: false }), sink);
    return count;
  },
};

/** Bounds of one statement on the embedded engine, which answers nobody else while it runs. */
const FEWEST_ROWS = 500;
const MOST_ROWS = 20_000;
const MOST_CHARACTERS = 4_000_000;
/** Milliseconds that a statement should take: a reader waits for one at most, and its own turn besides. */
const AIM = 300;

/** `INSERT … SELECT FROM unnest(…)`, each statement as large as takes about a third of a second on this machine. */
class UnnestLoader implements BulkLoader {
  private size = 2_000;

  async load(client: ClientBase, table: string, columns: readonly LoadColumn[], rows: AsyncIterable<readonly LoadValue[]>): Promise<number> {
    const statement = this.statement(table, columns);
    let cells: (string | null)[][] = columns.map(() => []);
    let characters = 0;
    let count = 0;
    const flush = async (): Promise<void> => {
      const loaded = cells[0]?.length ?? 0;
      if (loaded === 0) return;
      const began = performance.now();
      await client.query(statement, cells);
      this.adapt(loaded, performance.now() - began);
      count += loaded;
      cells = columns.map(() => []);
      characters = 0;
    };
    for await (const row of rows) {
      for (let i = 0; i < columns.length; i += 1) {
        const value = row[i];
        const text = value === null || value === undefined ? null : String(value);
        characters += text?.length ?? 0;
        cells[i]?.push(text);
      }
      if ((cells[0]?.length ?? 0) >= this.size || characters >= MOST_CHARACTERS) await flush();
    }
    await flush();
    return count;
  }

  private statement(table: string, columns: readonly LoadColumn[]): string {
    const names = columns.map((column) => column.name);
    const arrays = columns.map((_, i) => `$${i + 1}::text[]`);
    const casts = columns.map((column) => `r.${column.name}::${column.type}`);
    return `insert into ${table} (${names.join(', ')}) select ${casts.join(', ')} from unnest(${arrays.join(', ')}) as r(${names.join(', ')})`;
  }

  private adapt(rows: number, milliseconds: number): void {
    if (rows < this.size) return;
    const wanted = (rows * AIM) / Math.max(1, milliseconds);
    // Waiting for its turn counts as well, so a step down may be the readers' doing: never more than by half at once.
    this.size = Math.round(Math.min(MOST_ROWS, this.size * 2, Math.max(FEWEST_ROWS, this.size / 2, wanted)));
  }
}
