import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PoolClient } from 'pg';
import { Drain } from '../../src/http/drain';
import { openTestDatabase, type TestDatabase } from '../support';

/** As many as a service holds at once and more than it has connections to the database. */
const REQUESTS = 40;
const BODY = JSON.stringify({ query: '{ areasWithin(area: "E10000015") { code name } }' });

describe('a service that is told to stop', () => {
  let opened: TestDatabase;
  let service: ChildProcess;
  let url: string;
  let blocker: PoolClient;

  beforeAll(async () => {
    opened = await openTestDatabase({ with: 'sample', writes: true });
  });
  beforeEach(async () => {
    ({ service, url } = await serve(opened.env));
    // The service has nothing slow to ask for, so what it reads is locked while the requests run.
    blocker = await opened.owner.connect();
    await blocker.query('begin; lock table areas in access exclusive mode');
  });
  afterEach(async () => {
    blocker.release(true);
    if (service.exitCode === null && service.signalCode === null) {
      service.kill('SIGKILL');
      await once(service, 'exit');
    }
  });
  afterAll(async () => opened?.close());

  test('answers every request that was running, says meanwhile that it is not ready, and ends with 0', async () => {
    const asked = Array.from({ length: REQUESTS }, () => ask(url));
    await allArrived(url);
    service.kill('SIGTERM');
    expect(await readinessOnceDraining(url)).toBe('503 The service is stopping.\n');
    await blocker.query('rollback');
    const answers = await Promise.all(asked);
    expect(answers.every((answer) => answer.districts === 10)).toBe(true);
    expect(answers.map((answer) => answer.connection)).toEqual(answers.map(() => 'close'));
    expect(await ended(service)).toEqual({ code: 0, signal: null });
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test('ends at once when it is told a second time', async () => {
    const asked = ask(url).then(
      () => 'answered',
      () => 'cut off',
    );
    await allArrived(url);
    service.kill('SIGINT');
    await readinessOnceDraining(url);
    const began = Date.now();
    service.kill('SIGINT');
    expect(await ended(service)).toEqual({ code: 130, signal: null });
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(await asked).toBe('cut off');
  });
});

describe('draining', () => {
  test('cuts off what does not finish within its limit', async () => {
    const drain = new Drain();
    const server = createServer((_request, response) => drain.count(response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const asked = fetch(`${url}/never`).then(
      () => 'answered',
      () => 'cut off',
    );
    await once(server, 'request');
    const began = Date.now();
    expect(await drain.close(server, 200)).toBe(false);
    expect(Date.now() - began).toBeLessThan(1_000);
    expect(await asked).toBe('cut off');
  });

  test('does not wait for connections that only might be used again', async () => {
    const drain = new Drain();
    const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
      drain.count(response);
      response.end('ok');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text();
    const began = Date.now();
    expect(await drain.close(server, 5_000)).toBe(true);
    expect(Date.now() - began).toBeLessThan(1_000);
  });
});

async function serve(env: NodeJS.ProcessEnv): Promise<{ service: ChildProcess; url: string }> {
  const service = spawn(process.execPath, [join(__dirname, '../../bin/vcs-atlas.js'), 'serve'], {
    env: { ...env, PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: service.stderr as NodeJS.ReadableStream })) {
    said.push(line);
    const url = /^Serving (\S+)\/graphql/.exec(line)?.[1];
    if (url !== undefined) return { service, url };
  }
  throw new Error(`The service did not start: ${said.join('\n')}`);
}

async function ask(url: string): Promise<{ districts: number | undefined; connection: string | null }> {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: BODY });
  const { data } = (await response.json()) as { data: { areasWithin: unknown[] } | null };
  return { districts: data?.areasWithin.length, connection: response.headers.get('connection') };
}

/** Requests are taken in the order of their arrival: one that is answered now came after those sent before it. */
async function allArrived(url: string): Promise<void> {
  for (let round = 0; round < 5; round += 1) await (await fetch(`${url}/healthz`)).text();
}

async function readinessOnceDraining(url: string): Promise<string> {
  for (;;) {
    const response = await Promise.race([fetch(`${url}/readyz`), new Promise<undefined>((done) => setTimeout(() => done(undefined), 100))]);
    if (response !== undefined) return `${response.status} ${await response.text()}`;
  }
}

async function ended(service: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (service.exitCode === null && service.signalCode === null) await once(service, 'exit');
  return { code: service.exitCode, signal: service.signalCode };
}
