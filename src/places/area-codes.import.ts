import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../intake/import-run';
import { openRows } from '../intake/open-rows';
import type { ImportOutcome } from '../intake/outcome';
import { readRows } from '../intake/read-rows';
import type { RowSource } from '../intake/row-source';
import { type CodeChange, type CodeChangeLayout, followCode, mergedCodes, recogniseCodeChanges } from './area-code-changes';
import { type AreaCodes, readAreaCodes } from './area-codes.lookup';
import { placesChanged } from './places-changed';

/** A former code with the area of today that it leads to. */
interface Resolved {
  readonly code: string;
  readonly areaId: string;
  readonly name: string | null;
  readonly kind: string;
  readonly year: number | null;
}

/** Imports what codes became: each former code leads to the area of today, over as many changes as there were. */
export async function importAreaCodes(database: Database, clock: Clock, options: ImportOptions): Promise<ImportOutcome> {
  return runImport(database, clock, options, {
    kind: 'area-codes',
    stage: (context) => stage(context, options),
    followUp: ({ progress }) => placesChanged({ database, clock, progress }),
  });
}

async function stage(context: ImportContext, options: ImportOptions): Promise<Publish | undefined> {
  const { client, counts, notes } = context;
  const source = await openRows(options.file);
  const changes = await readChanges(context, source);
  if (context.doomed) return undefined;
  const codes = await readAreaCodes(client);
  const resolved = resolve(context, changes, codes);
  const standing = resolved.filter((one) => codes.areas.has(one.code));
  for (const { code } of standing) notes.push(`${code} (${codes.areas.get(code)?.name}) still stands as an area of its own; asked for by this code, it answers itself.`);
  const table = await stageResolved(context, resolved);
  const found = await client.query(
    `select count(*) filter (where f.code is null)::int as created,
       count(*) filter (where f.code is not null and (f.area_id, f.name, f.kind, f.changed_in) is distinct from (s.area_id, coalesce(s.name, f.name), s.kind, coalesce(s.changed_in, f.changed_in)))::int as updated
     from ${table} s left join area_former_codes f on f.code = s.code`,
  );
  const { created, updated } = found.rows[0] as { created: number; updated: number };
  counts.created = created;
  counts.updated = updated;
  counts.unchanged += resolved.length - created - updated;
  if (created + updated === 0) return undefined;
  return async (publisher) => {
    await publisher.query(
      `insert into area_former_codes (code, area_id, name, kind, changed_in) select code, area_id, name, kind, changed_in from ${table}
       on conflict (code) do update set area_id = excluded.area_id, name = coalesce(excluded.name, area_former_codes.name), kind = excluded.kind,
         changed_in = coalesce(excluded.changed_in, area_former_codes.changed_in)`,
    );
  };
}

/** The rows that tell of a change; refuses what contradicts itself. */
async function readChanges(context: ImportContext, source: RowSource): Promise<CodeChange[]> {
  const { counts, refused, notes } = context;
  try {
    const layout = recogniseCodeChanges(source);
    const seen = new Map<string, CodeChange>();
    let silent = 0;
    for await (const { line, values } of readRows(context, source)) {
      const change = readChange(line, values, layout, context);
      if (change === undefined) continue;
      const before = seen.get(change.oldCode);
      const leadsNowhere = change.newCode === '' && layout.listsAllCodes;
      if (change.oldCode === '' || leadsNowhere || change.newCode === change.oldCode || before?.newCode === change.newCode) {
        silent += 1;
      } else if (before !== undefined) {
        refused.add({ line, column: layout.newCodeHeading, value: change.newCode, reason: `is a second successor of the same code (line ${before.line}): what was split cannot lead to one area` });
      } else if (change.newCode === '') {
        refused.add({ line, column: layout.newCodeHeading, value: '', reason: 'is empty: the code leads nowhere' });
      } else {
        seen.set(change.oldCode, change);
      }
    }
    counts.unchanged += silent;
    if (silent > 0) notes.push(`${silent} rows tell of no change (a code that is still today's, none, or the same change again).`);
    return withoutCircles([...seen.values()], layout, context);
  } finally {
    source.close();
  }
}

function readChange(line: number, values: readonly string[], layout: CodeChangeLayout, { refused }: ImportContext): CodeChange | undefined {
  const cell = (at: number | undefined): string => (at === undefined ? '' : (values[at] as string));
  const year = cell(layout.year);
  if (year !== '' && !/^(19|20)\d\d$/.test(year)) {
    refused.add({ line, column: 'year', value: year, reason: 'is not a year' });
    return undefined;
  }
  return { line, oldCode: cell(layout.oldCode), oldName: cell(layout.oldName) || null, newCode: cell(layout.newCode), type: cell(layout.type) || null, year: year === '' ? null : Number(year) };
}

function withoutCircles(changes: CodeChange[], layout: CodeChangeLayout, { refused }: ImportContext): CodeChange[] {
  const next = new Map(changes.map((one) => [one.oldCode, one.newCode]));
  return changes.filter((change) => {
    if (followCode(change.oldCode, next) !== undefined) return true;
    refused.add({ line: change.line, column: layout.oldCodeHeading, value: change.oldCode, reason: 'leads back to itself through the other changes' });
    return false;
  });
}

/** Leads every code to the last one that is an area; what is known from before continues the chains of the file. */
function resolve({ counts, notes }: ImportContext, changes: readonly CodeChange[], codes: AreaCodes): Resolved[] {
  const next = new Map([...codes.former.values()].map((one) => [one.code, one.area.code]));
  for (const change of changes) next.set(change.oldCode, change.newCode);
  const merged = mergedCodes(new Map(changes.map((one) => [one.oldCode, one.newCode])));
  const resolved: Resolved[] = [];
  for (const change of changes) {
    const last = followCode(change.oldCode, next)?.findLast((code) => codes.areas.has(code));
    const area = last === undefined ? undefined : codes.areas.get(last);
    if (area === undefined) {
      counts.notPlaced += 1;
      continue;
    }
    const kind = merged.has(change.oldCode) ? 'merger' : (change.type ?? 'new_code');
    resolved.push({ code: change.oldCode, areaId: area.id, name: change.oldName, kind, year: change.year });
  }
  if (counts.notPlaced > 0) notes.push(`${counts.notPlaced} codes lead to areas that are not here.`);
  return resolved;
}

async function stageResolved({ client, batch, loader }: ImportContext, resolved: readonly Resolved[]): Promise<string> {
  const table = batch.stagingTable('codes');
  await client.query(`create unlogged table ${table} (code text primary key, area_id uuid not null, name text, kind text not null, changed_in integer)`);
  const columns = [
    { name: 'code', type: 'text' },
    { name: 'area_id', type: 'uuid' },
    { name: 'name', type: 'text' },
    { name: 'kind', type: 'text' },
    { name: 'changed_in', type: 'integer' },
  ];
  async function* rows(): AsyncGenerator<(string | number | null)[]> {
    for (const one of resolved) yield [one.code, one.areaId, one.name, one.kind, one.year];
  }
  await loader.load(client, table, columns, rows());
  return table;
}
