import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

let opened: TestDatabase;
let service: TestService;

beforeAll(async () => {
  opened = await openTestDatabase({ with: 'sample' });
  service = await startTestService(opened);
});

afterAll(async () => {
  await service?.close();
  await opened?.close();
});

/** Where a page makes the browser load something from, or leads it to. */
function addresses(html: string): string[] {
  return [...html.matchAll(/\b(?:src|href|action|srcset)\s*=\s*"([^"]*)"/g)].map((match) => match[1] ?? '');
}

/** The policy of a page as a map of its directives. */
function policyOf(response: Response): Map<string, string> {
  const directives = (response.headers.get('content-security-policy') ?? '').split('; ');
  return new Map(directives.map((one) => [one.slice(0, one.indexOf(' ')), one.slice(one.indexOf(' ') + 1)]));
}

describe.each(['/', '/graphiql'])('the page at %s', (path) => {
  test('names no other host', async () => {
    const html = await (await fetch(service.url + path)).text();
    expect(html).not.toMatch(/https?:|["'(]\/\//);
    expect(addresses(html).length).toBeGreaterThan(0);
    for (const address of addresses(html)) expect(address).toMatch(/^(\/(?!\/)|#)/);
  });

  test('everything that it loads is there', async () => {
    const html = await (await fetch(service.url + path)).text();
    const statuses = await Promise.all(addresses(html).filter((one) => one.startsWith('/')).map(async (one) => [one, (await fetch(service.url + one)).status]));
    expect(statuses.filter(([, status]) => status !== 200)).toEqual([]);
  });

  test('lets the browser load from this service alone, and be framed by nobody', async () => {
    const policy = policyOf(await fetch(service.url + path));
    expect(policy.get('default-src')).toBe("'self'");
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('script-src') ?? "'self'").toBe("'self'");
    expect([...policy.values()].join(' ')).not.toMatch(/https?:|\*|unsafe-eval|blob:/);
  });
});

test('only GraphiQL may set styles on its elements', async () => {
  expect(policyOf(await fetch(`${service.url}/graphiql`)).get('style-src')).toBe("'self' 'unsafe-inline'");
  for (const path of ['/', '/readme', '/healthz', '/nowhere']) expect(policyOf(await fetch(service.url + path)).has('style-src')).toBe(false);
});

test('the bundle is named by its content, kept for ever by browsers, and sent compressed to those who take it', async () => {
  const html = await (await fetch(`${service.url}/graphiql`)).text();
  const files = addresses(html).filter((one) => one.startsWith('/graphiql/files/'));
  expect(files.map((one) => one.replace(/-[A-Z0-9]{8}\./, '-HASH.')).sort()).toEqual(['/graphiql/files/page-HASH.css', '/graphiql/files/page-HASH.js']);
  for (const file of files) {
    const plain = await fetch(service.url + file, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(plain.headers.get('vary')).toMatch(/accept-encoding/i);
    const compressed = await rawBody(service.url + file);
    expect(compressed.length).toBeLessThan(500_000);
    expect(gunzipSync(compressed).equals(Buffer.from(await plain.arrayBuffer()))).toBe(true);
  }
});

test('the bundle reaches for no address but its own', async () => {
  const html = await (await fetch(`${service.url}/graphiql`)).text();
  for (const file of addresses(html).filter((one) => one.startsWith('/graphiql/files/'))) {
    const text = await (await fetch(service.url + file)).text();
    expect(text).not.toMatch(/@import|url\(\s*["']?https?:|fetch\(\s*["'`]https?:|importScripts|new Worker\(\s*["'`]https?:/);
  }
});

test('nothing outside the bundle is served from its folder', async () => {
  for (const name of ['files.json', '..%2f..%2f..%2fpackage.json', 'page.js']) {
    expect((await fetch(`${service.url}/graphiql/files/${name}`)).status).toBe(404);
  }
});

/** The bytes as sent: fetch would unpack them. */
function rawBody(url: string): Promise<Buffer> {
  return new Promise((done, fail) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(Buffer.concat(chunks)));
    }).on('error', fail);
  });
}
