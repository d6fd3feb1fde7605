import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { readRows } from '../intake/read-rows';
import type { Release } from '../intake/release';
import { requireColumn, type RowSource } from '../intake/row-source';
import type { Template } from '../intake/template-file';
import { CellFault } from './import/cell-values';
import { KnownCodes } from './import/known-codes';
import { RowCells } from './import/row-cells';
import { EARLIEST_YEAR, LATEST_YEAR } from './under-represented.service';

const HEADINGS = ['area', 'community', 'year', 'source'] as const;

export const underRepresentedTemplate: Template = { sheet: 'Communities', headings: HEADINGS, example: ['E10000015', 'YOUNG_CARERS', '2025', 'Equality monitoring 2025 (delete this row)'], frozen: 1 };

const KEY = ['area_id', 'term_id', 'year'];

export const underRepresentedRelease: Release = {
  scope: [],
  tables: [
    {
      name: 'under_represented_communities',
      key: KEY,
      called: `(select concat_ws(' ', a.code, t.code, k.year) from areas a, terms t where a.id = k.area_id and t.id = k.term_id)`,
      columns: ['source'],
      historyKey: KEY,
    },
  ],
  waits: `select a.id from areas a where a.id in (select (f.key->>'area_id')::uuid from former_rows f where f.batch_id = $1) order by a.id for no key update`,
  moves: false,
};

interface Said {
  readonly line: number;
  readonly area_id: string;
  readonly term_id: string;
  readonly year: number;
  readonly source: string;
}

/** Rows of one statement: on the embedded engine nobody else is answered meanwhile. */
const AT_ONCE = 5_000;

/** Imports which communities are under-represented among service users: one row for each area, community and year. */
export async function importUnderRepresented(database: Database, clock: Clock, options: ImportOptions): Promise<ImportOutcome> {
  return runImport(database, clock, options, { kind: 'under-represented', stage: (context) => stage(context, options) });
}

async function stage(context: ImportContext, options: ImportOptions): Promise<Publish | undefined> {
  const { client, counts } = context;
  const source = await openRows(options.file);
  const said = await readSaid(context, source).finally(() => source.close());
  if (context.doomed) return undefined;
  const known = await client.query<{ key: string; source: string }>(`select concat_ws(' ', area_id, term_id, year) as key, source from under_represented_communities`);
  const standing = new Map(known.rows.map((row) => [row.key, row.source]));
  const changed = said.filter((row) => standing.get(keyOf(row)) !== row.source);
  counts.created = changed.filter((row) => !standing.has(keyOf(row))).length;
  counts.updated = changed.length - counts.created;
  counts.unchanged = said.length - changed.length;
  if (changed.length === 0) return undefined;
  return async (publisher) => {
    // Who says it anew meanwhile waits, and sees this.
    await publisher.query('select id from areas where id = any($1::uuid[]) order by id for no key update', [[...new Set(changed.map((row) => row.area_id))]]);
    for (let at = 0; at < changed.length; at += AT_ONCE) {
      await publisher.query(
        `insert into under_represented_communities (area_id, term_id, year, source)
         select r.area_id, r.term_id, r.year, r.source from json_to_recordset($1::json) r (area_id uuid, term_id uuid, year int, source text)
         on conflict (area_id, term_id, year) do update set source = excluded.source`,
        [JSON.stringify(changed.slice(at, at + AT_ONCE))],
      );
    }
  };
}

const keyOf = ({ area_id, term_id, year }: Said): string => `${area_id} ${term_id} ${year}`;

async function readSaid(context: ImportContext, source: RowSource): Promise<Said[]> {
  for (const heading of HEADINGS) requireColumn(source, heading);
  const codes = await KnownCodes.read(context.client);
  const cells = new RowCells(source, HEADINGS, context.refused, context.notes, context.clock.today());
  const first = new Map<string, number>();
  const read: Said[] = [];
  for await (const row of readRows(context, source)) {
    cells.enter(row);
    for (const heading of HEADINGS) if (cells.text(heading) === undefined) cells.refuse(heading, new CellFault('is empty'));
    const area_id = cells.read('area', (text) => codes.area(text));
    const term_id = cells.read('community', (text) => codes.term('COMMUNITY', text).termId);
    const year = cells.read('year', parseYear);
    const who = cells.oneLine('source');
    if (cells.isFaulty || area_id === undefined || term_id === undefined || year === undefined || who === undefined) continue;
    const said = { line: row.line, area_id, term_id, year, source: who };
    const before = first.get(keyOf(said));
    if (before !== undefined) cells.refuse('community', new CellFault(`is said of this area and year in line ${before} already`));
    else first.set(keyOf(said), row.line);
    if (!cells.isFaulty) read.push(said);
  }
  return read;
}

function parseYear(text: string): number {
  const year = /^\d{4}$/.test(text) ? Number(text) : 0;
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) throw new CellFault(`is not a year from ${EARLIEST_YEAR} to ${LATEST_YEAR}`);
  return year;
}
