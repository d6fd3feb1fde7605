import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { pino } from 'pino';
import { LocalTokens } from './access/local-tokens';
import type { Grant } from './access/claims';
import { entities, makeAuthenticator, makeService, type Openness } from './app';
import { systemClock } from './clock';
import type { Config } from './config';
import { reachDatabase, type Target } from './database/connection';
import { Database } from './database/database';
import { bringUpToDate } from './database/migrate';
import { asSetUpError } from './database/setup-errors';
import { SetUpError } from './errors';
import { silentProgress } from './intake/progress';
import { finishImports } from './places/places-changed';

export interface ServeOptions {
  /** Whether an empty embedded database is given the sample. */
  readonly sample: boolean;
}

const FIRST_ADMIN: Grant = { role: 'ADMIN', subject: 'first admin', areaCodes: [], organisationIds: [] };

/** Starts the service and keeps it until it is told to stop. Says on the terminal what it is doing. */
export async function serve(config: Config, options: ServeOptions): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const logger = pino({ level: config.logLevel });
  const { database, created } = await openDatabase(config, say);
  const tokens = LocalTokens.open(config.dataDir);
  if (created && options.sample) await giveSample(say);
  // What an import left that was ended from outside: its tables, and places that are not placed again yet.
  await finishImports({ database, clock: systemClock, progress: silentProgress });

  const service = await makeService({ database, authenticator: makeAuthenticator(config, database, tokens, systemClock), clock: systemClock, logger, production: config.production, openness: opennessOf(config) });
  await listen(service.server, config);
  const address = service.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : config.port;
  const base = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  say(`Serving ${base}/graphql from ${database.target.whereabouts}.`);
  if (tokens.isNew) say(`Admin token, shown this once: ${await tokens.issue(FIRST_ADMIN, 365)}`);
  sayWhatToTry(say, base);
  await untilToldToStop();
  say('Finishing the requests that are running ...');
  const finished = await service.stop();
  if (!finished) {
    // What still runs holds connections that closing would wait for.
    say('Some requests did not finish in time and were cut off.');
    process.exit(1);
  }
  await database.close();
}

function opennessOf({ trustedOnly, corsOrigins, trustProxy, ratePerMinute }: Config): Openness {
  return { trustedOnly, corsOrigins, trustProxy, ...(ratePerMinute === 0 ? {} : { rate: { limit: ratePerMinute } }) };
}

async function openDatabase(config: Config, say: (line: string) => void): Promise<{ database: Database; created: boolean }> {
  if (config.databaseUrl !== undefined) {
    const database = await Database.open(config, entities, say);
    say('A server database is neither migrated nor given the sample at start: vcs-atlas migrate, vcs-atlas sample.');
    return { database, created: false };
  }
  const target: Target = await reachDatabase(config, say);
  try {
    const ran = await bringUpToDate(target);
    if (ran.length > 0) say(`Ran ${ran.length} migration(s).`);
    return { database: await Database.over(target, entities), created: ran.length > 0 };
  } catch (error) {
    await target.close();
    throw config.databaseUrl === undefined ? error : asSetUpError(error, config.databaseUrl);
  }
}

/** Loads it by the command of its own, in a process that gives back the memory that this takes. */
async function giveSample(say: (line: string) => void): Promise<void> {
  say('Loading the sample of Hertfordshire and Derbyshire: most of its organisations are invented, and marked so ...');
  const command = spawn(process.execPath, [...process.argv.slice(1, 2), 'sample'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(command, 'exit')) as [number | null];
  if (code !== 0) throw new SetUpError('The sample was not loaded.', 'vcs-atlas sample');
}

function listen(server: import('node:http').Server, config: Config): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EADDRINUSE' ? new SetUpError(`Port ${config.port} on ${config.host} is taken.`, `PORT=${config.port + 1} npm start`) : error),
    );
    server.listen(config.port, config.host, done);
  });
}

function sayWhatToTry(say: (line: string) => void, base: string): void {
  say(`Try in a browser:  ${base}/graphiql`);
  say(`Try in a terminal: curl -s ${base}/graphql -H 'content-type: application/json' -d '{"query":"{ areasWithin(area: \\"E10000015\\") { code name } }"}'`);
}

/** The first signal asks to stop; a second one does not wait any longer. */
function untilToldToStop(): Promise<void> {
  return new Promise((done) => {
    let told = false;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        if (told) process.exit(128 + constants.signals[signal]);
        told = true;
        done();
      });
    }
  });
}
