import type { Template } from '../../intake/template-file';
import { CONTRIBUTION_HEADINGS } from './import/contribution-rows';
import { PRIORITY_HEADINGS } from './import/priority-rows';

export const prioritiesTemplate: Template = { sheet: 'Priorities', headings: PRIORITY_HEADINGS, frozen: 1, example: ['1', 'Narrowing the gap', 'Outcomes of vulnerable children come nearer to those of others', 'Coordinator', '', '2030-03-31'] };

export const priorityContributionsTemplate: Template = {
  sheet: 'Contributions', headings: CONTRIBUTION_HEADINGS, frozen: 1, example: ['1', 'Riverside Youth Club', '', '', 'Thursday club', '', '', '2026-04-01', '', 'Somewhere to be in the evening'],
};
