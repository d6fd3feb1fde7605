import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const root = dirname(fileURLToPath(import.meta.url));

export default defineConfig(
  { ignores: ['dist/', 'node_modules/', '.cache/', '.data/', 'bench/peers/'] },
  {
    files: ['src/**/*.ts', 'migrations/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'trust/**/*.ts', 'browser/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: root } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // An unused name that begins with an underscore says so on purpose: to leave a key out, to match a signature.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Interfaces of drivers and libraries want functions that may be asynchronous, and need not be.
      '@typescript-eslint/require-await': 'off',
      // The command line loads what a command needs only when it runs.
      '@typescript-eslint/no-require-imports': 'off',
      // Enums of the schema are the strings that the database has.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Drivers type what they answer as anything at all: saying what it is stands beside the statement.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  // What is written for the program's user goes through process.stdout and process.stderr.
  { files: ['src/cli/main.ts', 'bench/**/*.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 500, skipBlankLines: true }],
      // Jest's matchers and answers of the wire are typed as anything at all.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  // What has run on a database is not cut up any more.
  { files: ['migrations/*.ts'], rules: { 'max-lines': 'off' } },
);
