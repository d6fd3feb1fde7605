import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { IssuerSettings } from './access/issuer-tokens';
import { SetUpError } from './errors';

const PRIVATE_NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

const url = z
  .string()
  .refine((value) => /^postgres(ql)?:\/\//.test(value), 'must begin with postgres:// or postgresql://');

/** `https://example.org`: what browsers send as Origin; or `*`. */
const origin = z.string().refine((value) => value === '*' || (URL.canParse(value) && new URL(value).origin === value), 'must be origins such as https://example.org, or *');

/** Proxies by address, network or one of the names that stand for private networks. */
const proxy = z
  .string()
  .refine((value) => PRIVATE_NETWORKS.includes(value) || (isIP(value.split('/')[0] ?? '') !== 0 && /^[^/]+(\/\d{1,3})?$/.test(value)), `must be a number of proxies, or addresses, networks and ${PRIVATE_NETWORKS.join(', ')}`);

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: url.optional(),
  MIGRATION_DATABASE_URL: url.optional(),
  DATABASE_REPLICA_URLS: z
    .string()
    .optional()
    .transform(listed)
    .pipe(z.array(url)),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(16),
  OIDC_ISSUER: z.string().min(1).optional(),
  OIDC_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_CLAIM: z.string().min(1).optional(),
  TRUSTED_ONLY: z.enum(['true', 'false']).default('false'),
  CORS_ORIGINS: z.string().optional().transform(listed).pipe(z.array(origin)),
  TRUST_PROXY: z
    .string()
    .optional()
    .transform((given) => (given !== undefined && /^\d{1,2}$/.test(given) ? Number(given) : listed(given)))
    .pipe(z.union([z.number(), z.array(proxy)])),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).default(3_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  NODE_ENV: z.string().default('development'),
});

/** What the environment says, checked once at start; nothing else reads process.env. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute. Holds the embedded database, its log and the local signing key; unused with a server database but for the key. */
  readonly dataDir: string;
  /** Absent: the embedded database in `dataDir` serves. */
  readonly databaseUrl: string | undefined;
  readonly migrationDatabaseUrl: string | undefined;
  readonly replicaUrls: readonly string[];
  /** Connections a process may open to the server, for each of its two roles. */
  readonly poolSize: number;
  /** Whose tokens are taken besides the service's own; absent: nobody's. */
  readonly issuer: IssuerSettings | undefined;
  /** Anonymous callers may ask the documented operations only. */
  readonly trustedOnly: boolean;
  /** Pages of these origins may ask from a browser; `*`: any. */
  readonly corsOrigins: readonly string[];
  /** How many proxies stand in front, or which: they say whom they ask for. Empty or 0: none do. */
  readonly trustProxy: number | readonly string[];
  /** Requests that a caller may make in a minute, over all processes; 0: any number. */
  readonly ratePerMinute: number;
  readonly logLevel: string;
  readonly production: boolean;
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is one that was not set: compose files and CI write `DATABASE_URL=`.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SetUpError(`The environment variable ${String(issue?.path[0])} is not usable: ${issue?.message}.`);
  }
  const value = parsed.data;
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: resolve(value.DATA_DIR),
    databaseUrl: value.DATABASE_URL,
    migrationDatabaseUrl: value.MIGRATION_DATABASE_URL ?? value.DATABASE_URL,
    replicaUrls: value.DATABASE_REPLICA_URLS,
    poolSize: value.DATABASE_POOL_SIZE,
    issuer: issuerOf(value),
    trustedOnly: value.TRUSTED_ONLY === 'true',
    corsOrigins: value.CORS_ORIGINS,
    trustProxy: value.TRUST_PROXY,
    ratePerMinute: value.RATE_LIMIT_PER_MINUTE,
    logLevel: value.LOG_LEVEL,
    production: value.NODE_ENV === 'production',
  };
}

function issuerOf(value: z.infer<typeof environment>): IssuerSettings | undefined {
  if (value.OIDC_ISSUER === undefined && value.OIDC_JWKS_URL === undefined) return undefined;
  if (value.OIDC_ISSUER === undefined || value.OIDC_JWKS_URL === undefined) {
    throw new SetUpError('OIDC_ISSUER and OIDC_JWKS_URL go together: whose tokens, and where their keys are.');
  }
  return { issuer: value.OIDC_ISSUER, jwksUrl: value.OIDC_JWKS_URL, audience: value.OIDC_AUDIENCE, claim: value.OIDC_CLAIM };
}

function listed(list: string | undefined): string[] {
  return (list ?? '').split(',').map((part) => part.trim()).filter(Boolean);
}
