import type { Mutant } from './mutant.js';

const CSV = 'libs/formats/ledger-export/csv.ts';
const exported = 'libs/formats/ledger-export/csv.spec.ts';
const FPML = 'libs/formats/fpml/document.ts';
const fpml = 'libs/formats/fpml/read-fpml.spec.ts';

/** What comes in as paper and goes out as paper. */
export const formats: readonly Mutant[] = [
  {
    id: 'B17.1',
    title: 'a document may define entities',
    file: FPML,
    edits: [{ find: 'if (/<!DOCTYPE/i.test(text))', replace: 'if (text.length === 0)' }],
    spec: fpml,
    test: 'a hostile document',
  },
  {
    id: 'B17.2',
    title: 'a document of DOCTYPE in small letters passes by the filter',
    file: FPML,
    edits: [{ find: 'if (/<!DOCTYPE/i.test(text))', replace: 'if (/<!DOCTYPE/.test(text))' }],
    spec: fpml,
    test: 'a hostile document',
  },
  {
    id: 'B17.3',
    title: 'a hundred thousand nested elements reach the parser',
    file: FPML,
    edits: [{ find: 'if (isDeeperThan(DEEPEST, text))', replace: 'if (isDeeperThan(1e9, text))' }],
    spec: fpml,
    test: 'a hostile document',
  },
  {
    id: 'B17.4',
    title: 'a message brings a prototype',
    file: 'libs/contracts/codec.ts',
    edits: [{ find: "body.includes('__proto__') ? refusePrototype : undefined", replace: 'undefined' }],
    spec: 'libs/contracts/codec.spec.ts',
    test: 'and names field and rule',
  },
  {
    id: 'B17.5',
    title: 'a message nested too deeply stops its partition for ever',
    file: 'libs/platform/messaging/read-message.ts',
    edits: [{ find: 'if (error instanceof RangeError) return', replace: 'if (error instanceof EvalError) return' }],
    spec: 'test/messaging/postgres-log.spec.ts',
    test: 'what a hostile sender writes is parked, and the service stays up',
  },
  {
    id: 'B18.1',
    title: 'the escaping of formulas makes texts of negative numbers',
    file: CSV,
    edits: [
      {
        find: '/^[=+\\-@\\t\\r]/.test(text) && !/^-?\\d+(\\.\\d+)?$/.test(text) ?',
        replace: '/^[=+\\-@\\t\\r]/.test(text) ?',
      },
    ],
    spec: exported,
    test: 'leaves every amount a number, the negative ones too, and gives it back to the unit up to 10^30',
  },
  {
    id: 'B18.2',
    title: 'formulas are not escaped',
    file: CSV,
    edits: [
      {
        find: '/^[=+\\-@\\t\\r]/.test(text) && !/^-?\\d+(\\.\\d+)?$/.test(text) ?',
        replace: '/^[=@]{3}/.test(text) ?',
      },
    ],
    spec: exported,
    test: 'as text, not as a formula',
  },
  {
    id: 'B18.3',
    title: 'whatever begins like a number is taken for one, so that -1+1 stays a formula',
    file: CSV,
    edits: [{ find: '!/^-?\\d+(\\.\\d+)?$/.test(text) ?', replace: '!/^-?\\d+(\\.\\d+)?/.test(text) ?' }],
    spec: exported,
    test: 'as text, not as a formula',
  },
  {
    id: 'B19.7',
    title: 'rates and identifiers of a document pass through numbers',
    file: FPML,
    edits: [{ find: 'parseTagValue: false,', replace: 'parseTagValue: true,' }],
    spec: fpml,
    test: 'keeps identifiers and amounts as they are written',
  },
  {
    id: 'B24.1',
    title: 'every currency is declared with two decimals, so that the oracle rounds',
    file: 'libs/formats/ledger-export/hledger.ts',
    edits: [
      {
        find: "'0'.repeat(minorUnitDigits(currency))",
        replace: "'0'.repeat(Math.min(2, minorUnitDigits(currency) + 2))",
      },
    ],
    spec: exported,
    test: 'declares each currency with its own decimals, so that it balances to the minor unit',
  },
  {
    id: 'B24.2',
    title: 'the export for the oracle writes amounts through floats',
    file: 'libs/formats/ledger-export/hledger.ts',
    edits: [
      {
        find: '${formatAmount(amount)} ${amount.currency}',
        replace: '${Number(formatAmount(amount)).toFixed(minorUnitDigits(amount.currency))} ${amount.currency}',
      },
    ],
    spec: exported,
    test: 'writes every posting to the last minor unit, however large',
  },
  {
    id: 'B24.3',
    title: 'amounts reach Parquet through floats',
    file: 'libs/formats/ledger-export/parquet.ts',
    edits: [
      {
        find: 'of: ({ posting }) => posting.amount.minorUnits }',
        replace: 'of: ({ posting }) => Number(posting.amount.minorUnits) }',
      },
    ],
    spec: 'libs/formats/ledger-export/judges.spec.ts',
    test: 'DuckDB from',
  },
  {
    id: 'B24.4',
    title: 'a cell of a spreadsheet rounds what has more digits than it holds',
    file: 'libs/formats/ledger-export/xlsx.ts',
    edits: [{ find: 'return isExact ? {', replace: 'return isExact || number ? {' }],
    spec: 'libs/formats/ledger-export/reread.spec.ts',
    test: 'keeps every amount: as a number where a cell holds it, as text from sixteen digits on',
    // The test cannot read an amount that a double has made an exponent of.
    because: 'is not a plain decimal',
  },
];
