import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run';

const ENGINE = ['package.json'].flatMap((file) => ['pglite', 'pglite-postgis'].map((name) => `node_modules/@electric-sql/${name}/${file}`));

/** Names what a template is made of: everything that decides what rows it holds. */
export function contentFingerprint(): string {
  const views = filesUnder('src').filter((file) => file.endsWith('.view.sql'));
  const writers = ['test/support/templates.ts', 'test/support/restore.ts', 'src/database/migrate.ts', 'src/organisations/place-writing.ts', 'src/organisations/derived.ts', 'src/organisations/search-name.ts', 'src/text/fold.ts'];
  return fingerprint([...ENGINE, ...filesUnder('migrations'), ...views, ...writers, ...filesUnder('src/sample'), ...filesUnder('sample')]);
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort();
}

function fingerprint(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file)) : '').update('\0');
  return hash.digest('hex').slice(0, 16);
}
