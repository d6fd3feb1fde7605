import { type Browser, chromium } from 'playwright-core';
import { openTestDatabase, startTestService, type TestDatabase, type TestService } from '../support';

export interface Opened {
  readonly atlas: TestDatabase;
  readonly service: TestService;
  readonly browser: Browser;
}

/** The sample, served, and a browser to look at it with: opened and closed with the test file that calls this. */
export function openBrowser(): () => Opened {
  const opened: Partial<{ -readonly [Key in keyof Opened]: Opened[Key] }> = {};
  beforeAll(async () => {
    opened.atlas = await openTestDatabase({ with: 'sample' });
    opened.service = await startTestService(opened.atlas);
    opened.browser = await chromium.launch({ executablePath: process.env.ATLAS_CHROMIUM as string, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await opened.browser?.close();
    await opened.service?.close();
    await opened.atlas?.close();
  });
  return () => opened as Opened;
}
