import { createInterface } from 'node:readline';
import { freePort } from '../../trust/cluster';
import { openTestDatabase, type TestDatabase } from '../support';
import { buildWhenStale } from '../support/build';
import { startCli } from './run-cli';

let atlas: TestDatabase;
beforeAll(async () => {
  buildWhenStale();
  atlas = await openTestDatabase({ with: 'empty', writes: true });
});
afterAll(() => atlas.close());

/** Starts the service, does something while it runs, and stops it. @returns what it said on the terminal. */
async function served(work: (said: string[], url: string) => Promise<void>): Promise<string> {
  const port = await freePort();
  const { child, ended } = startCli({ ...atlas.env, HOST: '127.0.0.1', PORT: String(port) }, ['serve', '--no-sample']);
  const said: string[] = [];
  await new Promise<void>((ready) => {
    // What to try is the last thing that it says.
    if (child.stderr !== null) createInterface({ input: child.stderr }).on('line', (line) => void (said.push(line), line.startsWith('Try in a terminal') && ready()));
    child.once('close', () => ready());
  });
  await work(said, `http://127.0.0.1:${port}/graphql`);
  child.kill('SIGTERM');
  await ended;
  return said.join('\n');
}

test('a first start shows an admin token, which holds, and a later start shows none', async () => {
  await served(async (said, url) => {
    const tokens = said.flatMap((line) => /^Admin token, shown this once: (\S+)$/.exec(line)?.[1] ?? []);
    expect(tokens).toHaveLength(1);
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[0]}` }, body: '{"query":"{ me { role } }"}' });
    expect(await answer.json()).toMatchObject({ data: { me: { role: 'ADMIN' } } });
  });
  expect(await served(() => Promise.resolve())).not.toContain('token');
}, 120_000);
