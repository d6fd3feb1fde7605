import type { Command } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface PlanFlags extends ImportFlags {
  area: string;
  updatesAsOf: string;
  leads?: string;
  map?: string;
  owner?: string;
  from?: string;
  to?: string;
  review?: string;
  audiences?: string;
  channels?: string;
}

const ABOUT = `
Columns: plan, section, action_no, action, and as far as there are any recommendation_no, recommendation, position, leads, by_when, measures,
update, rag, achieved (vcs-atlas template plan). A row is an action; numbers are text: 2.10 is not 2.1, so that a workbook
with a number or a day for one is refused (format the column as text). A day in another cell of a workbook is taken as the workbook shows it. Leads in one cell stand apart by ;, measures by a
line break. An action without wording is kept as incomplete. The plan comes as a draft: approvePlan shows it to the public.
--leads is a register of leads: name,kind,agency,side,aliases, or person,agency (vcs-atlas template leads). Where no kind is given, a lead is a post, team or
group only if all its words are such as posts are called by; any other may name a person: the public does not read its name until describeLead says what it is.
--review says who reviews the plan (body,times_a_year,kind,counted_from,note), --audiences (level,audience) and --channels (channel) how it is shared; each
file is the whole list (vcs-atlas template review, audiences, channels).

--from is the day from which “quarterly” and the reviews of the schedule are counted. Without it they have no next days, which the import says and forAPerson lists. A
month or a season without a year ("January") is understood with no first day either: it is listed for a person, and confirmDueDate says what it means.

Once the plan is there, a row is the action of its number if the wording is alike. Any other is renumbered or new and is refused until --map, with the columns
action_no,was, says what it was: the number before, or new. An action that the file lacks is closed on the day of the updates, and progress stays.

Example:
  vcs-atlas import plan plan.csv --area E10000007 --updates-as-of 2009-04-30 --leads leads.csv`;

export function importPlanCommand(imports: Command): void {
  withImportFlags(imports.command('plan <file>').description('a plan with its sections, recommendations, actions and progress, from CSV or the first sheet of an .xlsx workbook'))
    .requiredOption('--area <code>', 'the area that the plan is for')
    .requiredOption('--updates-as-of <day>', 'the day on which the updates of the file were written')
    .option('--leads <file>', 'a register of leads')
    .option('--map <file>', 'what renumbered and new actions were')
    .option('--owner <text>', 'the body that owns the plan')
    .option('--from <day>', 'the first day of the plan, from which what recurs is counted')
    .option('--to <day>', 'its last day')
    .option('--review <file>', 'who reviews it, and how often')
    .option('--audiences <file>', 'with whom it is shared')
    .option('--channels <file>', 'by what it is shared')
    .addHelpText('after', ABOUT)
    .action(async (file: string, flags: PlanFlags) => {
      const { importPlan } = require('../plans/plan.import') as typeof import('../plans/plan.import');
      const { area, updatesAsOf, leads, map, owner, from, to, review, audiences, channels } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importPlan(database, clock, { ...options, area, updatesAsOf, leads, map, owner, from, to, review, audiences, channels }));
    });
}
