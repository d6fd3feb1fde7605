import type { EntityManager } from 'typeorm';
import { UserFault } from '../errors';

/** Finds the version of what stands; no row: nothing does. Who says it anew holds a lock on what it is said of. */
export interface Standing {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Replaces what stands as a whole, for those who name its version, or none where nothing stands. What is said again as
 * it stands changes nothing, and needs no version.
 */
export async function sayAnew(manager: EntityManager, standing: Standing, expectedVersion: number | null | undefined, write: () => Promise<void>): Promise<void> {
  const before = await versionOf(manager, standing);
  await write();
  if (before === (expectedVersion ?? null) || (await versionOf(manager, standing)) === before) return;
  throw conflict(before, expectedVersion ?? null);
}

async function versionOf(manager: EntityManager, { sql, values }: Standing): Promise<number | null> {
  const [row] = (await manager.query(sql, [...values])) as { version: number }[];
  return row?.version ?? null;
}

function conflict(stands: number | null, expected: number | null): UserFault {
  if (stands === null) return new UserFault('CONFLICT', 'Nothing stands there any more: leave expectedVersion out to say it anew.', ['expectedVersion']);
  return new UserFault('CONFLICT', expected === null ? `Something stands there at version ${stands}: name it to replace it.` : `Somebody else changed it: it stands at version ${stands}, not ${expected}.`, ['expectedVersion'], stands);
}
