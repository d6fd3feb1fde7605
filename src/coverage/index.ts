export const coverageResolvers = [] as const;
