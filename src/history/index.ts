import { HistoryResolver } from './history.resolver';

export const historyResolvers = [HistoryResolver] as const;
