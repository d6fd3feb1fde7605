import { sampleId } from '../../src/sample/sample-rows';
import { toNodeId } from '../../src/graphql/node';

export const planId = (key: string): string => toNodeId('Plan', sampleId('plan', key));
export const actionId = (plan: string, number: string): string => toNodeId('Action', sampleId('action', `${plan} ${number}`));
