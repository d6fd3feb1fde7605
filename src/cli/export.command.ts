import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PlanListName } from '../exchange/plan.export';
import { dayOf, deliver, withContext } from './write-file';

interface ListFlags {
  readonly asOf?: string;
  readonly format: 'csv' | 'json';
  readonly area?: string;
  readonly category?: string;
  readonly community?: string;
  readonly ages?: string;
  readonly near?: string;
  readonly km?: string;
  readonly set?: string;
  readonly basis?: string;
  readonly to?: string;
}

interface ExpiringFlags {
  readonly within: number;
  readonly area?: string;
  readonly asOf?: string;
  readonly to?: string;
}

interface FileFlags {
  readonly format: 'csv' | 'xlsx';
  readonly to?: string;
}

type PlanFlags = FileFlags & { readonly [list in PlanListName]?: string };

interface SelfEvaluationFlags extends FileFlags {
  readonly area?: string;
  readonly evidence?: string;
  readonly descriptors?: string;
}

interface PriorityFlags extends FileFlags {
  readonly area: string;
  readonly title: string;
  readonly contributions?: string;
}

interface KeyFlags {
  readonly rotate?: boolean;
  readonly to?: string;
}

/** Reads and writes as an administrator: whoever runs the command has the database. */
const ADMIN = { role: 'ADMIN', subject: 'vcs-atlas export' } as const;

const daysOf = (text: string): number => {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 366) throw new InvalidArgumentError('Days are 0 to 366.');
  return Number(text);
};

/** A value of an option that is read as it stands in an address of the list; a wrong one is wrong usage. */
const readable = (read: (words: typeof import('../exchange/accredited-list.asked'), text: string) => unknown) => (text: string): string => {
  const { ArgumentError } = require('../errors') as typeof import('../errors');
  try {
    read(require('../exchange/accredited-list.asked') as typeof import('../exchange/accredited-list.asked'), text);
  } catch (error) {
    throw error instanceof ArgumentError ? new InvalidArgumentError(error.message) : error;
  }
  return text;
};

/** `export <kind>`: files for people and for other programs. */
export function addExportCommand(program: Command): void {
  const exports = program.command('export').description('write a list to a file').addHelpText('after', '\nExample:\n  vcs-atlas export accredited-list --format csv --area E07000096 --to list.csv');
  addAccreditedList(exports);
  addExpiring(exports);
  addPlan(exports);
  addSelfEvaluation(exports);
  addPriorities(exports);
  addListKeys(exports);
}

function addAccreditedList(exports: Command): void {
  exports
    .command('accredited-list')
    .description('who may be bought from on a day: as a sheet, or issued as a signed list')
    .option('--as-of <day>', 'the day, YYYY-MM-DD; today when left out', dayOf)
    .addOption(new Option('--format <format>', 'csv: a sheet, a line for each accreditation and contract; json: issues a signed list, which is kept').choices(['csv', 'json']).default('csv'))
    .option('--area <code>', 'only who serves this area or is based in it')
    .option('--category <code>', 'only who has this category or a narrower one: code or vocabulary:code')
    .option('--community <code>', 'only who is led by or works with this community: code or vocabulary:code')
    .option('--ages <range>', 'only who is known to serve someone of these ages, both included: 8-15, 11- or -5', readable(({ agesOf }, text) => agesOf(text)))
    .option('--near <spot>', 'only who may be known to be near a full postcode, or latitude,longitude; a sheet has the nearest first', readable(({ spotOf }, text) => spotOf(text)))
    .option('--km <number>', 'with --near: within so many kilometres; 10 when left out', readable(({ kmOf }, text) => kmOf(text)))
    .option('--set <code>', 'only who is accredited by this criteria set')
    .addOption(new Option('--basis <basis>', 'only who is on it on this basis').choices(['PANEL', 'CONTRACT']))
    .option('--to <file>', 'write it there; to standard output otherwise')
    .addHelpText('after', '\nEach signed list is a new one, kept byte for byte; check it with verify-list.\n\nExamples:\n  vcs-atlas export accredited-list --as-of 2026-11-20 --format csv\n  vcs-atlas export accredited-list --area E07000096 --format json --to dacorum.json\n  vcs-atlas export accredited-list --category YW --ages 11-16 --near "WD18 0ET" --km 5')
    .action(async ({ format, to, ...words }: ListFlags, command: Command) => {
      if (words.km !== undefined && words.near === undefined) command.error('error: --km goes with --near.', { exitCode: 2 });
      const { listAsked } = require('../exchange/accredited-list.asked') as typeof import('../exchange/accredited-list.asked');
      const asked = listAsked(words);
      await withContext(ADMIN, async (context) => {
        if (format === 'csv') {
          const { accreditedListSheet } = require('../exchange/accredited-list.export') as typeof import('../exchange/accredited-list.export');
          return deliver((await accreditedListSheet(context.reader, asked)).csv, to);
        }
        const { issueAccreditedList } = require('../eligibility/issued/issue-list') as typeof import('../eligibility/issued/issue-list');
        const { readKeptFile } = require('../eligibility/issued/issued-list.read-model') as typeof import('../eligibility/issued/issued-list.read-model');
        const id = await issueAccreditedList(context, asked);
        deliver(await readKeptFile(context.reader, id), to);
      });
    });
}

