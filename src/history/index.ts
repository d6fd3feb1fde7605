import { HistoryResolver } from './history.resolver';
import { RevertRecordMutations } from './revert-record.mutation';

export const historyResolvers = [HistoryResolver, RevertRecordMutations] as const;
