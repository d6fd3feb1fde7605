import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock';
import type { Database } from '../../database/database';
import { SetUpError } from '../../errors';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../../intake/import-run';
import { openRows } from '../../intake/open-rows';
import type { ImportOutcome } from '../../intake/outcome';
import { parseDay } from '../../organisations/import/cell-dates';
import { CellFault } from '../../organisations/import/cell-values';
import { areaIdOf } from '../import/known-plan';
import { LeadRegister } from '../import/lead-register';
import { comparePriorities, type PriorityChanges, type PriorityRow } from './import/compare-priorities';
import { type KnownSet, knownSet } from './import/known-priorities';
import { type GivenPriority, readPriorityRows } from './import/priority-rows';
import { daysBetween } from './priority-days';

export interface PrioritiesImportOptions extends ImportOptions {
  /** Code of the area that the priorities are for. */
  readonly area: string;
  /** The title of the plan that sets them. */
  readonly title: string;
  readonly owner?: string | undefined;
  /** First and last day of the set; a new one needs the first. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Whether the file is the next version of the set rather than a correction of the newest. */
  readonly newEdition?: boolean | undefined;
  /** From when what the file lacks holds no more; today when left out. */
  readonly asOf?: string | undefined;
}

/**
 * Imports the priorities of an area, whole: a row a priority. A new set, or a new version of one, comes as a draft. Once
 * it is there, a row is the priority of its code; one that the file lacks ends, and what contributed to it stays on record.
 */
export async function importPriorities(database: Database, clock: Clock, options: PrioritiesImportOptions): Promise<ImportOutcome> {
  const { area, title, owner, from, to, newEdition, asOf } = options;
  return runImport(database, clock, options, { kind: 'priorities', settings: { area, title, owner, from, to, newEdition, asOf }, stage: (context) => stage(context, options) });
}

interface Head {
  readonly id: string;
  readonly areaId: string;
  readonly title: string;
  readonly edition: number;
  readonly owner: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly source: string;
  /** The version that was compared with; undefined: the set is new. */
  readonly version: number | undefined;
}

async function stage(context: ImportContext, options: PrioritiesImportOptions): Promise<Publish | undefined> {
  const { client, counts, notes, clock, refused } = context;
  const title = options.title.trim();
  if (title === '') throw new SetUpError('--title is empty: name the plan that sets the priorities.');
  const areaId = await areaIdOf(client, options.area);
  const asOf = dayOf('--as-of', options.asOf) ?? clock.today();
  const newest = await knownSet(client, areaId, title);
  const known = options.newEdition === true ? undefined : newest;
  const source = await openRows(options.file, { guarded: true });
  const read = await readPriorityRows(context, source).finally(() => source.close());
  const head = headOf(options, { areaId, title, known, edition: known?.edition ?? (newest?.edition ?? 0) + 1, source: source.name });
  const given = withinSet(context, read, head);
  if (context.doomed || given.length === 0) return undefined;
  const leads = await LeadRegister.read(client, areaId, given.flatMap((row) => row.lead ?? []), []);
  const changes = comparePriorities(given, { known, leads, asOf, close: refused.count === 0 });
  Object.assign(counts, { created: changes.created, updated: changes.updated, unchanged: changes.unchanged });
  notes.push(...notesOf(changes, asOf));
  const sameHead = known !== undefined && known.owner === head.owner && known.from === head.from && known.to === head.to;
  if (changes.rows.length === 0 && sameHead) return undefined;
  return async (publisher) => {
    await leads.write(publisher, areaId, clock.now());
    await publish(publisher, head, changes.rows, clock.now()).catch(told);
  };
}

function headOf(options: PrioritiesImportOptions, { known, ...rest }: { areaId: string; title: string; known: KnownSet | undefined; edition: number; source: string }): Head {
  const from = dayOf('--from', options.from) ?? known?.from;
  const to = dayOf('--to', options.to) ?? known?.to ?? null;
  if (from === undefined) throw new SetUpError('A new set of priorities needs its first day: --from.');
  if (to !== null && from > to) throw new SetUpError(`--from ${from} lies after --to ${to}.`);
  return { ...rest, id: known?.id ?? uuidv7(), owner: options.owner ?? known?.owner ?? null, from, to, version: known?.version };
}

/** Refuses rows that would hold on no day of the set. @returns the others. */
function withinSet({ refused }: ImportContext, given: readonly GivenPriority[], { from, to }: Head): GivenPriority[] {
  return given.filter((row) => {
    if (row.from != null && to !== null && row.from > to) refused.add({ line: row.line, column: 'from', value: row.from, reason: `lies after the last day of the set, ${to}` });
    else if (row.to != null && row.to < from) refused.add({ line: row.line, column: 'to', value: row.to, reason: `lies before the first day of the set, ${from}` });
    else return true;
    return false;
  });
}

function notesOf({ closed, toCome, reopened }: PriorityChanges, asOf: string): string[] {
  return [
    ...(closed.length === 0 ? [] : [`Not in the file and closed from ${asOf}: ${closed.join(', ')}. What contributed to them stays on record.`]),
    ...(toCome.length === 0 ? [] : [`Not in the file but still to begin, and left as they are: ${toCome.join(', ')}.`]),
    ...(reopened.length === 0 ? [] : [`Had ended and hold again: ${reopened.join(', ')}.`]),
  ];
}

function dayOf(flag: string, text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : parseDay(text);
  } catch (error) {
    if (error instanceof CellFault) throw new SetUpError(`${flag} ${text} ${error.message}.`);
    throw error;
  }
}

/** Days of an approved version that were moved over those of another. */
function told(error: unknown): never {
  if ((error as { constraint?: string }).constraint !== 'priority_sets_in_force_once') throw error;
  throw new SetUpError('Another version of the set is in force in these days: nothing was written.', 'Give other days with --from and --to');
}

async function publish(client: PoolClient, head: Head, rows: readonly PriorityRow[], at: Date): Promise<void> {
  const values = [head.id, head.title, head.areaId, head.owner, daysBetween(head.from, head.to), head.source, at];
  const done = head.version === undefined
    ? await client.query(
        `insert into priority_sets (id, title, area_id, owner, period, source, created_at, updated_at, edition) values ($1, $2, $3, $4, $5::daterange, $6, $7, $7, $8) on conflict (area_id, title_key, edition) do nothing`, [...values, head.edition])
    : await client.query(
        `update priority_sets set title = $2, owner = $4, period = $5::daterange, source = $6, version = version + 1, updated_at = $7 where id = $1 and area_id = $3 and version = $8`, [...values, head.version]);
  if (done.rowCount !== 1) throw new SetUpError('Somebody else changed the set of priorities meanwhile: nothing was written.', 'Run the same command again');
  await client.query(
    `insert into priorities (id, set_id, code, title, description, position, lead_id, valid, created_at, updated_at)
     select r.id, $2, r.code, r.title, r.description, r.position, r.lead_id, r.valid, $3, $3
     from jsonb_to_recordset($1) r (id uuid, code text, title text, description text, position integer, lead_id uuid, valid daterange)
     on conflict (id) do update set title = excluded.title, description = excluded.description, position = excluded.position, lead_id = excluded.lead_id, valid = excluded.valid,
       version = priorities.version + 1, updated_at = excluded.updated_at`,
    [JSON.stringify(rows.map(({ from, to, ...row }) => ({ ...row, valid: from === null && to === null ? null : daysBetween(from, to) }))), head.id, at],
  );
}
