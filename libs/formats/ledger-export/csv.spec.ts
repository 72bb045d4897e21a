import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseMoney } from '#domain/money';
import { JOURNALS_HEADER, journalLine, POSTINGS_HEADER, postingLines } from './csv.js';
import type { ExportedJournal } from './exported-journal.js';
import { hledgerDeclarations, hledgerTransaction } from './hledger.js';

const journal = (changes: Partial<ExportedJournal> = {}): ExportedJournal => ({
  journalId: '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10',
  linkId: '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a11',
  book: 'house.debt',
  sequence: 7n,
  accounting: 'common',
  key: 'T1/1/trade-date',
  rule: 'R1.trade-date',
  ruleVersion: 1,
  effectiveDate: '2026-06-15',
  recordedAt: '2026-06-15T08:00:00.000001Z',
  tradeId: 'T1',
  sourceEventId: '00000000-0000-5000-8000-000000000000',
  source: 'intake.trade-captured.v1/0/7',
  actor: null,
  approver: null,
  reverses: null,
  contentHash: 'aa',
  hash: 'bb',
  sentence: 'Bought.',
  inputs: '{}',
  postings: [],
  ...changes,
});

const moving = (minorUnits: bigint, currency: string, detail = 'CIERESM0'): ExportedJournal =>
  journal({
    postings: [
      { account: '1100', accountName: 'Securities', detail, amount: { minorUnits, currency } },
      { account: '2100', accountName: 'Due', detail, amount: { minorUnits: -minorUnits, currency } },
    ],
  });

const rowsOf = (header: string, lines: string): Record<string, string>[] => parse(header + lines, { columns: true });

describe('the ledger as CSV', () => {
  it.each(['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', `=HYPERLINK("http://evil.example","x")`, '--1', '-'])(
    'shows %j as text, not as a formula',
    (text) => {
      const [posting] = rowsOf(POSTINGS_HEADER, postingLines(moving(5n, 'EUR', text)));
      const [said] = rowsOf(JOURNALS_HEADER, journalLine(journal({ actor: text, sentence: text })));
      expect([posting?.['detail'], said?.['actor'], said?.['explanation']]).toEqual([
        `'${text}`,
        `'${text}`,
        `'${text}`,
      ]);
    },
  );

  it('leaves every amount a number, the negative ones too, and gives it back to the unit up to 10^30', () => {
    const limit = 10n ** 30n;
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: limit }), fc.constantFrom('JPY', 'EUR', 'KWD'), (minorUnits, currency) => {
        const rows = rowsOf(POSTINGS_HEADER, postingLines(moving(minorUnits, currency)));
        expect(rows.map((row) => row['minor_units'])).toEqual([String(minorUnits), String(-minorUnits)]);
        const [debit, credit] = [rows[0]?.['debit'] ?? '', rows[1]?.['credit'] ?? ''];
        expect(parseMoney(debit, currency).minorUnits).toBe(minorUnits);
        expect(credit).toBe(debit);
      }),
    );
  });
});

describe('the ledger for hledger', () => {
  it('declares each currency with its own decimals, so that it balances to the minor unit', () => {
    expect(hledgerDeclarations(['EUR', 'JPY', 'KWD'], []).match(/commodity .*/g)).toEqual([
      'commodity 1000.00 EUR',
      'commodity 1000. JPY',
      'commodity 1000.000 KWD',
    ]);
  });

  it('writes every posting to the last minor unit, however large', () => {
    const amounts = [moving(123456789012345678901234567891n, 'EUR'), moving(-7n, 'JPY'), moving(1234567n, 'KWD')].map(
      (one) => hledgerTransaction(one).match(/ {2}(-?[\d.]+ [A-Z]{3})$/gm),
    );
    expect(amounts.flat().map((text) => text?.trim())).toEqual([
      '1234567890123456789012345678.91 EUR',
      '-1234567890123456789012345678.91 EUR',
      '-7 JPY',
      '7 JPY',
      '1234.567 KWD',
      '-1234.567 KWD',
    ]);
  });
});
