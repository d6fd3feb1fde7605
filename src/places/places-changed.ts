import type { Clock } from '../clock';
import type { Database } from '../database/database';
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
 * Catches up with imports that were ended between publishing and telling the listeners; called when the service
 * starts. @returns whether there was anything to catch up with.
 */
export async function finishPlacing(change: PlacesChange): Promise<boolean> {
  const due = await change.database.withServiceClient(async (client) => {
    const found = await client.query(`select id from import_batches where counts->>'followUp' = 'due'`);
    return (found.rows as { id: string }[]).map((row) => row.id);
  });
  if (due.length === 0) return false;
  await placesChanged(change);
  await change.database.withServiceClient((client) => client.query(`update import_batches set counts = counts - 'followUp' where id = any($1::uuid[])`, [due]));
  return true;
}
