import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importOrganisations } from '../../src/organisations/organisations.import';
import { openTestDatabase, testClock, type TestDatabase } from '../support';
import { COORDINATOR } from './history-asking';

let atlas: TestDatabase;
beforeAll(async () => {
  atlas = await openTestDatabase({ with: 'sample', writes: true });
});
afterAll(() => atlas.close());

const WAITING = `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

test('a change that is made while an import is taken back is not lost: its organisation is left and listed', async () => {
  const file = join(atlas.config.dataDir, 'owls.csv');
  writeFileSync(file, 'name,charity_number,description\nOwl Club,5557001,Owls\nWren Club,5557002,Wrens\n');
  await importOrganisations(atlas.database, testClock, { file, layout: 'generic', area: 'E10000015' });
  const { rows } = await atlas.owner.query<{ id: string }>(`select id from import_batches where file_name = 'owls.csv'`);
  const editor = await atlas.owner.connect();
  try {
    await editor.query(`begin; update organisations set description = 'Barn owls' where name = 'Owl Club'`);
    const reverted = atlas.ask('mutation ($input: RevertImportInput!) { revertImport(input: $input) { batch { removed left { name description } } userErrors { code } } }', { input: { id: rows[0]?.id } }, COORDINATOR);
    for (let waits = 0; waits === 0; ) waits = (await atlas.owner.query<{ count: number }>(WAITING)).rows[0]?.count ?? 0;
    await editor.query('commit');
    expect((await reverted).data).toEqual({ revertImport: { batch: { removed: 1, left: [{ name: 'Owl Club', description: 'Barn owls' }] }, userErrors: [] } });
  } finally {
    editor.release();
  }
});
