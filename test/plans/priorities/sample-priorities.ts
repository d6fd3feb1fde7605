import { toNodeId } from '../../../src/graphql/node';
import { sampleId } from '../../../src/sample/sample-rows';

export const prioritySetId = (key: string): string => toNodeId('PrioritySet', sampleId('priority-set', key));
export const priorityId = (set: string, code: string): string => toNodeId('Priority', sampleId('priority', `${set} ${code}`));
export const serviceId = (key: string): string => toNodeId('Service', sampleId('service', key));
