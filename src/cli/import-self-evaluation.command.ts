import type { Command } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface SelfEvaluationFlags extends ImportFlags {
  area: string;
  tool?: string;
  scale?: string;
  evidence?: string;
  descriptors?: string;
  leads?: string;
}

const ABOUT = `
Columns: section, question_no, question, round, grade (vcs-atlas template self-evaluation). A row is a question, in the order of the tool; numbers are text and
may begin anew in each section. A round is a day, a month or a year: 2026-11-20, 2026-11, 2026. Without a grade none is agreed.
--evidence: section, evidence, and question_no where it is for a question (template self-evaluation-evidence).
--descriptors: grade, descriptor, and the question by section and question_no or by its wording; without one they are of the scale (template self-evaluation-descriptors).
--leads: a register of who leads, as import plan reads it (template leads).
Who reviews a plan and with whom it is shared belong to the plan: they are --review, --audiences and --channels of import plan.
Counted are the rows of the first file. Of the others it is said what they came to; what is refused of them, stops it all too.

The first round makes the tool. Later ones use it; other questions make another edition, in which a question goes on from the one worded alike.
The tool of a round that no other round uses is mended. Nothing is taken away: what a file lacks stays. Replies are anonymous and come by import self-evaluation-replies, or by recordReplies.

Example:
  vcs-atlas import self-evaluation grades.csv --area E10000015 --evidence evidence.csv --descriptors descriptors.csv`;

export function importSelfEvaluationCommand(imports: Command): void {
  withImportFlags(imports.command('self-evaluation <file>').description('a round of self-evaluation with its questions and agreed grades, from CSV or the first sheet of an .xlsx workbook'))
    .requiredOption('--area <code>', 'the area whose partners evaluate themselves')
    .option('--tool <title>', 'the title of the tool; Self-evaluation when left out')
    .option('--scale <grades>', 'the grades of a new tool, best first, apart by ;  A;B;C when left out')
    .option('--evidence <file>', 'what the grades rest on')
    .option('--descriptors <file>', 'what each grade looks like')
    .option('--leads <file>', 'a register of leads')
    .addHelpText('after', ABOUT)
    .action(async (file: string, flags: SelfEvaluationFlags) => {
      const { importSelfEvaluation } = require('../plans/evaluation/self-evaluation.import') as typeof import('../plans/evaluation/self-evaluation.import');
      const { area, tool, scale, evidence, descriptors, leads } = flags;
      await runImportCommand(file, flags, (database, clock, options) => importSelfEvaluation(database, clock, { ...options, area, tool, scale, companions: { evidence, descriptors, leads } }));
    });
}
