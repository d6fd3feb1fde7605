import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json, be this file compiled into dist or run from where it stands. */
export function projectRoot(from = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('The folder of package.json was not found.');
  return projectRoot(above);
}
