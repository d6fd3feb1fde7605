import { InvalidArgumentError } from 'commander';
import type { Viewer } from '../access/viewer';

/** A day as the value of an option. */
export const dayOf = (text: string): string => {
  const instant = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(instant.getTime()) || !instant.toISOString().startsWith(text)) throw new InvalidArgumentError('A day is YYYY-MM-DD.');
  return text;
};

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** An instant as the value of an option; of a day, its last one. */
export const instantOf = (text: string): Date => {
  const { lastInstantOf } = require('../clock') as typeof import('../clock');
  const [day = '', hour] = text.split('T');
  if (hour === undefined) return lastInstantOf(dayOf(day));
  const instant = new Date(`${dayOf(day)}T${hour}`);
  if (!INSTANT.test(text) || Number.isNaN(instant.getTime())) throw new InvalidArgumentError('An instant is YYYY-MM-DD, meant is the end of the day in London, or YYYY-MM-DDTHH:MM:SSZ.');
  return instant;
};

/** Opens the database and works as somebody in it. */
export async function withContext(viewer: Viewer, work: (context: import('../graphql/context').RequestContext) => Promise<void>): Promise<void> {
  const { openDatabase } = require('./target') as typeof import('./target');
  const { atlasSchema, requestContext } = require('../app') as typeof import('../app');
  const { systemClock } = require('../clock') as typeof import('../clock');
  const database = await openDatabase();
  try {
    await work(requestContext({ database, clock: systemClock }, atlasSchema(), viewer));
  } finally {
    await database.close();
  }
}

/** @param readable `by you alone`: by its owner alone, also where the file was there before. */
export function writeToFile(to: string, content: string | Buffer, readable: 'as usual' | 'by you alone' = 'as usual'): void {
  const { closeSync, fchmodSync, openSync, writeFileSync } = require('node:fs') as typeof import('node:fs');
  const { SetUpError } = require('../errors') as typeof import('../errors');
  try {
    const file = openSync(to, 'w', readable === 'as usual' ? 0o666 : 0o600);
    try {
      if (readable === 'by you alone') fchmodSync(file, 0o600);
      writeFileSync(file, content);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new SetUpError(`${to} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Writes what a command made to a file, or to standard output. */
export function deliver(content: string | Buffer, to: string | undefined): void {
  if (to === undefined) {
    process.stdout.write(content);
    return;
  }
  writeToFile(to, content);
  // A job that runs every night hears of failures alone.
  if (process.stderr.isTTY) process.stderr.write(`Wrote ${to}.\n`);
}
