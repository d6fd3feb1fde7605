import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from './open-browser';

const OPERATIONS = join(__dirname, '../../schema/operations');

const opened = openBrowser();

/** Opens a page and keeps what it asked for and what it complained of. */
async function open(path: string): Promise<{ page: Page; elsewhere: string[]; complaints: string[] }> {
  const page = await opened().browser.newPage({ viewport: { width: 1280, height: 800 } });
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(`${opened().service.url}/`) && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${opened().service.url}${path}`, { waitUntil: 'networkidle' });
  return { page, elsewhere, complaints };
}

async function run(page: Page): Promise<Record<string, unknown>> {
  const [response] = await Promise.all([
    page.waitForResponse((one) => one.url().endsWith('/graphql') && !(one.request().postData() ?? '').includes('IntrospectionQuery')),
    page.getByRole('button', { name: /execute query/i }).click(),
  ]);
  return (await response.json()) as Record<string, unknown>;
}

function inPascalCase(name: string): string {
  return name.replace(/(^|-)(\w)/g, (_all, _hyphen, letter: string) => letter.toUpperCase());
}

test('GraphiQL opens with a documented operation that runs as it stands, and nothing is asked of another host', async () => {
  const { page, elsewhere, complaints } = await open('/graphiql');
  const answer = await run(page);
  expect(answer.errors).toBeUndefined();
  await page.locator('.result-window').getByText('"data"').first().waitFor();
  if (process.env.ATLAS_SCREENSHOTS !== undefined) await page.screenshot({ path: `${process.env.ATLAS_SCREENSHOTS}/graphiql.png` });
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('the panel has every documented operation, and opens it in a tab of its own, where it is answered', async () => {
  const { page } = await open('/graphiql');
  // An answer to what is drawn already would be none.
  await page.locator('.atlas-examples button').first().waitFor();
  const names = await page.locator('.atlas-examples button').allTextContents();
  expect(names.sort()).toEqual(readdirSync(OPERATIONS).map((file) => basename(file, '.graphql')).sort());
  const refused: string[] = [];
  // Each is answered by the service in a test of its own; here one in eight, for each takes a browser a second.
  for (const name of names.filter((_, at) => at % 8 === 0)) {
    await page.locator('.atlas-examples').getByRole('button', { name, exact: true }).click();
    // The editor takes a moment to know the operation that it holds; its tab is then named after it.
    await page.locator('.graphiql-tab-active').getByText(inPascalCase(name), { exact: true }).waitFor();
    const { errors } = await run(page);
    // What asks for a role is refused to whoever has none, and says so.
    const codes = ((errors ?? []) as { extensions: { code: string } }[]).map((error) => error.extensions.code);
    if (codes.some((code) => code !== 'UNAUTHENTICATED')) refused.push(`${name}: ${JSON.stringify(errors)}`);
    // A page draws all its tabs anew with every letter: a hundred open ones take a second each.
    await page.locator('.graphiql-tab-active').getByRole('button', { name: 'Close Tab' }).click();
  }
  expect(refused).toEqual([]);
  await page.close();
});

test('an example that is opened just when the editor takes in what was typed is not lost', async () => {
  const { page } = await open('/graphiql');
  await page.locator('.atlas-examples button').first().waitFor();
  // The editor takes in what was typed after a tenth of a second, and the click is the next thing to happen: a busy page, where both have come due when it is free again.
  await page.evaluate(`{
    const editor = document.querySelector('.graphiql-query-editor .CodeMirror').CodeMirror;
    editor.setValue(editor.getValue() + ' ');
    setTimeout(() => document.querySelector('.atlas-examples button').click(), 100);
    const busyUntil = performance.now() + 200;
    while (performance.now() < busyUntil);
  }`);
  const [first] = await page.locator('.atlas-examples button').allTextContents();
  await page.locator('.graphiql-tab-active').getByText(inPascalCase(first as string), { exact: true }).waitFor();
  await page.close();
});

test('the token of the bar goes with what is asked, and is gone after a reload', async () => {
  const { page } = await open('/graphiql');
  const authorization = await opened().service.authorization('ADMIN');
  await page.getByLabel(/^Token/).fill(authorization.replace('Bearer ', ''));
  const [request] = await Promise.all([page.waitForRequest((one) => one.url().endsWith('/graphql')), page.getByRole('button', { name: /execute query/i }).click()]);
  expect(await request.headerValue('authorization')).toBe(authorization);
  await page.reload();
  expect(await page.getByLabel(/^Token/).inputValue()).toBe('');
  expect(await page.evaluate<string>('JSON.stringify({ ...localStorage, ...sessionStorage })')).not.toContain(authorization.slice(7));
  await page.close();
});

test('the first page is plain, complete and asks nothing of another host', async () => {
  const { page, elsewhere, complaints } = await open('/');
  await page.getByRole('link', { name: '/graphiql' }).waitFor();
  if (process.env.ATLAS_SCREENSHOTS !== undefined) await page.screenshot({ path: `${process.env.ATLAS_SCREENSHOTS}/index.png` });
  expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
  await page.close();
});
