import { InvalidArgumentError, type Command } from 'commander';
import type { Grant } from '../access/claims';
import { SIGNED_IN_ROLES, type SignedInRole } from '../access/viewer';

const MAX_DAYS = 3650;

interface TokenOptions {
  readonly role?: SignedInRole;
  readonly area: string[];
  readonly organisation: string[];
  readonly days: number;
  readonly name?: string;
  readonly apiKey?: boolean;
  readonly list?: boolean;
  readonly revoke?: string;
}

const roleOf = (text: string): SignedInRole => {
  const role = SIGNED_IN_ROLES.find((one) => one === text.toUpperCase());
  if (role === undefined) throw new InvalidArgumentError(`A role is one of ${SIGNED_IN_ROLES.join(', ')}.`);
  return role;
};

const daysOf = (text: string): number => {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS) throw new InvalidArgumentError(`Days are 1 to ${MAX_DAYS}.`);
  return days;
};

const collect = (text: string, before: string[]): string[] => [...before, text];

export function addTokenCommand(program: Command): void {
  program
    .command('token')
    .description('sign a token for a person, or make, list and revoke keys for machines')
    .option('--role <role>', `one of ${SIGNED_IN_ROLES.join(', ')}`, roleOf)
    .option('--area <code>', 'an area that the role is for; may be given again', collect, [])
    .option('--organisation <id>', 'an organisation that an editor looks after, by id or slug; may be given again', collect, [])
    .option('--days <n>', 'for how many days it holds', daysOf, 30)
    .option('--name <text>', 'who it is for, named in the history of what they change (default: the role and a number of its own)')
    .option('--api-key', 'make a key for a machine instead: kept as a hash, revocable, its last use noted')
    .option('--list', 'list the keys')
    .option('--revoke <id>', 'end a key')
    .addHelpText('after', '\nExamples:\n  vcs-atlas token --role COORDINATOR --area E07000096 --days 90 --name "Dacorum coordinator"\n  vcs-atlas token --api-key --role ANALYST --name "nightly export"')
    .action(async (options: TokenOptions, command: Command) => {
      const { SetUpError } = require('../errors') as typeof import('../errors');
      const { readConfig } = require('../config') as typeof import('../config');
      const { openDatabase } = require('./target') as typeof import('./target');
      const { ApiKeys } = require('../access/api-keys') as typeof import('../access/api-keys');
      const { systemClock } = require('../clock') as typeof import('../clock');
      const config = readConfig(process.env);
      const database = await openDatabase(config);
      try {
        const keys = new ApiKeys(database, systemClock);
        if (options.list === true) return listKeys(await keys.list());
        if (options.revoke !== undefined) {
          if (!(await keys.revoke(options.revoke))) throw new SetUpError(`No key ${options.revoke} holds.`, 'vcs-atlas token --list');
          process.stdout.write(`Key ${options.revoke} is revoked.\n`);
          return;
        }
        if (options.role === undefined) command.error(`error: --role is one of ${SIGNED_IN_ROLES.join(', ')}`, { exitCode: 2 });
        const grant = await grantOf(database, options, options.role);
        if (options.apiKey === true) {
          const { id, secret } = await keys.create(grant, options.days);
          process.stderr.write(`Key ${id}, shown this once, for ${options.days} days:\n`);
          process.stdout.write(`${secret}\n`);
          return;
        }
        const { LocalTokens } = require('../access/local-tokens') as typeof import('../access/local-tokens');
        process.stdout.write(`${await LocalTokens.open(config.dataDir).issue(grant, options.days)}\n`);
      } finally {
        await database.close();
      }
    });
}

/** Looks up what the options name: a scope that is not there would open nothing, silently. */
async function grantOf(database: import('../database/database').Database, options: TokenOptions, role: SignedInRole): Promise<Grant> {
  const { SetUpError } = require('../errors') as typeof import('../errors');
  const { whyUseless } = require('../access/claims') as typeof import('../access/claims');
  const { fromNodeId } = require('../graphql/node') as typeof import('../graphql/node');
  const areas = await database.readPublic<{ code: string }>(
    'select code from shown.areas where code = any($1::text[]) union select code from shown.area_former_codes where code = any($1::text[])',
    [options.area],
  );
  const lost = options.area.find((code) => !areas.some((area) => area.code === code));
  if (lost !== undefined) throw new SetUpError(`No area has or had the code ${lost}.`);
  const keys = options.organisation.map((given) => fromNodeId(given)?.uuid ?? given);
  const organisations = await database.readPublic<{ id: string; slug: string | null }>('select id, slug from shown.organisations where id::text = any($1::text[]) or slug = any($1::text[])', [keys]);
  const unknown = keys.find((key) => !organisations.some((one) => one.id === key || one.slug === key));
  if (unknown !== undefined) throw new SetUpError(`No organisation has the id or slug ${unknown}.`);
  const grant: Grant = { role, subject: options.name ?? nameless(role), areaCodes: options.area, organisationIds: organisations.map((one) => one.id) };
  const useless = whyUseless(grant);
  if (useless !== null) throw new SetUpError(useless);
  return grant;
}

/** Tokens of one subject share a budget of requests and the keys of their changes: two of nobody in particular are two. */
function nameless(role: SignedInRole): string {
  const { randomBytes } = require('node:crypto') as typeof import('node:crypto');
  return `${role.toLowerCase().replaceAll('_', ' ')} ${randomBytes(3).toString('hex')}`;
}

function listKeys(keys: Awaited<ReturnType<import('../access/api-keys').ApiKeys['list']>>): void {
  for (const key of keys) {
    const state = key.revoked_at !== null ? `revoked ${key.revoked_at.toISOString()}` : key.expires_at === null ? 'no end' : `until ${key.expires_at.toISOString()}`;
    process.stdout.write(`${key.id}  ${key.role}  ${key.name}  ${[...key.area_codes, ...key.organisation_ids].join(' ')}  ${state}  last used ${key.last_used_at?.toISOString() ?? 'never'}\n`);
  }
}
