import type { PlacesChange } from '../places/places-changed';

/** Finds anew in which district each session with a postcode is held. */
export async function placeSessionsAgain({ database, clock }: PlacesChange): Promise<void> {
  await database.write({ role: 'ADMIN', subject: 'vcs-atlas', note: 'Placed again', at: clock.now() }, async (manager) => {
    await manager.query(`
      update training_sessions s set district_id = p.district_id, version = s.version + 1, updated_at = $1
      from training_sessions o left join shown.postcode_places p on p.postcode = o.postcode
      where o.id = s.id and s.postcode is not null and s.district_id is distinct from p.district_id`, [clock.now()]);
  });
}
