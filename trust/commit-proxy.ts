import { createConnection, createServer, type AddressInfo } from 'node:net';

/** How to reach a database: by TCP or by a unix socket. */
export type Upstream = { readonly host: string; readonly port: number } | { readonly path: string };

export interface CommitProxy {
  readonly port: number;
  /** The next COMMIT reaches the server, and its answer reaches nobody. Resolves when that has happened. */
  loseNextReply(): Promise<void>;
  close(): Promise<void>;
}

/** A simple query of one word, as the driver sends it: kind, length, text, end. */
const COMMIT = Buffer.concat([Buffer.from('Q'), Buffer.from([0, 0, 0, 11]), Buffer.from('COMMIT\0')]);

/** Stands between a driver and its database, and can cut the line at the worst moment there is. */
export async function startCommitProxy(upstream: Upstream): Promise<CommitProxy> {
  let lost: (() => void) | undefined;
  const server = createServer((client) => {
    const database = createConnection(upstream);
    let losing: (() => void) | undefined;
    client.on('data', (chunk) => {
      if (lost !== undefined && chunk.includes(COMMIT)) [losing, lost] = [lost, undefined];
      database.write(chunk);
    });
    database.on('data', (chunk) => {
      if (losing === undefined) return void client.write(chunk);
      client.destroy();
      database.destroy();
      losing();
    });
    for (const [one, other] of [[client, database], [database, client]] as const) {
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    loseNextReply: () => new Promise((done) => (lost = done)),
    close: () => new Promise((done) => void server.close(() => done())),
  };
}
