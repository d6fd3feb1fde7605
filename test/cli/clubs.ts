import type { Pool } from 'pg';

/** Adds active organisations, club-1 and so on, to file rows of an import under. */
export async function addClubs(owner: Pool, clubs: number): Promise<void> {
  await owner.query(
    `insert into organisations (id, slug, name, sort_name, search_name, is_provider, created_at, updated_at)
     select gen_random_uuid(), 'club-' || n, 'Club ' || n, 'club ' || n, 'club ' || n, true, now(), now() from generate_series(1, $1::int) n`,
    [clubs],
  );
  await owner.query(`insert into organisation_statuses (organisation_id, status, valid) select id, 'ACTIVE', '[,)' from organisations where slug like 'club-%'`);
}
