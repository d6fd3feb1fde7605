import type { Command } from 'commander';

type Database = import('../database/database').Database;

const ABOUT = `
A person is an e-mail address, a telephone number (however it is written) or a full name. Contacts, free texts, authors of changes and
all of the history are searched; of a contact it is all that stands of it, consents included. Erasing removes contacts with their history and
leaves "[erased]" in other texts; it cannot be undone. Names of organisations stay, and so do lists that were issued, which are signed.

Example:
  vcs-atlas personal-data find "jo.bloggs@example.org"`;

/** What is known about a person: where it stands, a copy of it, and its erasure. */
export function addPersonalDataCommand(program: Command): void {
  const personal = program.command('personal-data').description('what is known about a person: find, export or erase it, history included').addHelpText('after', ABOUT);
  personal
    .command('find <text>')
    .description('say where it stands')
    .action((text: string) => withDatabase(async (database) => print(await find(database, text))));
  personal
    .command('export <text>')
    .description('write all of it as JSON')
    .option('--to <file>', 'into a file that only you can read, instead of on stdout')
    .action((text: string, { to }: { to?: string }) =>
      withDatabase(async (database) => {
        const found = await find(database, text);
        const json = `${JSON.stringify({ person: text, records: found }, null, 2)}\n`;
        if (to === undefined) process.stdout.write(json);
        else {
          const { writeToFile } = require('./write-file') as typeof import('./write-file');
          writeToFile(to, json, 'by you alone');
          process.stdout.write(`${found.length} records written to ${to}.\n`);
        }
      }),
    );
  personal
    .command('erase <text>')
    .description('erase it everywhere; without --yes only says what would go')
    .option('--yes', 'really erase')
    .action((text: string, { yes }: { yes?: boolean }) => withDatabase((database) => erase(database, text, yes === true)));
}

async function find(database: Database, text: string): ReturnType<typeof import('../history/personal-data').findPerson> {
  const { findPerson, sweepBeforehand } = require('../history/personal-data') as typeof import('../history/personal-data');
  const { systemClock } = require('../clock') as typeof import('../clock');
  await sweepBeforehand(database, systemClock, false);
  return findPerson(database, text);
}

async function erase(database: Database, text: string, really: boolean): Promise<void> {
  const { erasePerson, sweepBeforehand } = require('../history/personal-data') as typeof import('../history/personal-data');
  const { systemClock } = require('../clock') as typeof import('../clock');
  if (really) await sweepBeforehand(database, systemClock, true);
  const found = await find(database, text);
  if (!really) {
    print(found);
    if (found.length > 0) process.stderr.write('Nothing was erased.\n  → Run it again with --yes to erase it for good\n');
    process.exitCode = found.length > 0 ? 1 : 0;
    return;
  }
  for (const { table, rows } of await erasePerson(database, systemClock, text)) process.stdout.write(`${table}: ${rows} rows erased or changed.\n`);
  const kept = await find(database, text);
  if (kept.length > 0) process.stdout.write(`Kept, for they are names of organisations, or lists that were issued and signed: ${new Set(kept.map(({ value }) => value)).size}.\n`);
  process.stdout.write('Done: the history has an entry that says that personal data were erased, not whose.\n');
}

function print(found: Awaited<ReturnType<typeof find>>): void {
  if (found.length === 0) process.stdout.write('Nothing was found.\n');
  for (const { table, column, key, value, erasable } of found) process.stdout.write(`${table}.${column}  ${JSON.stringify(key)}${erasable ? '' : keptFor(table)}\n    ${inShort(value)}\n`);
}

/** Enough to see whose it is. */
function inShort(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length > 200 ? `${line.slice(0, 200)} …` : line;
}

function keptFor(table: string): string {
  return table === 'issued_lists' ? '  (issued and signed: kept)' : '  (the name of an organisation: kept)';
}

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const { openDatabase } = require('./target') as typeof import('./target');
  const database = await openDatabase();
  try {
    await work(database);
  } finally {
    await database.close();
  }
}
