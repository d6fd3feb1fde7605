import type { PoolClient } from 'pg';
import type { Clock } from '../../clock';
import type { Database } from '../../database/database';
import { SetUpError } from '../../errors';
import { idOfMonth } from '../../intake/id-of-month';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../../intake/import-run';
import { openRows } from '../../intake/open-rows';
import type { ImportOutcome } from '../../intake/outcome';
import { areaIdOf } from '../import/known-plan';
import { readContributionRows } from './import/contribution-rows';
import { findContributors, type FoundContribution } from './import/contributors';
import { knownSet } from './import/known-priorities';
import { daysBetween } from './priority-days';

export interface PriorityContributionsImportOptions extends ImportOptions {
  /** Code of the area that the priorities are for. */
  readonly area: string;
  /** The title of the plan that sets them. */
  readonly title: string;
}

/**
 * Imports what contributes to the priorities of the newest version of a set, whole: a row a contribution. One that is on
 * record in these days is corrected; what the file does not speak of stays.
 */
export async function importPriorityContributions(database: Database, clock: Clock, options: PriorityContributionsImportOptions): Promise<ImportOutcome> {
  const { area, title } = options;
  return runImport(database, clock, options, { kind: 'priority-contributions', settings: { area, title }, stage: (context) => stage(context, options) });
}

interface Standing {
  readonly id: string;
  readonly priority_id: string;
  readonly node_id: string;
  readonly from: string;
  readonly to: string | null;
  readonly how: string | null;
}

/** A contribution as it is to be written. */
type Written = Pick<FoundContribution, 'kind'> & Standing;

async function stage(context: ImportContext, options: PriorityContributionsImportOptions): Promise<Publish | undefined> {
  const { client, counts, progress } = context;
  const areaId = await areaIdOf(client, options.area);
  const set = await knownSet(client, areaId, options.title);
  if (set === undefined) throw new SetUpError(`The area has no set of priorities “${options.title}”.`, 'Import its priorities first: vcs-atlas import priorities --help');
  const source = await openRows(options.file, { guarded: true, typed: true });
  const given = await readContributionRows(context, source, new Map(set.priorities.map((one) => [one.code, one.id]))).finally(() => source.close());
  progress.say('looking for the services and actions');
  const found = await findContributors(context, given, areaId);
  const standing = await client.query<Standing>(
    `select c.id, c.priority_id, c.node_id, lower(c.valid)::text as "from", (upper(c.valid) - 1)::text as "to", c.how from priority_contributions c where c.set_id = $1 and c.withdrawn_at is null`, [set.id],
  );
  const written = compare(context, found, standing.rows, set.from);
  if (context.doomed) return undefined;
  counts.created = written.filter((row) => !standing.rows.some((one) => one.id === row.id)).length;
  counts.updated = written.length - counts.created;
  counts.unchanged = counts.read - context.refused.count - written.length;
  return written.length === 0 ? undefined : (publisher) => publish(publisher, set.id, written, context.clock.now());
}

/** What is new or otherwise. Without a first day a row means what holds today, or begins today. */
function compare({ clock, refused }: ImportContext, found: readonly FoundContribution[], standing: readonly Standing[], begins: string): Written[] {
  const today = clock.today() < begins ? begins : clock.today();
  const spoken = new Map<string, number>();
  const now = new Map(standing.map((one) => [one.id, one]));
  return found.flatMap((row): Written[] => {
    const refuse = (column: string, value: string, reason: string): [] => {
      refused.add({ line: row.line, column, value, reason });
      return [];
    };
    const same = standing.filter((one) => one.priority_id === row.priorityId && one.node_id === row.nodeId);
    const before = same.find((one) => (row.from === undefined ? one.from <= today && (one.to === null || one.to >= today) : one.from === row.from));
    const from = row.from ?? before?.from ?? today;
    const to = row.to ?? null;
    const key = `${row.priorityId} ${row.nodeId} ${from}`;
    const line = spoken.get(key);
    if (line !== undefined) return refuse('code', '', `says the same as line ${line}`);
    spoken.set(key, row.line);
    if (to !== null && to < from) return refuse('to', to, `lies before its first day, ${from}`);
    const other = [...now.values()].find((one) => one.priority_id === row.priorityId && one.node_id === row.nodeId && one.id !== before?.id && (to === null || one.from <= to) && (one.to === null || one.to >= from));
    if (other !== undefined) return refuse('from', row.from ?? '', `overlaps the contribution from ${other.from}: end that one first`);
    const next = { id: before?.id ?? idOfMonth(), priority_id: row.priorityId, node_id: row.nodeId, kind: row.kind, from, to: to ?? before?.to ?? null, how: row.how ?? before?.how ?? null };
    now.set(next.id, next);
    return before !== undefined && before.to === next.to && before.how === next.how ? [] : [next];
  });
}

async function publish(client: PoolClient, setId: string, rows: readonly Written[], at: Date): Promise<void> {
  try {
    await client.query(
      `insert into priority_contributions (id, priority_id, set_id, kind, node_id, valid, how, created_at, updated_at)
       select r.id, r.priority_id, $2, r.kind, r.node_id, r.valid, r.how, $3, $3 from jsonb_to_recordset($1) r (id uuid, priority_id uuid, kind text, node_id uuid, valid daterange, how text)
       on conflict (id) do update set valid = excluded.valid, how = excluded.how, version = priority_contributions.version + 1, updated_at = excluded.updated_at`,
      [JSON.stringify(rows.map(({ from, to, ...row }) => ({ ...row, valid: daysBetween(from, to) }))), setId, at],
    );
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'priority_contributions_once') throw error;
    throw new SetUpError('Somebody else entered one of these meanwhile: nothing was written.', 'Run the same command again');
  }
}
