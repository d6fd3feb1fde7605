import { silentProgress } from '../../src/intake/progress';
import { placeOrganisationsAgain } from '../../src/organisations/place-again';
import { openTestDatabase, testClock, type TestDatabase } from '../support';

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => atlas.close());

const WAITING = `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

test('a home that becomes private while all places are placed again is placed as a private one', async () => {
  const { rows } = await atlas.owner.query<{ id: string; organisation: string }>(
    `select id, organisation_id as organisation from places where visibility = 'EXACT' and kind = 'ADDRESS' and postcode is not null and not own_point and service_id is null order by id limit 1`,
  );
  const home = rows[0];
  await atlas.owner.query(`update places set point = st_setsrid(st_makepoint(-0.9, 51.9), 4326) where id = $1`, [home?.id]);
  const editor = await atlas.owner.connect();
  try {
    await editor.query('begin');
    await editor.query('update organisations set version = version + 1 where id = $1', [home?.organisation]);
    await editor.query(`update places set visibility = 'DISTRICT_ONLY', point = null, address = null, postcode = null, name = null where id = $1`, [home?.id]);
    const placed = placeOrganisationsAgain({ database: atlas.database, clock: testClock, progress: silentProgress });
    for (let waits = 0; waits === 0; ) waits = (await atlas.owner.query<{ count: number }>(WAITING)).rows[0]?.count ?? 0;
    await editor.query('commit');
    await placed;
  } finally {
    editor.release();
  }
  const { rows: shown } = await atlas.owner.query(`select p.point is not null and p.point is distinct from d.label_point as told from places p left join areas d on d.id = p.district_id where p.id = $1`, [home?.id]);
  expect(shown).toEqual([{ told: false }]);
});
