import { CoverageResolver } from './coverage.resolver';

export const coverageResolvers = [CoverageResolver] as const;
