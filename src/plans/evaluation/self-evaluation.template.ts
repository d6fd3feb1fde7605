import type { Template } from '../../intake/template-file';
import { DESCRIPTOR_HEADINGS, EVIDENCE_HEADINGS, QUESTION_HEADINGS } from './import/question-rows';
import { REPLY_HEADINGS } from './import/reply-rows';

export const selfEvaluationTemplate: Template = { sheet: 'Self-evaluation', headings: QUESTION_HEADINGS, frozen: 2, example: ['Governance', '1', 'Are small groups asked early?', '2026-11', 'B'] };
export const evaluationEvidenceTemplate: Template = { sheet: 'Evidence', headings: EVIDENCE_HEADINGS, frozen: 2, example: ['Governance', '1', '2026-11', 'Minutes of four meetings'] };
export const descriptorsTemplate: Template = { sheet: 'Descriptors', headings: DESCRIPTOR_HEADINGS, frozen: 2, example: ['Governance', '1', 'Are small groups asked early?', 'A', 'Groups are asked before a draft is written'] };
export const repliesTemplate: Template = { sheet: 'Replies', headings: REPLY_HEADINGS, frozen: 1, example: ['1', 'PROVIDER', 'Voluntary and community sector', 'Dacorum', 'Governance', '1', 'B'] };
