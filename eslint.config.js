import tseslint from 'typescript-eslint';

/** Each ring may import what it names here, and nothing else. Tests may import anything. */
const ring = (folder, patterns) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  ignores: ['**/*.spec.ts', '**/*.spec.tsx'],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});
const only = (regex, message) => ({ regex, message });

export const domainImports = '^(?!\\./|#domain/)';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.cache', '.data', '**/*.mjs', '*.js'] },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-empty': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  ring('libs/domain', [only(domainImports, 'The domain is plain TypeScript: its own files and #domain/* only.')]),
  ring('libs/domain/money', [
    only('^(?!\\./|#domain/|decimal\\.js$)', 'Money is plain TypeScript; decimal.js enters the house here alone.'),
  ]),
  ring('libs/domain/identity', [only('^(?!\\./|node:crypto$|uuid$)', 'Ids follow from what they name: hashing only.')]),
  ring('libs/domain/ledger', [
    only(
      '^(?!\\./|\\.\\./(books|rules|recipes)/[a-z-]+\\.js$|#domain/|node:crypto$)',
      'The ledger is plain TypeScript and SHA-256.',
    ),
  ]),
  ring('libs/contracts', [
    only('^(?!\\.\\.?/|zod$|ajv/)', 'Contracts stand alone: their own files and the schema libraries only.'),
  ]),
  ring('libs/formats', [
    only(
      '^#(platform|apps|contracts)|/(apps|platform)/',
      'Formats turn text into domain types, and know nothing of services.',
    ),
  ]),
  ring('libs/platform', [
    only('^#domain/(?!identity$)|^#(apps|formats)|/(apps|domain)/', 'Plumbing knows no business rule.'),
  ]),
  ring('apps', [
    only(
      '^kafkajs$|^decimal\\.js$|^#apps/|/(apps|libs)/|^(\\.\\./)+[a-z]+/src/',
      'Libraries by their # name, other services by their events, Kafka by #platform/messaging.',
    ),
  ]),
  ring('apps/asiento', [
    only('^kafkajs$|^decimal\\.js$|/(apps|libs)/', 'The command line puts services together by their #apps names.'),
  ]),
  ring('apps/dashboard', [
    only(
      '^(#(domain|platform|apps|formats)|@nestjs/|typeorm$|kafkajs$|pg$)|/(apps|libs)/',
      'The dashboard shares only contracts with the services.',
    ),
  ]),
  {
    files: ['libs/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', 'parseFloat', 'Number', 'process'],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is an argument.' },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'Time is an argument.' },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance is an argument.' },
      ],
    },
  },
);
