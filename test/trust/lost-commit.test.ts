import type { PoolConfig } from 'pg';
import { entities } from '../../src/app';
import { reachDatabase, type Target } from '../../src/database/connection';
import { Database } from '../../src/database/database';
import { type CommitProxy, startCommitProxy, type Upstream } from '../../trust/commit-proxy';
import { record, rounds } from '../../trust/figures';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';
import { postChange, type PostedChange } from '../support/post-change';

const ROUNDS = rounds(3, 20);

let atlas: TestDatabase;
let proxy: CommitProxy;
let database: Database;
let service: TestService;
let admin: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'empty', writes: true });
  const target = await reachDatabase(atlas.config);
  proxy = await startCommitProxy(upstreamOf(target.pool('vcs_atlas_service', 'service')));
  database = await Database.over(through(target, proxy.port), entities);
  service = await startTestService({ ...atlas, database });
  admin = await service.authorization('ADMIN');
}, 120_000);
afterAll(async () => {
  await service?.close();
  await database?.close();
  await proxy?.close();
  await atlas?.close();
});

const create = (input: Record<string, unknown>): Promise<PostedChange> => postChange(service, 'createOrganisation', input, admin);

async function rowsNamed(name: string): Promise<number> {
  const found = await atlas.owner.query('select count(*)::int as count from organisations where name = $1', [name]);
  return (found.rows[0] as { count: number }).count;
}

test('a change whose acknowledgement was lost is told as not known, and sent again it is answered with what it made', async () => {
  let held = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const input = { name: `Unheard ${round}`, clientMutationId: `unheard ${round}` };
    const lost = proxy.loseNextReply();
    const first = await create(input);
    await lost;
    expect(first).toMatchObject({ status: 503, error: 'UNAVAILABLE', payload: null });
    expect(Number(first.retryAfter)).toBeGreaterThan(0);
    expect(await rowsNamed(input.name)).toBe(1);
    const again = await create(input);
    expect(again).toMatchObject({ status: 200, payload: { organisation: { name: input.name, version: 1 }, userErrors: [] } });
    expect(await create(input)).toEqual(again);
    if ((await rowsNamed(input.name)) === 1) held += 1;
  }
  record({ test: 'the answer to COMMIT is lost, the client sends again', tried: ROUNDS, held });
  expect(held).toBe(ROUNDS);
});

test('a change without a key whose acknowledgement was lost is never made twice by the service itself', async () => {
  const lost = proxy.loseNextReply();
  expect(await create({ name: 'Keyless' })).toMatchObject({ status: 503, error: 'UNAVAILABLE' });
  await lost;
  expect(await rowsNamed('Keyless')).toBe(1);
});

function upstreamOf(config: PoolConfig): Upstream {
  if (config.connectionString === undefined) return { path: `${config.host}/.s.PGSQL.${config.port}` };
  const url = new URL(config.connectionString);
  return { host: url.hostname, port: Number(url.port || 5432) };
}

/** The same database, the service's role on the other side of the proxy. */
function through(target: Target, port: number): Target {
  const detour = (config: PoolConfig): PoolConfig => {
    if (config.connectionString === undefined) return { ...config, host: '127.0.0.1', port };
    const url = new URL(config.connectionString);
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return { ...config, connectionString: url.toString() };
  };
  return {
    engine: target.engine,
    whereabouts: target.whereabouts,
    replicas: (purpose) => target.replicas(purpose),
    ensure: () => target.ensure(),
    close: () => target.close(),
    pool: (role, purpose) => (role === 'vcs_atlas_service' ? detour(target.pool(role, purpose)) : target.pool(role, purpose)),
  };
}
