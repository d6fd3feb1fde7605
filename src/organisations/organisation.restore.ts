import { Restoration, type RunSql, type Undone } from '../history/restore';
import { deriveOrganisations } from './derived';
import { settleNamedEnds } from './named-ends';
import { placeAgain } from './place-writing';

/** Rows that nothing hangs on: they go and come anew, so that none is in the way of another. */
const LEAVES = [
  'organisation_statuses', 'identifiers', 'organisation_facts', 'categorisations', 'areas_served', 'community_links', 'memberships', 'supports', 'contracts', 'consents',
  'secrets.contacts', 'secrets.places',
] as const;
/** The tables of an entry and its parts: what other domains record of an organisation is mended where it is recorded. */
export const RESTORED: readonly string[] = [...LEAVES, 'organisations', 'services', 'places', 'contacts'];
/** What a version is not: it goes on being counted, and mergers are taken back by themselves. */
const NOT_OF_A_VERSION = ['version', 'created_at', 'updated_at', 'merged_into_id'] as const;

/** Brings organisations and all that hangs on them back to what they were before some changes. */
export async function restoreOrganisations(run: RunSql, undone: Undone): Promise<void> {
  const rows = new Restoration(run, undone);
  for (const table of LEAVES) await rows.remove(table, true);
  await rows.remove('places', false);
  await rows.remove('contacts', false);
  await rows.setBack('organisations', NOT_OF_A_VERSION);
  for (const table of ['services', 'places', 'contacts']) await rows.putBack(table);
  // Last of all: a place that was tied to a service that is to go has been untied by now.
  await rows.remove('services', false);
  for (const table of LEAVES) await rows.putBack(table);
  await settleNamedEnds(run, undone.nodeIds);
  // Postcodes and boundaries may have changed since.
  const runner = { query: (sql: string, params?: unknown[]) => run(sql, params) };
  await placeAgain(runner, undone.nodeIds);
  await deriveOrganisations(runner, undone.nodeIds);
}