function addExpiring(exports: Command): void {
  exports
    .command('expiring')
    .description('evidence, audits, certificates and accreditations that end soon, with whom to reach: a digest for a daily job')
    .option('--within <days>', 'whose last day comes within so many days, 0 to 366', daysOf, 30)
    .addOption(new Option('--format <format>', 'a sheet, a line each').choices(['csv']).default('csv'))
    .option('--area <code>', 'only of organisations that serve this area or are based in it')
    .option('--as-of <day>', 'counted from this day, YYYY-MM-DD; today when left out', dayOf)
    .option('--to <file>', 'write it there; to standard output otherwise')
    .addHelpText('after', '\nWhere nothing ends it writes the headings alone and ends with 0. Equal data give equal bytes.\n\nExample:\n  vcs-atlas export expiring --within 30 --format csv --area E07000096')
    .action(async ({ within, area, asOf, to }: ExpiringFlags) => {
      await withContext(ADMIN, async ({ reader }) => {
        const { expiringSheet } = require('../exchange/expiring.export') as typeof import('../exchange/expiring.export');
        deliver(await expiringSheet(reader, { days: within, area, asOf }), to);
      });
    });
}

function addPlan(exports: Command): void {
  exports
    .command('plan <id>')
    .description('a plan in the layout of its import, a row an action; by its id or its title')
    .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'xlsx']).default('csv'))
    .option('--to <file>', 'write it there; a CSV goes to standard output otherwise')
    .option('--leads <file>', 'write the register of leads of its area there too')
    .option('--review <file>', 'write who reviews it there too')
    .option('--audiences <file>', 'write with whom it is shared there too')
    .option('--channels <file>', 'write by what it is shared there too')
    .addHelpText('after', `
It names persons who lead as the plan does, and has the latest update of each action. Importing the files again, each by the option of the same name, changes
nothing; edited, they change what was edited. In the register a kind is empty where nobody said it.
A cell of a CSV that a spreadsheet would run as a formula begins with an apostrophe, which the import takes away.

Example:
  vcs-atlas export plan "Talking Trust" --format xlsx --to plan.xlsx
  vcs-atlas export plan "Talking Trust" --to plan.csv --leads leads.csv --review review.csv --audiences audiences.csv --channels channels.csv`)
    .action(async (plan: string, { format, to, ...lists }: PlanFlags) => {
      refuseTerminal(format, to, 'plan');
      await withContext(ADMIN, async ({ reader }) => {
        const { planListSheet, PLAN_LISTS, planSheet } = require('../exchange/plan.export') as typeof import('../exchange/plan.export');
        deliver(await planSheet(reader, plan, format), to);
        for (const list of PLAN_LISTS) {
          const path = lists[list];
          if (path !== undefined) deliver(await planListSheet(reader, plan, list, format), path);
        }
      });
    });
}

