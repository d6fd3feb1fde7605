import { Pool, type PoolClient } from 'pg';
import type { Clock } from '../../clock';
import type { Target } from '../../database/connection';
import { hasViewsOfThisRelease, pendingMigrations } from '../../database/migrate';
import { type Finding, runChecks } from './check';
import { extensionChecks, loginChecks, roleChecks } from './database.checks';
import { directoryChecks } from './directory.checks';
import { type Facts, gatherContents, gatherVersions } from './facts';
import { importChecks } from './import.checks';

export interface Examination {
  readonly service: string;
  readonly node: string;
  readonly engine: 'embedded' | 'server';
  readonly whereabouts: string;
  /** What could be gathered; contents are missing while migrations are. */
  readonly facts: Partial<Facts>;
  readonly migrationsPending: readonly string[];
  readonly findings: readonly Finding[];
  readonly sound: boolean;
}

/** Looks at everything and changes nothing. */
export async function examine(target: Target, clock: Clock, service: string): Promise<Examination> {
  const pool = new Pool({ ...target.pool('vcs_atlas_service', 'doctor'), max: 1 });
  try {
    const pending = await pendingMigrations(pool);
    const { facts, findings } = await withSight(pool, async (client) => ({
      facts: { ...(await gatherVersions(client)), ...(pending.length === 0 ? await gatherContents(client, clock.today()) : {}) },
      findings: pending.length === 0 ? await findAll(client, target, clock) : [lacks(pending)],
    }));
    return {
      service,
      node: process.versions.node,
      engine: target.engine,
      whereabouts: target.whereabouts,
      facts,
      migrationsPending: pending,
      findings,
      sound: findings.every((finding) => finding.severity !== 'FAULT'),
    };
  } finally {
    await pool.end();
  }
}

function lacks(pending: readonly string[]): Finding {
  return { severity: 'FAULT', problem: `${pending.length} migration(s) have not run.`, remedy: 'vcs-atlas migrate', examples: pending };
}

/** As `migrate --undo` leaves it, until the release that remains makes its own. */
const OTHER_VIEWS: Finding = {
  severity: 'FAULT',
  problem: 'The masked views are missing, or are not those of this release.',
  remedy: 'vcs-atlas migrate, with the release that is to run',
};

async function findAll(client: PoolClient, target: Target, clock: Clock): Promise<Finding[]> {
  const views = (await hasViewsOfThisRelease(client)) ? [] : [OTHER_VIEWS];
  const others = await runChecks(client, [...extensionChecks, ...roleChecks, ...(target.engine === 'server' ? loginChecks : []), ...directoryChecks(clock.today()), ...(await importChecks(client, clock))]);
  return [...views, ...others];
}

/** With the sight of an administrator, as masks cannot be checked without what they hide; read only. */
async function withSight<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin read only');
    await client.query(`select set_config('atlas.viewer_role', 'ADMIN', true)`);
    return await work(client);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}
