import { validate as isUuid } from 'uuid';
import type { Clock } from '../clock';
import { UserFault } from '../errors';
import { notThereAnyMore } from '../history/not-there-any-more';
import type { RunSql } from '../history/restore';
import { silentProgress } from '../intake/progress';
import { holdReleases, type Release, type TakenBack, takeReleaseBack } from '../intake/release';
import { placeReleases, revertPostcodes } from '../places/place-releases';
import { finishImports } from '../places/places-changed';
import { change, type Writing } from './entry-change';
import type { RevertImportInput } from './import-batch.type';
import { restoreOrganisations } from './organisation.restore';
import { IS_REFERRED_TO, isNamed } from './referring';
import { underRepresentedRelease } from './under-represented.import';
import { vocabularyRelease } from './vocabulary.import';

/** A row that was left as it is, by its table and id, for what it is called may have to be erased; and why. */
export interface PartLeft {
  readonly table: string;
  readonly id: string;
  /** As it follows the name of the row: “progress was recorded on it since”. */
  readonly reason: string;
}

/** What became of an import that was taken back: rows that went, rows that are as they were, and what was left. */
export interface RowsTakenBack {
  readonly removed: number;
  readonly restored: number;
  /** Organisations. */
  readonly left: readonly string[];
  readonly parts?: readonly PartLeft[];
}

/** An import that is being taken back. */
export interface ImportTakenBack {
  readonly batchId: string;
  readonly at: Date;
  /** The number of the change that it made, of whose rows there is a history. */
  changeNumber(): Promise<number>;
  /** By whom. */
  readonly subject: string | null;
}

type TakesBack = (run: RunSql, batch: ImportTakenBack) => Promise<RowsTakenBack>;
const later = new Map<string, TakesBack>();

/** Registers how an import of a later domain is taken back, by its kind. */
export function takesBackImports(kind: string, work: TakesBack): void {
  later.set(kind, work);
}

const RELEASES: Readonly<Record<string, Release>> = { ...placeReleases, vocabulary: vocabularyRelease, 'under-represented': underRepresentedRelease };

/** Rows of an organisation, in the order in which they are removed; what hangs on them goes with them. */
const PARTS = [
  'organisation_statuses', 'identifiers', 'organisation_facts', 'categorisations', 'areas_served', 'community_links', 'record_sources', 'contacts', 'places', 'services',
] as const;

interface Touched {
  readonly id: string;
  readonly made: boolean;
  readonly since: boolean;
}

/**
 * Takes an import back. Of organisations: those that it made go, those that it changed are as they were before; what was
 * changed since, or is referred to since, is left as it is and listed in the ledger. Reference data go back to their
 * former release, and what lies by them is placed again. @returns the batch.
 */
export async function revertImport(writing: Writing, input: RevertImportInput): Promise<string> {
  const id = await change(writing, 'revertImport', input, async (manager) => {
    const run: RunSql = (sql, params = []) => manager.query(sql, [...params]);
    await run(`select set_config('atlas.change_kind', 'REVERT', true), set_config('statement_timeout', '0', true), set_config('atlas.batch', $1, true)`, [input.id]);
    const batch = await standing(run, input.id);
    const { moves, ...reverted } = await takeBack(run, writing, batch);
    await run(`update import_batches set reverted_at = $2, reverted = $3, counts = case when $4 then counts || '{"followUp":"due"}' else counts end where id = $1`, [
      batch.id, writing.clock.now(), JSON.stringify(reverted), moves,
    ]);
    return batch.id;
  }).catch((error: unknown) => {
    throw notThereAnyMore(error, 'id') ?? error;
  });
  await finishImports({ database: writing.database, clock: writing.clock, progress: silentProgress });
  return id;
}

interface Batch {
  readonly id: string;
  readonly kind: string;
}

interface Reverted {
  /** Places have to be told, once it is committed. */
  readonly moves: boolean;
}

/** The batch, locked, unless there is nothing to take back. */
async function standing(run: RunSql, id: string): Promise<Batch> {
  const [batch] = isUuid(id)
    ? await run<Batch & { published: boolean; reverted: boolean }>(
        'select id, kind, published_at is not null as published, reverted_at is not null as reverted from import_batches where id = $1 for update',
        [id],
      )
    : [];
  if (batch === undefined || !batch.published) throw new UserFault('NOT_FOUND', 'There is no such import that was published.', ['id']);
  if (batch.reverted) throw new UserFault('ALREADY', 'This import was taken back already.', ['id']);
  return batch;
}

async function takeBack(run: RunSql, writing: Writing, batch: Batch): Promise<Reverted & (RowsTakenBack | TakenBack | { standsAgain: string })> {
  const { clock } = writing;
  if (batch.kind === 'organisations') return revertOrganisations(run, clock, batch.id);
  const work = later.get(batch.kind);
  if (work === undefined) return revertRelease(run, clock, batch);
  await holdReleases(run, clock, batch.kind);
  return { moves: false, ...(await work(run, { batchId: batch.id, at: clock.now(), subject: writing.viewer.subject ?? null, changeNumber: () => numberOf(run, batch.id) })) };
}

async function revertRelease(run: RunSql, clock: Clock, batch: Batch): Promise<Reverted & (TakenBack | { standsAgain: string })> {
  await holdReleases(run, clock, batch.kind);
  if (batch.kind === 'postcodes') return { moves: true, standsAgain: await revertPostcodes(run, batch.id) };
  const release = RELEASES[batch.kind];
  if (release === undefined) throw new UserFault('INVALID', `An import of ${batch.kind} cannot be taken back.`, ['id']);
  return { moves: release.moves, ...(await takeReleaseBack(run, release, batch.id, clock.now())) };
}

