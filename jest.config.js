const shared = {
  testEnvironment: 'node',
  rootDir: __dirname,
  transform: { '^.+\\.[jt]sx?$': ['@swc/jest'] },
  // Packages that ship ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(jose|uuid|postcode|lru-cache)/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.cache', '<rootDir>/bench/peers'],
};

// What only a server can do is tried on a server alone, and how the embedded engine runs where it is the one to be tried.
const elsewhere = [process.env.TEST_DATABASE_URL ? '/test/database/embedded/' : '\\.server\\.test\\.ts$'];

/** @type {import('jest').Config} */
module.exports = {
  // A database engine each.
  maxWorkers: 2,
  filter: '<rootDir>/test/support/suite-filter.js',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  // Milliseconds; an engine starts in 2 to 3 s, on a busy machine in more.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  projects: [
    { ...shared, displayName: 'atlas', testMatch: ['<rootDir>/test/**/*.{test,suite}.ts'], testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/', '<rootDir>/test/browser/', '<rootDir>/test/trust/', ...elsewhere] },
    // Kills databases and services of its own; ATLAS_TRIALS says how often.
    { ...shared, displayName: 'trust', testMatch: ['<rootDir>/test/trust/**/*.test.ts'], testPathIgnorePatterns: ['/node_modules/', ...elsewhere] },
    // Needs the real files, which are not part of the repository.
    ...(process.env.ATLAS_REAL_DATA ? [{ ...shared, displayName: 'real', testMatch: ['<rootDir>/test/real/**/*.test.ts'] }] : []),
    // Needs a Chromium: the path of its program.
    ...(process.env.ATLAS_CHROMIUM ? [{ ...shared, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.test.ts'] }] : []),
  ],
};
