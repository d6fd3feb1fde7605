import { record, rounds } from '../../trust/figures';
import { Ledger } from '../../trust/ledger';
import { ServiceProcess } from '../../trust/service';
import { openPlace, type Place } from './place';

const ROUNDS = rounds(3, 20);
const CLIENTS = 4;
/** Milliseconds from a database that accepts connections to a write that is acknowledged, as promised. */
const USED_AGAIN = 1_000;
/** What the test allows: an embedded engine that has just started reads its catalogue with the first write, on a busy machine slowly. */
const ALLOWED = { server: USED_AGAIN, embedded: 10_000 };
/** Where between two acknowledged writes a kill falls is up to the system; how many come before it varies, the same each time. */
const writesBefore = (round: number): number => 5 + ((round * 7) % 23);

let place: Place;
let service: ServiceProcess;
beforeAll(async () => {
  place = await openPlace('trust');
  service = await ServiceProcess.start(place.env);
}, 180_000);
afterAll(async () => {
  await service?.end('SIGKILL');
  await place?.close();
}, 60_000);

/** Kills again and again while clients write; after each time looks whether all that was acknowledged is there, once. */
async function killUnderWrites(prefix: string, kill: () => Promise<number>): Promise<{ held: number; recoveries: number[]; acknowledged: number }> {
  const ledger = new Ledger(service.url, place.authorization, prefix);
  ledger.start(CLIENTS);
  const recoveries: number[] = [];
  let held = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    await ledger.more(writesBefore(round));
    const accepting = await kill();
    await ledger.more(1);
    recoveries.push(performance.now() - accepting);
    const { lost, doubled } = await ledger.balance(place.owner);
    if (lost === 0 && doubled === 0) held += 1;
  }
  await ledger.stop();
  const { lost, doubled, acknowledged } = await ledger.balance(place.owner);
  expect({ lost, doubled }).toEqual({ lost: 0, doubled: 0 });
  return { held, recoveries, acknowledged };
}

const inSeconds = (milliseconds: readonly number[]): string => `${(Math.max(...milliseconds) / 1_000).toFixed(2)} s`;

test(`kill -9 of the database under writes, ${ROUNDS} times: no acknowledged write is lost, none is doubled, and it is used again`, async () => {
  const pid = service.pid;
  const { held, recoveries, acknowledged } = await killUnderWrites('Database', () => place.killDatabase());
  const soon = recoveries.filter((one) => one <= USED_AGAIN).length;
  record({ test: 'kill -9 of the database under writes', tried: ROUNDS, held, note: `${acknowledged} writes acknowledged` });
  record({ test: 'used again within 1 s of accepting connections', tried: ROUNDS, held: soon, note: `at most ${inSeconds(recoveries)}` });
  expect(held).toBe(ROUNDS);
  expect(Math.max(...recoveries)).toBeLessThanOrEqual(ALLOWED[place.engine]);
  // The service has lived through all of it.
  expect(service.pid).toBe(pid);
}, 600_000);

test(`kill -9 of the service under writes, ${ROUNDS} times: no acknowledged write is lost, none is doubled`, async () => {
  const { held, acknowledged } = await killUnderWrites('Service', async () => {
    await service.kill();
    await service.begin();
    return performance.now();
  });
  record({ test: 'kill -9 of the service under writes', tried: ROUNDS, held, note: `${acknowledged} writes acknowledged` });
  expect(held).toBe(ROUNDS);
}, 600_000);

test('SIGTERM: the changes that are being made are made and acknowledged before the service ends', async () => {
  const blocker = await place.owner.connect();
  await blocker.query('begin; lock table organisations in share row exclusive mode');
  const ledger = new Ledger(service.url, place.authorization, 'Terminated');
  ledger.start(12);
  await fetch(`${service.url}/healthz`);
  const ended = service.end('SIGTERM');
  await untilDraining(service.url);
  const stopped = ledger.stop();
  await blocker.query('rollback');
  blocker.release();
  await stopped;
  expect(await ended).toBe(0);
  const balance = await ledger.balance(place.owner);
  record({ test: 'changes in flight at SIGTERM', tried: 12, held: balance.acknowledged - balance.lost });
  expect(balance).toEqual({ acknowledged: 12, lost: 0, doubled: 0 });
}, 120_000);

async function untilDraining(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) }).then(async (response) => response.text(), () => '');
    if (answer.includes('stopping')) return;
  }
}
