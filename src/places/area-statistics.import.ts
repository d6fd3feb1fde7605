import type { PoolClient } from 'pg';
import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { SetUpError } from '../errors';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { readRows } from '../intake/read-rows';
import { requireColumn, type RowSource } from '../intake/row-source';
import { readAreaCodes } from './area-codes.lookup';
import { type Placing, placeStatistics, type StatisticRow } from './statistic-places';
import { readNumber } from './statistic-values';

export interface StatisticsImportOptions extends ImportOptions {
  /** The column with the code of the area. */
  readonly code: string;
  /** Columns by the measure that they give. */
  readonly measures: Readonly<Record<string, string>>;
  readonly year: number;
  readonly source: string;
  /** Measures, not known yet, that add up over areas. */
  readonly additive?: readonly string[] | undefined;
  /** Measures, not known yet, that do not; what is neither named here nor there is taken for one. */
  readonly rates?: readonly string[] | undefined;
}

/** Imports what is counted or measured by area: one value for each area, measure, year and source. */
export async function importAreaStatistics(database: Database, clock: Clock, options: StatisticsImportOptions): Promise<ImportOutcome> {
  const { code, measures, year, source, additive, rates } = options;
  return runImport(database, clock, options, {
    kind: 'area-statistics',
    settings: { code, measures, year, source, additive, rates },
    stage: (context) => stage(context, options),
  });
}

async function stage(context: ImportContext, options: StatisticsImportOptions): Promise<Publish | undefined> {
  const { client, counts, notes } = context;
  const source = await openRows(options.file);
  const additive = await decideMeasures(client, options).catch((error: unknown) => {
    source.close();
    throw error;
  });
  const rows = await readStatistics(context, source, options);
  if (context.doomed) return undefined;
  const placing = placeStatistics(rows, await readAreaCodes(client), additive.all);
  notes.push(...[...additive.made].map(([measure, adds]) => `${measure} is a new measure, taken ${adds ? 'as a count, which adds up over areas' : 'as a rate: over merged areas it is never summed (--additive to change that)'}.`));
  notes.push(...placing.notes);
  const table = await stageStatistics(context, placing);
  counts.notPlaced = placing.notPlaced.length;
  await countRows(context, table, rows, placing, options);
  if (counts.created + counts.updated === 0) return undefined;
  return async (publisher) => {
    const made = [...additive.made];
    await publisher.query(
      `insert into measures (code, name, unit, additive) select m.code, m.code, case when m.additive then 'count' else 'rate' end, m.additive from unnest($1::text[], $2::boolean[]) as m (code, additive) on conflict do nothing`,
      [made.map(([measure]) => measure), made.map(([, adds]) => adds)],
    );
    await publisher.query(
      `insert into area_statistics (area_id, measure, year, value, source) select s.area_id, s.measure, $1, s.value, $2 from ${table} s
       on conflict (area_id, measure, year, source) do update set value = excluded.value where area_statistics.value <> excluded.value`,
      [options.year, options.source],
    );
  };
}

interface Measures {
  readonly all: ReadonlyMap<string, boolean>;
  readonly made: ReadonlyMap<string, boolean>;
}

/** Whether each measure adds up. What is known stays as it is; a new one adds up only when that was said. */
async function decideMeasures(client: PoolClient, options: StatisticsImportOptions): Promise<Measures> {
  const wanted = Object.keys(options.measures);
  const [additive, rates] = [new Set(options.additive), new Set(options.rates)];
  for (const name of [...additive, ...rates]) {
    if (!wanted.includes(name)) throw new SetUpError(`${name} is called a count or a rate, but is not among the measures: ${wanted.join(', ')}.`);
    if (additive.has(name) && rates.has(name)) throw new SetUpError(`${name} cannot both add up over areas and be a rate.`);
  }
  const found = await client.query('select code, additive from measures where code = any($1::text[])', [wanted]);
  const known = new Map((found.rows as { code: string; additive: boolean }[]).map((row) => [row.code, row.additive]));
  for (const [name, adds] of known) {
    if ((adds && rates.has(name)) || (!adds && additive.has(name))) throw new SetUpError(`${name} is known already as a ${adds ? 'count, which adds up' : 'rate, which does not add up'}.`);
  }
  const made = new Map(wanted.filter((name) => !known.has(name)).map((name) => [name, additive.has(name)]));
  return { all: new Map([...known, ...made]), made };
}

async function readStatistics(context: ImportContext, source: RowSource, options: StatisticsImportOptions): Promise<StatisticRow[]> {
  const { refused } = context;
  try {
    const codeAt = requireColumn(source, options.code);
    const columns = Object.entries(options.measures).map(([measure, heading]) => ({ measure, heading, at: requireColumn(source, heading) }));
    const seen = new Map<string, number>();
    const rows: StatisticRow[] = [];
    for await (const { line, values } of readRows(context, source)) {
      const code = values[codeAt] as string;
      const before = seen.get(code);
      if (code === '') refused.add({ line, column: options.code, value: '', reason: 'is empty: a value needs its area' });
      if (before !== undefined) refused.add({ line, column: options.code, value: code, reason: `stands in line ${before} already` });
      const read = columns.map(({ measure, heading, at }) => {
        const value = readNumber(values[at] as string);
        if (value === undefined) refused.add({ line, column: heading, value: values[at] as string, reason: 'is not a number' });
        return [measure, value] as const;
      });
      if (code === '' || before !== undefined || read.some(([, value]) => value === undefined)) continue;
      seen.set(code, line);
      rows.push({ line, code, values: new Map(read as (readonly [string, string | null])[]) });
    }
    return rows;
  } finally {
    source.close();
  }
}

async function stageStatistics({ client, batch, loader }: ImportContext, { statistics }: Placing): Promise<string> {
  const table = batch.stagingTable('statistics');
  await client.query(`create unlogged table ${table} (area_id uuid not null, measure text not null, value numeric not null, primary key (area_id, measure))`);
  const columns = [
    { name: 'area_id', type: 'uuid' },
    { name: 'measure', type: 'text' },
    { name: 'value', type: 'numeric' },
  ];
  async function* rows(): AsyncGenerator<string[]> {
    for (const one of statistics) yield [one.areaId, one.measure, one.value];
  }
  await loader.load(client, table, columns, rows());
  return table;
}

/** Rows of the file count as their values do: created when one of them is new, updated when one is different. */
async function countRows({ client, counts }: ImportContext, table: string, rows: readonly StatisticRow[], placing: Placing, options: StatisticsImportOptions): Promise<void> {
  const found = await client.query(
    `select s.area_id || ' ' || s.measure as key, a.area_id is null as created from ${table} s
     left join area_statistics a on a.area_id = s.area_id and a.measure = s.measure and a.year = $1 and a.source = $2 where a.value is distinct from s.value`,
    [options.year, options.source],
  );
  const changed = new Map((found.rows as { key: string; created: boolean }[]).map((row) => [row.key, row.created]));
  const created = new Set<number>();
  const updated = new Set<number>();
  for (const { areaId, measure, lines } of placing.statistics) {
    const isNew = changed.get(`${areaId} ${measure}`);
    if (isNew !== undefined) for (const line of lines) (isNew ? created : updated).add(line);
  }
  counts.created = created.size;
  counts.updated = [...updated].filter((line) => !created.has(line)).length;
  counts.unchanged = rows.length - placing.notPlaced.length - counts.created - counts.updated;
}
