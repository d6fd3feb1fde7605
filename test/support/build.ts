import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run';

/** The engine and the command line run compiled: builds them unless the build is as new as the sources. */
export function buildWhenStale(): void {
  const stale = ['src', 'migrations'].some((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).some((entry) => {
      if (!entry.isFile()) return false;
      const source = join(entry.parentPath, entry.name);
      const built = join(ROOT, 'dist', source.slice(ROOT.length).replace(/\.tsx?$/, '.js'));
      return modified(built) < modified(source);
    }),
  );
  if (stale) execFileSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Milliseconds; 0 for a file that is not there. */
function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
