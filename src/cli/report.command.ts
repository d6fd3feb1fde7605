import { type Command, Option } from 'commander';
import type { ReportFormat } from '../plans/report';
import { dayOf, deliver, instantOf, withContext } from './write-file';

interface ReportFlags {
  readonly asOf?: string;
  readonly knownAt?: Date;
  readonly format: ReportFormat;
  readonly public?: boolean;
  readonly to?: string;
}

const ABOUT = `
The table that people know, a row an action: recommendation, where we are up to, action, who, by when, measures, update and RAG, in word and colour, with what
changed since the last review before the day. It names persons who lead and has drafts, for whoever runs the command has the database; with --public it says
what anyone may read: approved plans, agencies instead of persons. Its columns are for people: export plan writes the layout of the import.
With --known-at it is the report as it would have been then: an update that was recorded later is not in it, whatever day it speaks of.

Examples:
  vcs-atlas report plan "Talking Trust" --format docx --to report.docx
  vcs-atlas report plan "Talking Trust" --as-of 2009-04-30 --public > report.html
  vcs-atlas report plan "Talking Trust" --as-of 2009-04-30 --known-at 2009-05-12 > as-the-board-saw-it.html`;

/** `report <kind>`: documents for people to read and pass on. */
export function addReportCommand(program: Command): void {
  const reports = program.command('report').description('write a document for people to read').addHelpText('after', '\nExample:\n  vcs-atlas report plan "Talking Trust" --format docx --to report.docx');
  reports
    .command('plan <id>')
    .description('how a plan stands on a day; by its id or its title')
    .option('--as-of <day>', 'the day, YYYY-MM-DD; today when left out', dayOf)
    .option('--known-at <instant>', 'only what was on record by then, YYYY-MM-DDTHH:MM:SSZ, or by the end of a day, YYYY-MM-DD; all when left out', instantOf)
    .addOption(new Option('--format <format>', 'html: one page that needs nothing else; docx: a Word file; csv: its rows; md: Markdown').choices(['html', 'docx', 'csv', 'md'] satisfies ReportFormat[]).default('html'))
    .option('--public', 'only what anyone may read: no named persons, no drafts')
    .option('--to <file>', 'write it there; to standard output otherwise')
    .addHelpText('after', ABOUT)
    .action(async (plan: string, { asOf, knownAt, format, public: open, to }: ReportFlags) => {
      const { SetUpError } = require('../errors') as typeof import('../errors');
      if (to === undefined && format === 'docx' && process.stdout.isTTY) throw new SetUpError('A Word file cannot be shown on a terminal.', 'vcs-atlas report plan … --format docx --to report.docx');
      await withContext(open === true ? { role: 'ANONYMOUS' } : { role: 'ADMIN', subject: 'vcs-atlas report' }, async ({ reader }) => {
        const { planReport } = require('../plans/report') as typeof import('../plans/report');
        deliver(await planReport(reader.asOf(asOf, knownAt), plan, format), to);
      });
    });
}
