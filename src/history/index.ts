import { HistoryResolver } from './history.resolver';

export { recordKind } from './record-kinds';
export const historyResolvers = [HistoryResolver] as const;
