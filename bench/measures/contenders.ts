import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from '../support/cluster';
import { environmentOf } from '../support/databases';
import { startServer, type Serving } from '../support/processes';

/** The service as `npm start` runs it, from its compiled files: the folder that holds `src` beside `bench`. */
export function startAtlas(cluster: Cluster, database: string, root: string, build = join(__dirname, '../..'), name = 'vcs-atlas', env: NodeJS.ProcessEnv = {}): Promise<Serving> {
  return startServer(name, process.execPath, [...nodeFlags(root), join(build, 'src/cli/main.js'), 'serve'], { ...environmentOf(cluster, database), ...env }, root);
}

/** The same service without access: who asks, how often, what they may ask and what it costs is not looked at. */
export function startWithoutAccess(cluster: Cluster, database: string, root: string): Promise<Serving> {
  const args = [...nodeFlags(root), '--require', join(__dirname, '../support/without-access.js'), join(__dirname, '../../src/cli/main.js'), 'serve'];
  return startServer('itself without access', process.execPath, args, environmentOf(cluster, database), root);
}

export function startFloor(cluster: Cluster, database: string, root: string): Promise<Serving> {
  return startServer('floor', process.execPath, [...nodeFlags(root), join(__dirname, '../floor/server.js')], { DATABASE_URL: cluster.url(database) }, root);
}

/** PostGraphile under its own Node, installed from its own lock file on the first run. */
export async function startPostGraphile(cluster: Cluster, database: string, root: string): Promise<Serving> {
  const folder = join(root, 'bench/peers');
  if (!existsSync(join(folder, 'node_modules/postgraphile'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const env = { DATABASE_URL: environmentOf(cluster, database).DATABASE_URL, NODE_ENV: 'production', GRAPHILE_ENV: 'production' };
  return startServer('PostGraphile 5', join(folder, 'node_modules/node/bin/node'), [...nodeFlags(root), 'postgraphile.mjs'], env, folder);
}

/** What `npm start` gives Node, given to every contender alike. */
function nodeFlags(root: string): string[] {
  const { scripts } = require(join(root, 'package.json')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--max-'));
}
