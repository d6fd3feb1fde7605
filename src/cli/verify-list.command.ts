import type { Command } from 'commander';
import type { ListRow } from '../eligibility/issued/list-document';
import type { PublicKey } from '../eligibility/issued/signing-keys';
import type { Verdict } from '../eligibility/issued/verify-list';

interface VerifyFlags {
  readonly organisation?: string;
  readonly key?: string;
  readonly json?: boolean;
}

const ABOUT = `
Exit code 0: the list is genuine, not a byte of it changed; with --organisation, the organisation was on it as well. Otherwise 1.
Without --key the keys of the database are taken. With --key no database is needed: the file is what /lists/keys.json or
"vcs-atlas export list-keys" gave.

Examples:
  vcs-atlas verify-list list.json
  vcs-atlas verify-list list.json --organisation GB-CHC-9990001
  vcs-atlas verify-list list.json --key keys.json`;

/** Whoever runs the command has the database; an anonymous read may come from a replica that lags. */
const ADMIN = { role: 'ADMIN', subject: 'vcs-atlas verify-list' } as const;

/** Was it on the list when we bought? */
export function addVerifyListCommand(program: Command): void {
  program
    .command('verify-list <file>')
    .description('say whether an issued accredited list is genuine, and whether an organisation was on it')
    .option('--organisation <id>', 'an organisation, by its id or a registration such as GB-CHC-9990001')
    .option('--key <file>', 'take the public keys from this file instead of the database')
    .option('--json', 'print what was found as JSON')
    .addHelpText('after', ABOUT)
    .action(async (file: string, { organisation, key, json }: VerifyFlags) => {
      const { rowOf } = require('../eligibility/issued/verify-list') as typeof import('../eligibility/issued/verify-list');
      const bytes = readBytes(file);
      const { verdict, kept } = key === undefined ? await withDatabase(bytes) : await withKeys(bytes, key);
      const row = verdict.genuine && organisation !== undefined ? rowOf(verdict.document, organisation) : null;
      const good = verdict.genuine && (organisation === undefined || row !== null);
      process.stdout.write(json === true ? `${JSON.stringify(asJson(verdict, kept, organisation, row))}\n` : `${inWords(verdict, kept, organisation, row).join('\n')}\n`);
      process.exitCode = good ? 0 : 1;
    });
}

interface Checked {
  readonly verdict: Verdict;
  /** Whether the database keeps the list; null where none was asked. */
  readonly kept: boolean | null;
}

async function withDatabase(bytes: Buffer): Promise<Checked> {
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  const { openDatabase } = require('./target') as typeof import('./target');
  const { verifyList } = require('../eligibility/issued/verify-list') as typeof import('../eligibility/issued/verify-list');
  const { isKept, readPublicKeys } = require('../eligibility/issued/issued-list.read-model') as typeof import('../eligibility/issued/issued-list.read-model');
  const database = await openDatabase();
  try {
    const run = <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => database.readCleared<Row>(ADMIN, sql, params);
    const keys = await readPublicKeys(run);
    const verdict = await verifyList(bytes, (id) => Promise.resolve(keys.find((one) => one.id === id)));
    return { verdict, kept: verdict.genuine ? await isKept(run, createHash('sha256').update(bytes).digest('hex')) : null };
  } finally {
    await database.close();
  }
}

async function withKeys(bytes: Buffer, file: string): Promise<Checked> {
  const { SetUpError } = require('../errors') as typeof import('../errors');
  const { verifyList } = require('../eligibility/issued/verify-list') as typeof import('../eligibility/issued/verify-list');
  const { keysOfSet } = require('../eligibility/issued/issued-list.read-model') as typeof import('../eligibility/issued/issued-list.read-model');
  let keys: PublicKey[];
  try {
    keys = keysOfSet(JSON.parse(readBytes(file).toString('utf8')));
  } catch (error) {
    if (error instanceof SetUpError) throw error;
    keys = [];
  }
  if (keys.length === 0) throw new SetUpError(`${file} holds no public key of lists.`, 'vcs-atlas export list-keys --to keys.json');
  return { verdict: await verifyList(bytes, (id) => Promise.resolve(keys.find((one) => one.id === id))), kept: null };
}

function readBytes(file: string): Buffer {
  const { SetUpError } = require('../errors') as typeof import('../errors');
  const { readFileSync } = require('node:fs') as typeof import('node:fs');
  try {
    return readFileSync(file);
  } catch (error) {
    throw new SetUpError((error as NodeJS.ErrnoException).code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function inWords(verdict: Verdict, kept: boolean | null, organisation: string | undefined, row: ListRow | null): string[] {
  if (!verdict.genuine) return ['NOT GENUINE', verdict.why];
  const { document, key } = verdict;
  return [
    `GENUINE: the accredited list as of ${document.asOf}, issued ${document.issuedAt}, with ${document.organisations} organisations.`,
    `Signed with the key ${key.id}${key.retiredAt === null ? '' : `, retired ${key.retiredAt}`}.`,
    `Asked for: ${JSON.stringify(document.asked)}`,
    ...(kept === false ? ['This database does not keep it: it was issued by another one, or before a back-up was restored.'] : []),
    ...(organisation === undefined ? [] : row === null ? [`NOT ON IT: ${organisation}`] : [`ON IT: ${row.name} (${[row.id, ...row.registrations].join(', ')})`, ...groundsOf(row).map((ground) => `  ${ground}`)]),
  ];
}

/** Lists that were issued before contract values were told have none. */
const valueOf = (contractValue: string | null | undefined): string => (contractValue == null ? '' : `, assessed for contracts of £${contractValue}`);

function groundsOf({ accreditations, contracts }: ListRow): string[] {
  const until = (to: string | null): string => (to === null ? 'until further notice' : `to ${to}`);
  return [
    ...accreditations.map((one) => `accredited by ${one.set} (${one.setName}) from ${one.from} ${until(one.to)}${one.conditions === null ? '' : `, on condition: ${one.conditions}`}${valueOf(one.contractValue)}`),
    ...contracts.map((one) => `contracted by ${one.by}${one.title === null ? '' : ` (${one.title})`} from ${one.from} ${until(one.to)}; source: ${one.source}`),
  ];
}

function asJson(verdict: Verdict, kept: boolean | null, organisation: string | undefined, row: ListRow | null): object {
  if (!verdict.genuine) return verdict;
  const { rows: _, ...document } = verdict.document;
  return { genuine: true, keyId: verdict.key.id, keyRetiredAt: verdict.key.retiredAt, kept, ...document, ...(organisation === undefined ? {} : { organisation, onIt: row !== null, row }) };
}
