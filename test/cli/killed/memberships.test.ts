import { Files } from '../../organisations/organisation-imports';
import { rowsOf } from '../../places/place-imports';
import { openTestDatabase, type TestDatabase } from '../../support';
import { addClubs } from '../clubs';
import { expectOneOrTheOther } from './kills';
import { runHere } from '../run-cli';

const CLUBS = 2_000;

let at: TestDatabase;
let files: Files;
beforeAll(async () => {
  at = await openTestDatabase({ with: 'sample', writes: true });
  files = new Files();
  await at.owner.query('delete from memberships');
  await addClubs(at.owner, CLUBS);
});
afterAll(async () => {
  files.remove();
  await at.close();
});

/** A council's list in which every membership ends on the same day, so that a mixture shows. */
const list = (to: string): string => files.csv(Array.from({ length: CLUBS }, (_, n) => ({ member_slug: `club-${n + 1}`, from: '2020-04-01', to })));

async function state(): Promise<string> {
  const rows = await rowsOf<{ said: string }>(at, `select count(*) || ' to ' || (upper(valid) - 1) as said from memberships group by upper(valid) order by 1`);
  return rows.map(({ said }) => said).join(', ');
}

it('leaves the old memberships or the new when it is killed at any moment', async () => {
  await expectOneOrTheOther({
    at,
    command: (file) => ['import', 'memberships', file, '--umbrella', 'dacorum-cvs'],
    state,
    first: { file: list('2026-03-31'), stands: `${CLUBS} to 2026-03-31`, rows: CLUBS },
    second: { file: list('2027-03-31'), stands: `${CLUBS} to 2027-03-31` },
  });
}, 300_000);

it('lists the import and takes it back, and writes the templates', async () => {
  const [batch] = await rowsOf<{ id: string }>(at, `select b.id from import_batches b join history.changes c on c.batch_id = b.id where b.kind = 'memberships' order by b.id desc limit 1`);
  expect((await runHere(at.env, 'import', 'list')).stdout).toContain(`${batch?.id}`);
  expect((await runHere(at.env, 'import', 'revert', batch?.id ?? '')).stdout).toBe(`0 records that it had made were removed, ${CLUBS} are as they were before.\n`);
  expect(await state()).toBe(`${CLUBS} to 2026-03-31`);
  expect((await runHere(at.env, 'template', 'memberships')).stdout).toContain('umbrella,umbrella_identifier,umbrella_slug,member,member_identifier,member_slug,from,to');
  expect((await runHere(at.env, 'template', 'supports')).stdout).toContain('supported_slug,from,to,note');
}, 120_000);
