import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { addImportCommand } from '../../src/cli/import.command';
import { openTestDatabase, type TestDatabase } from '../support';

let at: TestDatabase;
beforeAll(async () => (at = await openTestDatabase({ with: 'sample', writes: true })));
afterAll(() => at.close());

/** What the command line can import: a kind is called as its command is. */
function kinds(): string[] {
  const program = new Command();
  addImportCommand(program);
  return (program.commands[0]?.commands ?? []).map((command) => command.name()).filter((name) => name !== 'list' && name !== 'revert');
}

/** The batch of an import that published nothing of which there is a history. */
async function published(kind: string): Promise<string> {
  const id = randomUUID();
  await at.owner.query(
    `insert into import_batches (id, kind, file_name, options, host, process_id, started_at, published_at, counts) values ($1, $2, 'nothing.csv', $3, 'here', 0, '2026-11-20', '2026-11-20', '{}')`, [id, kind, JSON.stringify({ round: randomUUID() })],
  );
  return id;
}

async function refusal(id: string): Promise<{ code: string; message: string } | undefined> {
  const { data, errors } = await at.ask<{ revertImport: { userErrors: { code: string; message: string }[] } }>('mutation ($input: RevertImportInput!) { revertImport(input: $input) { userErrors { code message } } }', { input: { id } }, { role: 'ADMIN' });
  expect(errors).toBeUndefined();
  return data?.revertImport.userErrors[0];
}

test('there is no kind of import that cannot be taken back', async () => {
  expect(kinds()).toEqual(expect.arrayContaining(['plan', 'self-evaluation', 'self-evaluation-replies', 'priorities', 'priority-contributions', 'organisations', 'postcodes', 'attendance']));
  for (const kind of kinds()) {
    const told = await refusal(await published(kind));
    // Why this one cannot, if it cannot: nothing of it is there.
    expect([kind, told?.code ?? 'INVALID']).toEqual([kind, 'INVALID']);
    expect(told?.message ?? '').not.toContain('cannot be taken back');
  }
});

test('one of a kind that nobody knows says so', async () => {
  expect(await refusal(await published('dreams'))).toEqual({ code: 'INVALID', message: 'An import of dreams cannot be taken back.' });
});
