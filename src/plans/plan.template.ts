import type { Template } from '../intake/template-file';
import { LEAD_HEADINGS } from './import/lead-rows';
import { PLAN_HEADINGS } from './import/plan-rows';

export const planTemplate: Template = {
  sheet: 'Plan', headings: PLAN_HEADINGS, frozen: 2,
  example: [
    'Our plan', 'Engagement', '1.1', 'Engage small groups early', 'There is a forum in each district', '1.1.1', 'Meet each group once a year', 'Coordinator; Support team', 'September 2027',
    'Number of groups met', 'Half of the groups were met', 'AMBER', 'no',
  ],
};

export const leadsTemplate: Template = { sheet: 'Leads', headings: LEAD_HEADINGS, frozen: 1, example: ['Coordinator', 'POST', 'Council for Voluntary Service', 'SECTOR', 'VCS Coordinator'] };
