import { Command, Option } from 'commander';
import { SetUpError } from '../errors';
import type { Template, TemplateFormat } from '../intake/template-file';

interface TemplateFlags {
  format: TemplateFormat;
  to?: string;
}

/** `template <kind>`: an empty file to fill in. */
export function addTemplateCommand(program: Command): void {
  const templates = program.command('template').description('write a file to fill in').addHelpText('after', '\nExample:\n  vcs-atlas template organisations --format xlsx --to organisations.xlsx');
  templates.addCommand(
    templateCommand('organisations', 'organisations in the generic layout', 'Only name is needed. Delete the columns that you do not use: what a file does not speak of is left as it is.', () => {
      const { organisationsTemplate } = require('../organisations/organisations.template') as typeof import('../organisations/organisations.template');
      return organisationsTemplate;
    }),
  );
  templates.addCommand(
    templateCommand('area-overlaps', 'which areas share ground', 'Needed are code and other_code; name and kind of an area that is not there yet.', () => {
      const { areaOverlapsTemplate } = require('../places/area-overlaps.import') as typeof import('../places/area-overlaps.import');
      return areaOverlapsTemplate;
    }),
  );
  const aboutLinks = 'Needed are, of each end, one of its name, identifier and slug. from and to are the first and the last day.';
  templates.addCommand(templateCommand('memberships', 'which organisations belong to which umbrella bodies', aboutLinks, () => {
      const { membershipsTemplate } = require('../organisations/links/links.template') as typeof import('../organisations/links/links.template');
      return membershipsTemplate;
    }));
  templates.addCommand(templateCommand('supports', 'which larger organisation supports which smaller one', aboutLinks, () => {
      const { supportsTemplate } = require('../organisations/links/links.template') as typeof import('../organisations/links/links.template');
      return supportsTemplate;
    }));
  templates.addCommand(
    templateCommand('under-represented', 'which communities are under-represented among those who use services', 'Needed are all columns.', () => {
      const { underRepresentedTemplate } = require('../organisations/under-represented.import') as typeof import('../organisations/under-represented.import');
      return underRepresentedTemplate;
    }),
  );
  const plans = (): typeof import('../plans/plan.template') => require('../plans/plan.template') as typeof import('../plans/plan.template');
  templates.addCommand(templateCommand('plan', 'a plan, a row an action', 'Needed are plan, section, action_no and action.', () => plans().planTemplate));
  const priorities = (): typeof import('../plans/priorities/priority.template') => require('../plans/priorities/priority.template') as typeof import('../plans/priorities/priority.template');
  templates.addCommand(templateCommand('priorities', 'priorities of an area’s plan for its children and young people', 'Needed are code and title.', () => priorities().prioritiesTemplate));
  templates.addCommand(
    templateCommand('priority-contributions', 'which services and actions contribute to priorities', 'Needed are code, and either action_no or one of organisation, identifier and slug; service, where the organisation has several.', () => priorities().priorityContributionsTemplate),
  );
  templates.addCommand(templateCommand('leads', 'a register of leads', 'Only name is needed. Kinds are POST, TEAM, GROUP, ORGANISATION and PERSON, sides SECTOR and STATUTORY.', () => plans().leadsTemplate));
  const evaluations = (): typeof import('../plans/evaluation/self-evaluation.template') => require('../plans/evaluation/self-evaluation.template') as typeof import('../plans/evaluation/self-evaluation.template');
  templates.addCommand(templateCommand('self-evaluation', 'a round of self-evaluation, a row a question', 'Needed are all columns; without a grade none is agreed.', () => evaluations().selfEvaluationTemplate));
  templates.addCommand(templateCommand('self-evaluation-evidence', 'what the grades of a round rest on', 'Needed are section and evidence.', () => evaluations().evaluationEvidenceTemplate));
  templates.addCommand(templateCommand('self-evaluation-descriptors', 'what each grade looks like', 'Needed are grade and descriptor; without a question it is of the scale.', () => evaluations().descriptorsTemplate));
  templates.addCommand(templateCommand('self-evaluation-replies', 'returned forms of a round, a row an answer', 'Needed are form, kind, partner, question_no and grade; kind, partner and district in one row of a form. Number forms when they have come back, not before.', () => evaluations().repliesTemplate));
  templates.addCommand(templateCommand('review', 'who reviews a plan, and how often', 'Needed are body and times_a_year, 1 to 12. Kinds are INTERNAL and EXTERNAL_VERIFICATION.', () => plans().reviewTemplate));
  templates.addCommand(templateCommand('audiences', 'with whom a plan is shared', 'Levels are LOCAL, REGIONAL and NATIONAL.', () => plans().audiencesTemplate));
  templates.addCommand(templateCommand('channels', 'by what a plan is shared', 'One a line.', () => plans().channelsTemplate));
  templates.addCommand(
    templateCommand('attendance', 'who came to training sessions', 'Needed are course, held_on, kind, people, and one of organisation, identifier and slug.', () => {
      const { attendanceTemplate } = require('../training/attendance.template') as typeof import('../training/attendance.template');
      return attendanceTemplate;
    }),
  );
  templates.addCommand(
    templateCommand('evidence', 'what organisations hold and who checked it', 'Needed are kind, issued_on, and one of organisation, identifier and slug.', () => {
      const { evidenceTemplate } = require('../eligibility/evidence.template') as typeof import('../eligibility/evidence.template');
      return evidenceTemplate;
    }),
  );
}

function templateCommand(kind: string, what: string, about: string, template: () => Template): Command {
  return new Command(kind)
    .description(`${what}, with an example row`)
    .addOption(new Option('--format <format>', 'of the file').choices(['csv', 'xlsx']).default('csv'))
    .option('--to <file>', 'write it there; a CSV goes to standard output otherwise')
    .addHelpText('after', `\n${about}\n\nExample:\n  vcs-atlas template ${kind} > ${kind}.csv`)
    .action(async ({ format, to }: TemplateFlags) => {
      const { templateFile } = require('../intake/template-file') as typeof import('../intake/template-file');
      if (to === undefined && format === 'xlsx' && process.stdout.isTTY) {
        throw new SetUpError('A workbook cannot be shown on a terminal.', `vcs-atlas template ${kind} --format xlsx --to ${kind}.xlsx`);
      }
      const content = await templateFile(format, template());
      if (to === undefined) process.stdout.write(content);
      else await writeTo(to, content);
    });
}

async function writeTo(path: string, content: Buffer): Promise<void> {
  const { writeFile } = require('node:fs/promises') as typeof import('node:fs/promises');
  try {
    await writeFile(path, content);
  } catch (error) {
    throw new SetUpError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
  process.stderr.write(`Wrote ${path}.\n`);
}
