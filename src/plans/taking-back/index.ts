import { ImportLeftResolver } from './import-left.resolver';
import './kinds';

export const takingBackResolvers = [ImportLeftResolver] as const;
