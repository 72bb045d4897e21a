import { countsIn } from './counts-in.js';

const live = { accounting: 'TDA', asOf: null, asAt: null, upTo: [] } as const;
const fixed = {
  ...live,
  asAt: '2026-06-30T18:00:00.000000Z',
  upTo: [{ book: 'house.risk', sequence: '99', head: 'ab' }],
};
const journal = { accounting: 'common', effectiveDate: '2026-06-17', book: 'house.risk', sequence: '99' } as const;

describe('the postings behind a balance', () => {
  it.each([
    ['what counts in both accountings', live, journal, true],
    ['what is of its own accounting', live, { ...journal, accounting: 'TDA' as const }, true],
    ['nothing of the other accounting', live, { ...journal, accounting: 'SDA' as const }, false],
    ['the last day it was asked for', { ...live, asOf: '2026-06-17' }, journal, true],
    ['nothing of a later day', { ...live, asOf: '2026-06-16' }, journal, false],
    ['the last entry the report has read', fixed, journal, true],
    ['no entry that was written later', fixed, { ...journal, sequence: '100' }, false],
    ['nothing of a book that did not exist yet', fixed, { ...journal, book: 'client.NEW' }, false],
  ])('hold %s', (_, report, each, expected) => {
    expect(countsIn(report, each)).toBe(expected);
  });
});
