import type { Clock } from '../clock';
import type { Database } from '../database/database';
import { sweepStaging } from '../intake/batch';
import type { Progress } from '../intake/progress';

export interface PlacesChange {
  readonly database: Database;
  readonly clock: Clock;
  readonly progress: Progress;
}

export type PlacesListener = (change: PlacesChange) => Promise<void>;

const listeners: PlacesListener[] = [];

/**
 * Registers who keeps places of its own that lie in districts: it is called after boundaries, postcodes or former
 * codes changed and places them again (see `shown.postcode_places` and `shown.district_at`). It may be called again
 * for the same change and must then find nothing to do. Registered in the composition root and by the commands.
 */
export function afterPlacesChanged(listener: PlacesListener): void {
  if (!listeners.includes(listener)) listeners.push(listener);
}

/** Tells all listeners, one after the other. */
export async function placesChanged(change: PlacesChange): Promise<void> {
  for (const listener of listeners) {
    change.progress.say('placing again');
    await listener(change);
  }
}

/**
 * Puts right what imports left that were ended from outside: sweeps what they staged, and tells the listeners of what
 * was published without their hearing of it. Called when the service starts and before a command imports.
 * @returns whether listeners had to be told.
 */
export async function finishImports(change: PlacesChange): Promise<boolean> {
  const { database, clock } = change;
  const due = await database.withServiceClient(async (client) => {
    await sweepStaging(client, clock);
    const found = await client.query(`select id from import_batches where counts->>'followUp' = 'due'`);
    return (found.rows as { id: string }[]).map((row) => row.id);
  });
  if (due.length === 0) return false;
  await placesChanged(change);
  await database.withServiceClient((client) => client.query(`update import_batches set counts = counts - 'followUp' where id = any($1::uuid[])`, [due]));
  return true;
}
