import type { Template } from '../intake/template-file';
import { EVIDENCE_HEADINGS } from './import/evidence-rows';

export const evidenceTemplate: Template = {
  sheet: 'Evidence', headings: EVIDENCE_HEADINGS, frozen: 3,
  example: ['Our Youth Club', 'GB-CHC:1234567', '', 'PUBLIC_LIABILITY_INSURANCE', 'Policy 7', '2026-04-01', '2027-03-31', '5000000', '', 'policy-7.pdf', '2026-04-20', 'Commissioning officer', ''],
};
