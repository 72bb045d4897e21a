import { readFileSync } from 'node:fs';

const {
  $schema: _schema,
  sourceMaps: _maps,
  ...swc
} = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

export default {
  testEnvironment: 'node',
  // Three workers on two processors: many wait for a database, a browser or a broker half of the time.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/slowest-first.js',
  testTimeout: 60_000,
  // "source" makes #imports resolve to TypeScript instead of dist.
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testRegex: '\\.spec\\.ts$',
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  // Source says './money.js', as Node will; the file on disk is money.ts.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': ['@swc/jest', { ...swc, sourceMaps: 'inline' }] },
};