function addSelfEvaluation(exports: Command): void {
  exports
    .command('self-evaluation <round>')
    .description('a round of self-evaluation in the layout of its import, a row a question; by its id, or by its days and area')
    .option('--area <code>', 'the area of the round')
    .addOption(new Option('--format <format>', 'of the files').choices(['csv', 'xlsx']).default('csv'))
    .option('--to <file>', 'write the questions and grades there; a CSV goes to standard output otherwise')
    .option('--evidence <file>', 'write the evidence there too')
    .option('--descriptors <file>', 'write the descriptors of its tool there too')
    .addHelpText('after', `
Importing them again changes nothing; edited, they change what was edited. Replies are anonymous and are not written.
A cell of a CSV that a spreadsheet would run as a formula begins with an apostrophe, which the import takes away.

Example:
  vcs-atlas export self-evaluation 2026-10 --area E10000015 --to grades.csv --evidence evidence.csv --descriptors descriptors.csv`)
    .action(async (round: string, { area, format, to, evidence, descriptors }: SelfEvaluationFlags) => {
      refuseTerminal(format, to, 'self-evaluation');
      await withContext(ADMIN, async ({ reader }) => {
        const { findRound } = require('../plans/evaluation/find-round') as typeof import('../plans/evaluation/find-round');
        const { selfEvaluationSheet } = require('../exchange/self-evaluation.export') as typeof import('../exchange/self-evaluation.export');
        const id = await findRound(reader, round, area);
        deliver(await selfEvaluationSheet(reader, id, 'grades', format), to);
        for (const [file, path] of [['evidence', evidence], ['descriptors', descriptors]] as const) if (path !== undefined) deliver(await selfEvaluationSheet(reader, id, file, format), path);
      });
    });
}

function addPriorities(exports: Command): void {
  exports
    .command('priorities')
    .description('the newest version of a set of priorities in the layout of its import, a row a priority')
    .requiredOption('--area <code>', 'the area that they are for')
    .requiredOption('--title <text>', 'the plan that sets them')
    .addOption(new Option('--format <format>', 'of the files').choices(['csv', 'xlsx']).default('csv'))
    .option('--to <file>', 'write the priorities there; a CSV goes to standard output otherwise')
    .option('--contributions <file>', 'write what contributes to them there too, as far as it is not over')
    .addHelpText('after', `
It names persons who lead. Importing the files again changes nothing; edited, they change what was edited.
A cell of a CSV that a spreadsheet would run as a formula begins with an apostrophe, which the import takes away.

Example:
  vcs-atlas export priorities --area E10000015 --title "Children and Young People's Plan" --to priorities.csv --contributions contributions.csv`)
    .action(async ({ area, title, format, to, contributions }: PriorityFlags) => {
      refuseTerminal(format, to, 'priorities');
      await withContext(ADMIN, async ({ reader }) => {
        const { prioritiesSheet } = require('../exchange/priorities.export') as typeof import('../exchange/priorities.export');
        deliver(await prioritiesSheet(reader, { area, title }, 'priorities', format), to);
        if (contributions !== undefined) deliver(await prioritiesSheet(reader, { area, title }, 'contributions', format), contributions);
      });
    });
}

function addListKeys(exports: Command): void {
  exports
    .command('list-keys')
    .description('the public keys with which issued lists are verified, as a JSON Web Key Set')
    .option('--rotate', 'retire the key that signs and make another first; lists that it signed stay genuine')
    .option('--to <file>', 'write them there; to standard output otherwise')
    .addHelpText('after', '\nExample:\n  vcs-atlas export list-keys --to keys.json')
    .action(async ({ rotate, to }: KeyFlags) => {
      await withContext(ADMIN, async ({ database, clock, viewer }) => {
        const { rotateKey } = require('../eligibility/issued/signing-keys') as typeof import('../eligibility/issued/signing-keys');
        const { asKeySet, readPublicKeys } = require('../eligibility/issued/issued-list.read-model') as typeof import('../eligibility/issued/issued-list.read-model');
        // A replica may not have the new key yet.
        const { next, keys } = await database.write(viewer, async (manager) => ({
          next: rotate === true ? await rotateKey(manager, clock.now()) : undefined,
          keys: await readPublicKeys((sql) => manager.query(sql)),
        }));
        if (next !== undefined) process.stderr.write(`From now on ${next} signs.\n`);
        deliver(`${JSON.stringify(asKeySet(keys), null, 2)}\n`, to);
      });
    });
}

function refuseTerminal(format: 'csv' | 'xlsx', to: string | undefined, kind: string): void {
  const { SetUpError } = require('../errors') as typeof import('../errors');
  if (to === undefined && format === 'xlsx' && process.stdout.isTTY) throw new SetUpError('A workbook cannot be shown on a terminal.', `vcs-atlas export ${kind} … --format xlsx --to ${kind}.xlsx`);
}
