import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { Clock } from '../../clock';
import type { Database } from '../../database/database';
import { type ImportContext, type ImportOptions, type Publish, runImport } from '../../intake/import-run';
import { openRows } from '../../intake/open-rows';
import type { ImportOutcome } from '../../intake/outcome';
import { namingArea, requireStillThere } from '../import/named-organisations';
import type { LinkKind } from './link-kinds';
import { type GivenLink, readLinks } from './link-rows';

export interface LinkImportOptions extends ImportOptions {
  /** The umbrella body, or who supports, of rows that do not say it: identifier, slug or name. */
  readonly giver?: string | undefined;
  /** Code of the area within whose directory members, or who is supported, are looked for by name; everywhere when left out. */
  readonly area?: string | undefined;
}

/** A link as it stands or will; days inclusive, null: since ever, until further notice. */
interface Link {
  readonly id: string;
  readonly giver_id: string;
  readonly taker_id: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly note: string | null;
}

interface Decided {
  readonly row: GivenLink;
  readonly before: Link | undefined;
  readonly after: Link;
}

/** Rows of one statement: on the embedded engine nobody else is answered meanwhile. */
const AT_ONCE = 5_000;

/**
 * Imports memberships in umbrella bodies, or who supports whom. A link whose days meet those of the row is the same
 * link: what the row says replaces what was known of it, what it leaves empty stays. One that ended before is another.
 */
export async function importLinks(database: Database, clock: Clock, kind: LinkKind, options: LinkImportOptions): Promise<ImportOutcome> {
  return runImport(database, clock, options, { kind: kind.name, settings: { giver: options.giver, area: options.area }, stage: (context) => stage(context, kind, options) });
}

async function stage(context: ImportContext, kind: LinkKind, options: LinkImportOptions): Promise<Publish | undefined> {
  const { client, counts, progress } = context;
  const areaId = await namingArea(client, options.area);
  const source = await openRows(options.file);
  progress.say('looking for the organisations');
  const given = await readLinks(context, source, kind, options.giver, areaId).finally(() => source.close());
  const decided = decide(context, kind, given, await standingOf(client, kind, given));
  if (context.doomed) return undefined;
  const changed = decided.filter(({ before, after }) => before === undefined || (['from', 'to', 'note'] as const).some((field) => before[field] !== after[field]));
  counts.created = changed.filter(({ before }) => before === undefined).length;
  counts.updated = changed.length - counts.created;
  counts.unchanged = decided.length - changed.length;
  return changed.length === 0 ? undefined : (publisher) => publish(publisher, kind, changed, context.clock.now());
}

const pairOf = (link: { giverId: string; takerId: string }): string => `${link.giverId} ${link.takerId}`;

/** The links of the file's pairs, by pair. */
async function standingOf(client: PoolClient, { table, giver, taker, hasNote }: LinkKind, given: readonly GivenLink[]): Promise<Map<string, Link[]>> {
  const takers = [...new Set(given.map((row) => row.takerId))];
  const found = new Map<string, Link[]>();
  for (let at = 0; at < takers.length; at += AT_ONCE) {
    const { rows } = await client.query<Link>(
      `select l.id, l.${giver.column} as giver_id, l.${taker.column} as taker_id, lower(l.valid)::text as "from", (upper(l.valid) - 1)::text as "to", ${hasNote ? 'l.note' : 'null'} as note
       from ${table} l where l.${taker.column} = any($1::uuid[]) order by lower(l.valid) nulls first, l.id`,
      [takers.slice(at, at + AT_ONCE)],
    );
    for (const link of rows) {
      const pair = pairOf({ giverId: link.giver_id, takerId: link.taker_id });
      found.set(pair, [...(found.get(pair) ?? []), link]);
    }
  }
  return found;
}

interface Days {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** Days compare as text; the years that are read have four digits, or three. */
const beginsBy = (one: Days, day: Days['to']): boolean => one.from == null || day == null || pad(one.from) <= pad(day);
const pad = (day: string): string => day.padStart(10, '0');
const meet = (one: Days, other: Days): boolean => beginsBy(one, other.to) && beginsBy(other, one.to);

function decide({ refused }: ImportContext, { giver }: LinkKind, given: readonly GivenLink[], standing: ReadonlyMap<string, Link[]>): Decided[] {
  const decided: Decided[] = [];
  const byPair = new Map<string, Decided[]>();
  for (const row of given) {
    const refuse = (column: string, reason: string): void => refused.add({ line: row.line, column, value: row.from ?? '', reason });
    const before = byPair.get(pairOf(row)) ?? [];
    const known = standing.get(pairOf(row)) ?? [];
    const same = known.filter((link) => meet(link, row));
    if (same.length > 1) {
      refuse('from', `and to meet ${same.length} that are on record (${same.map(daysOf).join('; ')}): say the days of one of them`);
      continue;
    }
    const [one] = same;
    const after: Link = { id: one?.id ?? uuidv7(), giver_id: row.giverId, taker_id: row.takerId, from: row.from ?? one?.from ?? null, to: row.to ?? one?.to ?? null, note: row.note ?? one?.note ?? null };
    const twice = before.find((other) => meet(other.after, after));
    const another = known.find((link) => link !== one && meet(link, after));
    if (after.from !== null && after.to !== null && pad(after.from) > pad(after.to)) refuse('from', `is after ${after.to}, the last day on record`);
    else if (twice !== undefined) refuse(giver.headings.name, `stands in line ${twice.row.line} already, for days that meet these`);
    else if (another !== undefined) refuse('from', `would make it meet another that is on record (${daysOf(another)})`);
    else {
      const link = { row, before: one, after };
      decided.push(link);
      byPair.set(pairOf(row), [...before, link]);
    }
  }
  return decided;
}

const daysOf = ({ from, to }: Link): string => (from === null && to === null ? 'without days' : [from === null ? '' : `from ${from}`, to === null ? '' : `to ${to}`].filter((part) => part !== '').join(' '));

async function publish(client: PoolClient, { table, giver, taker, node, hasNote }: LinkKind, changed: readonly Decided[], instant: Date): Promise<void> {
  await requireStillThere(client, changed.flatMap(({ after }) => [after.giver_id, after.taker_id]), 'no key update');
  for (let at = 0; at < changed.length; at += AT_ONCE) {
    const some = changed.slice(at, at + AT_ONCE).map(({ after }) => after);
    await client.query(
      `insert into ${table} (id, ${giver.column}, ${taker.column}, valid${hasNote ? ', note' : ''})
       select r.id, r.giver_id, r.taker_id, daterange(r."from", r."to" + 1)${hasNote ? ', r.note' : ''}
       from json_to_recordset($1::json) r (id uuid, giver_id uuid, taker_id uuid, "from" date, "to" date, note text)
       on conflict (id) do update set valid = excluded.valid${hasNote ? ', note = excluded.note' : ''}`,
      [JSON.stringify(some)],
    );
    const nodes = [...new Set(some.map((link) => (node === 'giver' ? link.giver_id : link.taker_id)))];
    // An editor who read the entry before must not replace what came since.
    await client.query('update organisations set version = version + 1, updated_at = $2 where id = any($1::uuid[])', [nodes, instant]);
  }
}
