import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT, testServerUrl } from './run';

/**
 * Runs the test files below a folder as one, each in a `describe` of its own: a file by itself spends 2 to 3 s on
 * loading and on the schema, a folder does once. Files still open and close what they use; a folder below with a suite
 * of its own is left to that. Who asks Jest for one file gets it by itself.
 */
export function folderSuite(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !existsSync(join(path, 'folder.suite.ts'))) folderSuite(path);
    if (!entry.name.endsWith('.test.ts') || (testServerUrl() === undefined && entry.name.endsWith('.server.test.ts'))) continue;
    // Required, not imported: a description's body ends before anything asynchronous does.
    describe(relative(ROOT, path), () => void require(path));
  }
}
