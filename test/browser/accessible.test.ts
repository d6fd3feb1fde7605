import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { runHere } from '../cli/run-cli';
import { openBrowser } from './open-browser';

/** A telephone's screen, in CSS pixels: where a page is too wide or a target too small, it is there. */
const TELEPHONE = { width: 390, height: 900 };
const AXE = require.resolve('axe-core/axe.min.js');

const opened = openBrowser();

/** What stands in somebody's way (axe-core's rules, WCAG 2 among them), and whether one must scroll sideways to read. */
async function obstacles(page: Page): Promise<string[]> {
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()');
  // A page on which nothing applied would have passed everything.
  expect(passes.length).toBeGreaterThan(10);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return [...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`), ...(wide > 0 ? [`${wide} pixels too wide`] : [])];
}

test('the first page and the report of a plan stand in nobody’s way', async () => {
  const page = await opened().browser.newPage({ bypassCSP: true, viewport: TELEPHONE });
  await page.goto(`${opened().service.url}/`);
  await page.addScriptTag({ path: AXE });
  expect(await obstacles(page)).toEqual([]);
  // A district's plan has all that a county's has, in fewer rows, each of which takes axe a second.
  await page.setContent((await runHere(opened().atlas.env, 'report', 'plan', 'District plan of Dacorum (invented)', '--as-of', '2026-11-21', '--format', 'html')).stdout);
  await page.addScriptTag({ path: AXE });
  expect(await obstacles(page)).toEqual([]);
  // What finds nothing anywhere would be no test.
  await page.evaluate(`document.querySelector('main').append(document.createElement('button'))`);
  expect(await obstacles(page)).toEqual([expect.stringContaining('button-name')]);
  await page.close();
});
