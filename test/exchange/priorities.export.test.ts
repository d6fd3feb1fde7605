import { parse } from 'csv-parse/sync';
import { atlasSchema, requestContext } from '../../src/app';
import { prioritiesSheet } from '../../src/exchange/priorities.export';
import { erasePerson } from '../../src/history/personal-data';
import { importPriorities } from '../../src/plans/priorities/priorities.import';
import { importPriorityContributions } from '../../src/plans/priorities/priority-contributions.import';
import { Files } from '../organisations/organisation-imports';
import { rowsOf } from '../places/place-imports';
import { openTestDatabase, type TestDatabase, testClock } from '../support';

const schema = atlasSchema();
const files = new Files();
let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(async () => {
  files.remove();
  await at.close();
});

interface Set {
  readonly area: string;
  readonly title: string;
}
const sheet = (set: Set, file: 'priorities' | 'contributions', format: 'csv' | 'xlsx' = 'csv'): Promise<string | Buffer> =>
  prioritiesSheet(requestContext({ database: at.database, clock: testClock }, schema, { role: 'ADMIN', subject: 'test' }).reader, set, file, format);
const rowsIn = async (set: Set, file: 'priorities' | 'contributions'): Promise<Record<string, string>[]> => parse(await sheet(set, file), { columns: true, bom: true });
const FINGERPRINT = `select (select json_agg(s order by s.id) from priority_sets s) as sets, (select json_agg(p order by p.id) from priorities p) as priorities, (select json_agg(c order by c.id) from priority_contributions c) as contributions,
  (select json_agg(l order by l.id) from leads l) as register`;
const DERBYSHIRE = { area: 'E10000007', title: 'Children and Young People’s Plan' };

it.each(['csv', 'xlsx'] as const)('changes nothing when what was exported is imported again, of every set there is (%s)', async (format) => {
  await at.owner.query(`update priorities set title = '=1+1', valid = '[2026-01-01,2026-10-01)' where code = '3'`);
  const sets = await rowsOf<Set>(at, 'select a.code as area, s.title from priority_sets s join areas a on a.id = s.area_id group by a.code, s.title');
  expect(sets.length).toBeGreaterThan(2);
  const before = await rowsOf(at, FINGERPRINT);
  for (const set of sets) {
    expect(await importPriorities(at.database, testClock, { ...set, file: files.write(format, await sheet(set, 'priorities', format)) })).toMatchObject({ verdict: 'UNCHANGED', counts: { refused: 0 } });
    expect(await importPriorityContributions(at.database, testClock, { ...set, file: files.write(format, await sheet(set, 'contributions', format)) })).toMatchObject({ verdict: 'UNCHANGED', counts: { refused: 0 } });
  }
  expect(await rowsOf(at, FINGERPRINT)).toEqual(before);
});

it('has a row for each priority with what is said of its own days, and one for each contribution that is not over', async () => {
  const rows = await rowsIn(DERBYSHIRE, 'priorities');
  expect(rows.map(({ code, lead, from, to }) => [code, lead, from, to])).toEqual([['1', '', '', ''], ['2', 'Children\'s Trust', '', ''], ['3', '', '2026-01-01', '2026-09-30'], ['4', 'GRID', '', ''], ['5', '', '', '']]);
  expect(rows[2]?.title).toBe("'=1+1");
  const contributions = await rowsIn(DERBYSHIRE, 'contributions');
  expect(contributions).toHaveLength(12);
  expect(contributions.filter((row) => row.action_no !== '').map(({ code, plan, action_no, organisation }) => [code, plan, action_no, organisation])).toEqual([['2', 'Talking Trust', '4.3.2', ''], ['4', 'Talking Trust', '1.3.1', ''], ['4', 'Talking Trust', '4.4.2', '']]);
});

it('names nobody again who was erased', async () => {
  await importPriorities(at.database, testClock, { area: 'E10000007', title: 'Short', from: '2026-01-01', file: files.csv([{ code: '1', title: 'One', lead: 'Peter Persona' }]) });
  await erasePerson(at.database, testClock, 'Peter Persona');
  const set = { area: 'E10000007', title: 'Short' };
  const before = await rowsOf(at, FINGERPRINT);
  expect(await importPriorities(at.database, testClock, { ...set, file: files.write('csv', await sheet(set, 'priorities')) })).toMatchObject({ verdict: 'UNCHANGED' });
  expect(await rowsOf(at, FINGERPRINT)).toEqual(before);
});

it('says so when there is no such set', async () => {
  await expect(sheet({ area: 'E10000007', title: 'Nothing' }, 'priorities')).rejects.toThrow('The area E10000007 has no set of priorities “Nothing”.');
});
