/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  projects: [
    {
      displayName: 'atlas',
      testEnvironment: 'node',
      rootDir: __dirname,
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      transform: { '^.+\\.[jt]s$': ['@swc/jest'] },
      // Packages that ship ES modules only.
      transformIgnorePatterns: ['/node_modules/(?!(jose|uuid|postcode|lru-cache)/)'],
      modulePathIgnorePatterns: ['<rootDir>/dist'],
    },
  ],
};
