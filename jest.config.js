import { readFileSync } from 'node:fs';

const {
  $schema: _schema,
  sourceMaps: _maps,
  ...swc
} = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

export default {
  testEnvironment: 'node',
  // Two workers: each brings a database, a browser or a broker of its own to the same machine.
  maxWorkers: 2,
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
