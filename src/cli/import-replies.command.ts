import type { Command } from 'commander';
import { type ImportFlags, runImportCommand, withImportFlags } from './import-command';

interface RepliesFlags extends ImportFlags {
  round: string;
  area?: string;
}

const ABOUT = `
Columns: form, kind, partner, district, section, question_no, grade (vcs-atlas template self-evaluation-replies). A row is an answer. What is said of a form as a
whole (kind, partner, district) may stand in one of its rows alone. Kinds are COUNTY_REPRESENTATIVE, DISTRICT_REPRESENTATIVE, PROVIDER, INFRASTRUCTURE_OFFICER,
ELECTED_LEAD_MEMBER and SENIOR_OFFICER. A district is named by its code or name, and may be left empty; a section is needed where numbers begin anew in each.
Grades are those of the tool and DON'T_KNOW; an empty one is no answer.

Replies are anonymous. Number the forms when they have come back, in any order, not before they are handed out. Of a number the digest is kept: by it a form is not
entered twice, and can be withdrawn. A form that is on record is left as it is, even where the file says something else now. Half a form is none: where a row is
refused and --accept-rest is given, the other rows of its form are refused too.

Example:
  vcs-atlas import self-evaluation-replies forms.csv --round 2026-10 --area E10000015`;

export function importRepliesCommand(imports: Command): void {
  withImportFlags(imports.command('self-evaluation-replies <file>').description('returned forms of a round of self-evaluation, from CSV or the first sheet of an .xlsx workbook'))
    .requiredOption('--round <round>', 'the round, by its id or as its days are written: 2026-11-20, 2026-11, 2026')
    .option('--area <code>', 'the area whose round it is, where several have one of these days')
    .addHelpText('after', ABOUT)
    .action(async (file: string, flags: RepliesFlags) => {
      const { importReplies } = require('../plans/evaluation/replies.import') as typeof import('../plans/evaluation/replies.import');
      const { findRound } = require('../plans/evaluation/find-round') as typeof import('../plans/evaluation/find-round');
      const { atlasSchema, requestContext } = require('../app') as typeof import('../app');
      await runImportCommand(file, flags, async (database, clock, options) => {
        const { reader } = requestContext({ database, clock }, atlasSchema(), { role: 'ADMIN', subject: 'vcs-atlas import' });
        return importReplies(database, clock, { ...options, round: await findRound(reader, flags.round, flags.area) });
      });
    });
}
