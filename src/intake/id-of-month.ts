import { v7 as uuidv7 } from 'uuid';

/** Of this month, and otherwise random: an id that tells the instant would lead from an entry to the others of its file, and so to where it lies. */
export function idOfMonth(): string {
  const now = new Date();
  return uuidv7({ msecs: Date.UTC(now.getUTCFullYear(), now.getUTCMonth()) });
}
