import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pool } from 'pg';
import { Ledger } from '../../trust/ledger';

const idOf = (name: string): string => Buffer.from(name).toString('hex');
let service: Server;
let ledger: Ledger;
const made: string[] = [];

beforeAll(async () => {
  // Acknowledges whatever it is asked to make.
  service = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { name } = (JSON.parse(body) as { variables: { input: { name: string } } }).variables.input;
      made.push(name);
      response.end(JSON.stringify({ data: { done: { organisation: { id: Buffer.from(`Organisation:${idOf(name)}`).toString('base64url') } } } }));
    });
  });
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
  ledger = new Ledger(`http://127.0.0.1:${(service.address() as AddressInfo).port}`, '', 'Write');
  ledger.start(1);
});
afterAll(async () => {
  await ledger.stop();
  service.close();
});

/** Shows these, and answers only after further writes were acknowledged. */
const showing = (names: readonly string[]): Pick<Pool, 'query'> => ({
  query: (async () => {
    const rows = names.map((name) => ({ name, ids: [idOf(name)] }));
    await ledger.more(3);
    return { rows };
  }) as unknown as Pool['query'],
});

test('what was acknowledged and is not there is lost; what was acknowledged only after the database was looked at is not', async () => {
  await ledger.more(5);
  expect(await ledger.balance(showing([...made]))).toMatchObject({ lost: 0, doubled: 0 });
  const acknowledged = ledger.count;
  expect(await ledger.balance(showing([]))).toEqual({ acknowledged, lost: acknowledged, doubled: 0 });
});
