import { sampleId } from '../../src/sample/sample-rows';
import { toNodeId } from '../../src/graphql/node';

export const planId = (key: string): string => toNodeId('Plan', sampleId('plan', key));
export const actionId = (plan: string, number: string): string => toNodeId('Action', sampleId('action', `${plan} ${number}`));
export const roundId = (key: string): string => toNodeId('SelfEvaluation', sampleId('self-evaluation', key));
export const questionId = (tool: string, question: string): string => toNodeId('EvaluationQuestion', sampleId('evaluation-question', `${tool} ${question}`));
export const sectionId = (tool: string, section: string): string => toNodeId('EvaluationSection', sampleId('evaluation-section', `${tool} ${section}`));
export const toolId = (key: string): string => toNodeId('EvaluationTool', sampleId('evaluation-tool', key));
