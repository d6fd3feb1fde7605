import type { Viewer } from '../../src/access/viewer';
import { toNodeId } from '../../src/graphql/node';
import { erasePerson, findPerson } from '../../src/history/personal-data';
import { silentProgress } from '../../src/intake/progress';
import { placeSessionsAgain } from '../../src/training/place-sessions-again';
import { openTestDatabase, testClock, type TestDatabase } from '../support';

const ADMIN: Viewer = { role: 'ADMIN' };
const TABLES = ['bookings', 'attendances', 'former_attendances', 'organisation_duties', 'passport_progress', 'development_needs'] as const;

let atlas: TestDatabase;
let kept: string;
let merged: string;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
  const id = async (slug: string): Promise<string> => (await atlas.owner.query<{ id: string }>('select id from organisations where slug = $1', [slug])).rows[0]?.id ?? '';
  [kept, merged] = [await id('colne-side-youth-project'), await id('colneside-youth-project')];
});
afterAll(() => atlas.close());

/** How many rows of each table the two organisations have. */
async function counts(): Promise<Record<string, [number, number]>> {
  const found: Record<string, [number, number]> = {};
  for (const table of TABLES) {
    const { rows } = await atlas.owner.query<{ kept: number; merged: number }>(
      `select count(*) filter (where organisation_id = $1)::int as kept, count(*) filter (where organisation_id = $2)::int as merged from ${table}`, [kept, merged],
    );
    found[table] = [rows[0]?.kept ?? 0, rows[0]?.merged ?? 0];
  }
  return found;
}

async function versions(): Promise<[number, number]> {
  const { rows } = await atlas.owner.query<{ id: string; version: number }>('select id, version from organisations where id = any($1::uuid[])', [[kept, merged]]);
  const of = (id: string): number => rows.find((row) => row.id === id)?.version ?? 0;
  return [of(kept), of(merged)];
}

async function change(mutation: string, input: object): Promise<void> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await atlas.ask<Record<string, { userErrors: unknown[] }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } } }`, { input }, ADMIN);
  expect([errors, data?.[mutation]?.userErrors]).toEqual([undefined, []]);
}

test('bookings, attendance, duties, counts and needs follow a merge, but for what the kept entry has the like of, and go back', async () => {
  const run = (sql: string): Promise<unknown> => atlas.owner.query(sql.replaceAll('$KEPT', `'${kept}'`).replaceAll('$MERGED', `'${merged}'`));
  for (const table of TABLES) await run(`delete from ${table} where organisation_id in ($KEPT, $MERGED)`);
  await run(`delete from former_attendances where organisation_id in ($KEPT, $MERGED)`);
  const two = `(select id, row_number() over (order by held_on, id) as n from training_sessions order by held_on, id limit 2) s`;
  // The first session was attended by both, the second by the merged one alone.
  await run(`insert into bookings (id, session_id, organisation_id, places, state, booked_at) select gen_random_uuid(), s.id, $KEPT, 1, 'BOOKED', now() from ${two} where n = 1`);
  await run(`insert into bookings (id, session_id, organisation_id, places, state, booked_at) select gen_random_uuid(), s.id, $MERGED, 1, 'BOOKED', now() from ${two}`);
  await run(`insert into attendances (id, session_id, organisation_id, kind, people, recorded_at) select gen_random_uuid(), s.id, $KEPT, 'STAFF', 1, now() from ${two} where n = 1`);
  await run(`insert into attendances (id, session_id, organisation_id, kind, people, recorded_at) select gen_random_uuid(), s.id, $MERGED, 'STAFF', 2, now() from ${two}`);
  // Both counts of the merged one were one less until they were corrected.
  await run(`insert into former_attendances (id, session_id, organisation_id, kind, people, recorded_at, replaced_at) select gen_random_uuid(), s.id, $MERGED, 'STAFF', 1, now(), now() from ${two}`);
  await run(`insert into organisation_duties (id, organisation_id, duty, valid) values (gen_random_uuid(), $KEPT, 'LEAD_PROFESSIONAL', '[2026-01-01,)'), (gen_random_uuid(), $MERGED, 'LEAD_PROFESSIONAL', '[2026-06-01,)'), (gen_random_uuid(), $MERGED, 'LEAD_PROFESSIONAL', '[2024-01-01,2025-01-01)')`);
  for (const one of ['$KEPT', '$MERGED']) await run(`insert into passport_progress (id, organisation_id, unit_id, counted_on, volunteers) select gen_random_uuid(), ${one}, id, '2026-09-30', 3 from passport_units where code = 'CORE'`);
  await run(`insert into development_needs (id, organisation_id, subject, need, recorded_on) values (gen_random_uuid(), $MERGED, 'OTHER', 'Lone working', '2026-09-30')`);
  const before = await counts();
  expect(before).toEqual({ bookings: [1, 2], attendances: [1, 2], former_attendances: [0, 2], organisation_duties: [1, 2], passport_progress: [1, 1], development_needs: [0, 1] });

  const [keptVersion, mergedVersion] = await versions();
  await change('mergeOrganisations', { id: toNodeId('Organisation', kept), expectedVersion: keptVersion, mergedId: toNodeId('Organisation', merged), mergedExpectedVersion: mergedVersion });
  expect(await counts()).toEqual({ bookings: [2, 1], attendances: [2, 1], former_attendances: [1, 1], organisation_duties: [2, 1], passport_progress: [1, 1], development_needs: [1, 0] });

  await change('undoMerge', { id: toNodeId('Organisation', kept), expectedVersion: (await versions())[0], mergedId: toNodeId('Organisation', merged) });
  expect(await counts()).toEqual(before);
});

test('a person who was named in a need after all is found and erased', async () => {
  await atlas.owner.query(`insert into development_needs (id, organisation_id, subject, need, recorded_on, source) values (gen_random_uuid(), $1, 'OTHER', 'Wilhelmina Featherstonehaugh wants first aid', '2026-09-30', 'Wilhelmina Featherstonehaugh')`, [kept]);
  const found = await findPerson(atlas.database, 'Wilhelmina Featherstonehaugh');
  expect(found.map((one) => `${one.table}.${one.column}`).sort()).toEqual(['development_needs.need', 'development_needs.source']);
  await erasePerson(atlas.database, testClock, 'Wilhelmina Featherstonehaugh');
  expect(await findPerson(atlas.database, 'Wilhelmina Featherstonehaugh')).toEqual([]);
});

test('after postcodes changed a session lies in the district of its postcode again, and one that lay there is not written', async () => {
  await atlas.owner.query(`update training_sessions set district_id = null where postcode = 'SK17 6DU'`);
  await placeSessionsAgain({ database: atlas.database, clock: testClock, progress: silentProgress });
  const { rows } = await atlas.owner.query<{ code: string; version: number; postcode: string }>(`select d.code, s.version, s.postcode from training_sessions s join areas d on d.id = s.district_id where s.postcode in ('SK17 6DU', 'SK13 8AB')`);
  expect(new Set(rows.map((row) => `${row.postcode} ${row.code} ${row.version}`))).toEqual(new Set(['SK17 6DU E07000037 2', 'SK13 8AB E07000037 1']));
});
