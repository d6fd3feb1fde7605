import type { Template } from '../intake/template-file';
import { AUDIENCE_HEADINGS, CHANNEL_HEADINGS, REVIEW_HEADINGS } from './import/list-rows';
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

export const reviewTemplate: Template = { sheet: 'Review', headings: REVIEW_HEADINGS, frozen: 1, example: ['Strategy group', '4', 'INTERNAL', '', 'four times a year'] };
export const audiencesTemplate: Template = { sheet: 'Audiences', headings: AUDIENCE_HEADINGS, frozen: 1, example: ['LOCAL', 'Council for Voluntary Service'] };
export const channelsTemplate: Template = { sheet: 'Channels', headings: CHANNEL_HEADINGS, frozen: 1, example: ['Newsletter'] };