async function revertOrganisations(run: RunSql, clock: Clock, batchId: string): Promise<Reverted & RowsTakenBack> {
  const number = await numberOf(run, batchId);
  // Whoever changes one of them, or refers to it anew, comes before or waits: what was done until then is seen below.
  await run('select o.id from organisations o where o.id in (select r.node_id from shown.change_records_cleared r where r.change_number = $1) order by o.id for update', [number]);
  const touched = await touchedBy(run, number, batchId);
  const restored = touched.filter((one) => !one.made && !one.since).map((one) => one.id);
  await restoreOrganisations(run, { nodeIds: restored, from: number, to: number });
  await run('update organisations set version = version + 1, updated_at = $2 where id = any($1::uuid[])', [restored, clock.now()]);

  // Members that were there before have left the bodies that it made by now.
  const removed = await unreferenced(run, touched.filter((one) => one.made && !one.since).map((one) => one.id));
  await remove(run, removed);
  const done = new Set([...removed, ...restored]);
  const left = touched.filter((one) => !done.has(one.id)).map((one) => one.id);
  await forgetKeys(run, batchId, left);
  return { moves: false, removed: removed.length, restored: restored.length, left };
}

/** The number of the change that the batch was published with. */
async function numberOf(run: RunSql, batchId: string): Promise<number> {
  const [found] = await run<{ number: number }>(`select c.number::float8 as number from shown.changes_cleared c where c.batch_id = $1 and c.kind = 'IMPORT'`, [batchId]);
  if (found === undefined) throw new UserFault('INVALID', 'This import changed nothing, or before there was a history.', ['id']);
  return found.number;
}

/** Over a row `k` of record_sources: another import than `$2` that stands has seen it since. */
const NAMED_LATER = 'exists (select from import_batches b where b.id = k.batch_id and b.id <> $2 and b.reverted_at is null)';

/**
 * A later import that was taken back itself changed nothing, but for what it left. What refers to an organisation keeps
 * one that the import made; one that was there before may have been supported, merged or asked about long before, and is
 * kept as it is by what refers to a service that the import added. A later list that stands confirms what it names.
 */
async function touchedBy(run: RunSql, number: number, batchId: string): Promise<Touched[]> {
  return run<Touched>(
    `with touched as (
       select r.node_id as id, bool_or(r.table_name = 'organisations' and r.operation = 'INSERT') as made
       from shown.change_records_cleared r where r.change_number = $1 group by r.node_id
     )
     select t.id, t.made, later.node_id is not null or named.node_id is not null or (t.made and (asked.organisation_id is not null or tied.id is not null or ${IS_REFERRED_TO}))
       or exists (select from record_sources k where k.organisation_id = t.id and (t.made or k.first_batch_id = $2 or k.former_batch_id = $2) and ${NAMED_LATER}) as since
     from touched t
     left join (
       select distinct r.node_id from shown.change_records_cleared r join shown.changes_cleared c on c.number = r.change_number
       left join shown.import_batches_cleared b on b.id = c.batch_id and b.reverted_at is not null
       where r.change_number > $1 and (b.id is null or b.reverted->'left' ? r.node_id::text)
     ) later on later.node_id = t.id
     left join (
       select distinct a.node_id from shown.change_records_cleared a where a.change_number = $1 and a.table_name = 'services' and a.operation = 'INSERT' and ${isNamed("(a.key->>'id')::uuid")}
     ) named on named.node_id = t.id
     left join (select distinct organisation_id from change_requests) asked on asked.organisation_id = t.id
     left join (select supported_id as id from supports union select kept_id from organisation_merges union select merged_id from organisation_merges) tied on tied.id = t.id
     order by t.id`,
    [number, batchId],
  );
}

/** Without the umbrella bodies of members that stay, however long the chain. */
async function unreferenced(run: RunSql, ids: readonly string[]): Promise<string[]> {
  let left = [...ids];
  for (;;) {
    const held = await run<{ id: string }>(
      `select distinct m.umbrella_id as id from unnest($1::uuid[]) g (id) join memberships m on m.umbrella_id = g.id
       left join unnest($1::uuid[]) other (id) on other.id = m.member_id where other.id is null`,
      [left],
    );
    if (held.length === 0) return left;
    const stay = new Set(held.map((one) => one.id));
    left = left.filter((id) => !stay.has(id));
  }
}

/** Table by table: a cascade would ask each table anew for every organisation. */
async function remove(run: RunSql, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await run('delete from memberships where member_id = any($1::uuid[])', [ids]);
  for (const table of PARTS) await run(`delete from ${table} where organisation_id = any($1::uuid[])`, [ids]);
  await run('delete from organisations where id = any($1::uuid[])', [ids]);
}

/**
 * What the list called an entry for the first time with this import would lead its next one there again; what it had called
 * it before was last seen before. With those that are left, or the ones that they went into, it stays, and so does what a
 * later list that stands calls it too.
 */
async function forgetKeys(run: RunSql, batchId: string, left: readonly string[]): Promise<void> {
  const stays = `k.organisation_id in (
    select l.id from unnest($1::uuid[]) l (id) union all select m.kept_id from shown.merged_organisations m where m.id = any($1::uuid[]))`;
  await run(`delete from record_sources k where k.first_batch_id = $2 and not ${stays} and not ${NAMED_LATER}`, [left, batchId]);
  await run(
    `update record_sources k set batch_id = former_batch_id, seen_at = former_seen_at, former_batch_id = null, former_seen_at = null
     where k.batch_id = $2 and k.former_seen_at is not null and not ${stays}`,
    [left, batchId],
  );
}
