import type { Command } from 'commander';

/** The imports that were published, and taking one back. */
export function addImportRevert(imports: Command): void {
  imports
    .command('list')
    .description('the imports that were published, the latest first, with the id to take one back by')
    .option('--json', 'print them as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      await withDatabase(async (database) => {
        const rows = await database.readCleared<BatchRow>(ADMIN, `${BATCHES} where b.published_at is not null order by b.id desc limit 100`, []);
        if (json === true) process.stdout.write(`${JSON.stringify(rows)}\n`);
        else for (const row of rows) process.stdout.write(`${row.id}  ${row.published}  ${row.kind}  ${row.fileName}${row.reverted === null ? '' : '  (taken back)'}\n`);
      });
    });
  imports
    .command('revert <batch>')
    .description('take an import back: what was changed or referred to since is left and listed; reference data go back to their former release, the latest import first')
    .option('--note <text>', 'why, for the history')
    .option('--json', 'print what was done as JSON on the last line')
    .addHelpText('after', '\nExample:\n  vcs-atlas import list\n  vcs-atlas import revert 01a20049-4f4a-725e-9e1c-925d718344e7')
    .action(async (batch: string, flags: { note?: string; json?: boolean }) => withDatabase((database) => revert(database, batch, flags)));
}

type Database = import('../database/database').Database;

interface BatchRow {
  readonly id: string;
  readonly kind: string;
  readonly fileName: string;
  readonly published: string;
  readonly reverted: Reverted | null;
}

/** As the ledger has it; postcodes are exchanged whole. */
interface Reverted {
  readonly removed?: number;
  readonly restored?: number;
  readonly left?: readonly string[];
  readonly parts?: readonly { readonly table: string; readonly id: string; readonly reason: string }[];
  readonly leftCodes?: readonly string[];
  readonly standsAgain?: string;
}

/** What the counts are of; records of any other kind. */
const WORDS: Readonly<Record<string, string>> = { organisations: 'organisations', plan: 'actions', priorities: 'priorities', 'self-evaluation-replies': 'replies', 'priority-contributions': 'contributions' };

/** Names printed at most. */
const LISTED = 50;

const ADMIN = { role: 'ADMIN', subject: 'vcs-atlas import revert' } as const;
const BATCHES = `select b.id, b.kind, b.file_name as "fileName", to_char(b.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as published, b.reverted from shown.import_batches_cleared b`;

async function revert(database: Database, batch: string, { note, json }: { note?: string; json?: boolean }): Promise<void> {
  const { revertImport } = require('../organisations/import-revert') as typeof import('../organisations/import-revert');
  require('../organisations/links/links.revert');
  require('../training/attendance.revert');
  require('../eligibility/evidence.revert');
  require('../plans/taking-back/kinds');
  const { placeOrganisationsAgain } = require('../organisations/place-again') as typeof import('../organisations/place-again');
  const { afterPlacesChanged } = require('../places/places-changed') as typeof import('../places/places-changed');
  const { systemClock } = require('../clock') as typeof import('../clock');
  const { SetUpError, UserFault } = require('../errors') as typeof import('../errors');
  const { placeSessionsAgain } = require('../training/place-sessions-again') as typeof import('../training/place-sessions-again');
  afterPlacesChanged(placeOrganisationsAgain);
  afterPlacesChanged(placeSessionsAgain);
  const id = await revertImport({ database, viewer: ADMIN, clock: systemClock }, { id: batch, note: note ?? null }).catch((error: unknown) => {
    throw error instanceof UserFault ? new SetUpError(error.message, 'vcs-atlas import list') : error;
  });
  const [row] = await database.readCleared<BatchRow>(ADMIN, `${BATCHES} where b.id = $1`, [id]);
  const reverted = row?.reverted ?? {};
  process.stdout.write(describe(row?.kind ?? '', reverted));
  const { removed, restored, left = [], leftCodes = [], parts = [], standsAgain } = reverted;
  if (left.length > 0) {
    const names = await database.readCleared<{ id: string; name: string }>(ADMIN, 'select o.id, o.name from shown.organisation_names_cleared o where o.id = any($1::uuid[]) order by o.name limit $2', [left, LISTED]);
    process.stdout.write(leftAsTheyAre(left.length, 'were changed or referred to since', names.map((one) => `${one.id}  ${one.name}`), 'importBatches { nodes { left { name } } }'));
  }
  if (leftCodes.length > 0) process.stdout.write(leftAsTheyAre(leftCodes.length, 'were changed or referred to since', leftCodes.slice(0, LISTED), 'importBatches { nodes { leftCodes } }'));
  const named = parts.length === 0 ? [] : await database.readCleared<{ name: string; reason: string }>(ADMIN, 'select l.name, l.reason from shown.import_left_cleared l where l.batch_id = $1 order by l.at', [id]);
  if (named.length > 0) process.stdout.write(leftAsTheyAre(named.length, 'went on since', named.slice(0, LISTED).map(({ name, reason }) => `${name} ${reason}`), 'importBatches { nodes { leftParts { name reason } } }'));
  if (json === true) process.stdout.write(`${JSON.stringify({ removed, restored, left: reverted.left, leftCodes: reverted.leftCodes, leftParts: named.length === 0 ? undefined : named, standsAgain })}\n`);
}

function describe(kind: string, { removed = 0, restored = 0, standsAgain }: Reverted): string {
  if (standsAgain === 'none') return 'There are no postcodes again, as there were none before.\n';
  if (standsAgain !== undefined) return `The former release stands again: ${standsAgain}.\n`;
  return `${removed} ${WORDS[kind] ?? 'records'} that it had made were removed, ${restored} are as they were before.\n`;
}

function leftAsTheyAre(count: number, why: string, lines: readonly string[], query: string): string {
  const more = count > lines.length ? `  … all of them: --json, or ${query}\n` : '';
  return `${count} ${why} and are left as they are:\n${lines.map((line) => `  ${line}\n`).join('')}${more}`;
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const { openDatabase } = require('./target') as typeof import('./target');
  const database = await openDatabase();
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
