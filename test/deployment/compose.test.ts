import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../src/config';

const ROOT = join(__dirname, '../..');

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const compose = parse(readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')) as { services: Record<'database' | 'migrate' | 'service', Service>; volumes: Record<string, unknown> };
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const { database, migrate, service } = compose.services;

/** As compose fills it in when nothing is set. */
function filledIn(environment: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')]));
}

test('migrations run once, before traffic and after the database answers', () => {
  expect(migrate.command).toEqual(['migrate']);
  expect(migrate.depends_on).toEqual({ database: { condition: 'service_healthy' } });
  expect(service.depends_on?.migrate).toEqual({ condition: 'service_completed_successfully' });
  expect(database.healthcheck?.test[0]).toBe('CMD');
  expect(dockerfile).toMatch(/HEALTHCHECK[\s\S]*\/readyz/);
});

test('the service signs in as a user that is not the owner, and only migrations as the owner', () => {
  const owner = filledIn(database.environment).POSTGRES_USER as string;
  const serving = readConfig(filledIn(service.environment));
  const migrating = readConfig(filledIn(migrate.environment));
  expect(new URL(serving.databaseUrl ?? '').username).toBe('atlas_login');
  expect(service.environment).not.toHaveProperty('MIGRATION_DATABASE_URL');
  expect(new URL(migrating.migrationDatabaseUrl ?? '').username).toBe(owner);
  // The user that migrations grant the service's roles to is the one of DATABASE_URL.
  expect(migrating.databaseUrl).toBe(serving.databaseUrl);
  expect(owner).not.toBe('atlas_login');
});

test('the log-in is made where the first start of the database looks for it', () => {
  const script = database.volumes?.find((volume) => volume.startsWith('./'))?.split(':')[0] as string;
  accessSync(join(ROOT, script), constants.X_OK);
  expect(readFileSync(join(ROOT, script), 'utf8')).toContain('create role atlas_login login');
});

test('data live in volumes, and the service is reached from this machine alone', () => {
  expect(database.volumes).toContain('database:/var/lib/postgresql/data');
  expect(service.volumes).toContain('service:/data');
  expect(Object.keys(compose.volumes).sort()).toEqual(['database', 'service']);
  expect(service.ports).toEqual(['127.0.0.1:4000:4000']);
  expect(database.ports).toBeUndefined();
});

test('the image runs as nobody in particular, installs what is locked and takes signals itself', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  expect(stages).toHaveLength(2);
  for (const stage of stages) expect(stage).toMatch(/^node:20-slim/);
  expect(stages[0]).toContain('npm ci');
  expect(stages[1]).toMatch(/^USER node$/m);
  expect(stages[1]).toMatch(/^ENTRYPOINT \["node", (?:"--[\w=-]+", )*"bin\/vcs-atlas\.js"\]$/m);
  for (const needed of ['dist', 'bin', 'sample', 'schema', 'node_modules']) expect(stages[1]).toMatch(new RegExp(`COPY --from=build /app/${needed} `));
});

test('what is built elsewhere stays out of the image', () => {
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  expect(ignored).toEqual(expect.arrayContaining(['node_modules', 'dist', '.git', '.data', '.env']));
});
