import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { tryLock } from '../../../src/database/embedded/lock';
import { processStart } from '../../../src/database/embedded/process.identity';

const COMPILED = resolve(__dirname, '../../../dist/src/database/embedded/lock.js');

let directory: string;
let socket: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'atlas-lock-'));
  socket = join(directory, 'socket');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const own = processStart(process.pid) ?? '';

test('a directory is locked once; released, it can be locked again', async () => {
  const first = await tryLock(directory, socket);
  if (!('lock' in first)) throw new Error('not locked');
  expect(await tryLock(directory, socket)).toEqual({ heldBy: process.pid, serving: false });
  first.lock.release();
  expect(await tryLock(directory, socket)).toHaveProperty('lock');
  expect(readdirSync(directory)).toHaveLength(1);
});

test('a lock is stale when its process is gone or another one has its number now', async () => {
  const gone = spawn(process.execPath, ['-e', '']);
  await once(gone, 'exit');
  writeFileSync(join(directory, 'engine.lock.3'), `${gone.pid ?? 0} ${own}\n`);
  expect(await tryLock(directory, socket)).toHaveProperty('lock');
  writeFileSync(join(directory, 'engine.lock.9'), `${process.pid} some other start\n`);
  expect(await tryLock(directory, socket)).toHaveProperty('lock');
});

test('a lock is not stale while its socket answers, whatever the process table says', async () => {
  writeFileSync(join(directory, 'engine.lock.1'), '999999999 long ago\n');
  const server = createServer().listen(socket);
  await once(server, 'listening');
  expect(await tryLock(directory, socket)).toEqual({ heldBy: 999_999_999, serving: true });
  server.close();
});

test('of many processes that find a stale lock at the same instant one takes it over', async () => {
  writeFileSync(join(directory, 'engine.lock.1'), '999999999 long ago\n');
  // Each tries over and over, and holds what it gets until told to end.
  const script = `const { tryLock } = require(${JSON.stringify(COMPILED)});
    process.stdin.once('data', async () => {
      let won = 0;
      for (let i = 0; i < 30; i += 1) if ('lock' in await tryLock(process.argv[1], process.argv[2])) won += 1;
      console.log(won);
    });
    console.log('here');`;
  const contenders = Array.from({ length: 8 }, () =>
    spawn(process.execPath, ['-e', script, directory, socket], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  await Promise.all(contenders.map(({ stdout }) => once(stdout, 'data')));
  const wins = contenders.map(({ stdout }) => once(stdout, 'data').then(([line]) => Number(String(line))));
  for (const { stdin } of contenders) stdin.write('go\n');
  expect((await Promise.all(wins)).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  for (const contender of contenders) contender.kill('SIGKILL');
}, 20_000);
