import type { TrialBalance } from '#contracts';
import { compareAccountings } from './both-accountings.js';

type Row = readonly [book: string, account: string, currency: string, balance: string];

const report = (accounting: 'TDA' | 'SDA', rows: readonly Row[]): TrialBalance => ({
  accounting,
  asOf: null,
  asAt: '2026-06-30T18:00:00.000000Z',
  upTo: [],
  rows: rows.map(([book, account, currency, balance]) => ({
    book,
    account,
    accountName: `Account ${account}`,
    currency,
    debit: '0.00',
    credit: '0.00',
    balance,
  })),
  totals: rows.map(([book, , currency]) => ({ book, currency, debit: '0.00', credit: '0.00', difference: '0.00' })),
});

const both = {
  TDA: report('TDA', [
    ['house.risk', '1100', 'EUR', '900.00'],
    ['house.risk', '2100', 'EUR', '-500.10'],
    ['house.risk', '2980', 'EUR', '-399.90'],
    ['house.debt', '1100', 'EUR', '10.00'],
    ['house.debt', '2100', 'EUR', '-10.00'],
    ['house.risk', '1100', 'JPY', '7'],
  ]),
  SDA: report('SDA', [
    ['house.risk', '1100', 'EUR', '399.90'],
    ['house.risk', '2980', 'EUR', '-399.90'],
  ]),
};

describe('both accountings side by side', () => {
  it('differ by what was traded and has not settled, to the cent, and by nothing in sum', () => {
    const { groups, sums, differing, books } = compareAccountings(both, { currency: 'EUR', onlyDifferences: false });
    expect(books).toEqual(['house.debt', 'house.risk']);
    expect(groups.flatMap(({ accounts }) => accounts)).toEqual([
      { account: '1100', name: 'Account 1100', TDA: '910.00', SDA: '399.90', difference: '510.10' },
      { account: '2100', name: 'Account 2100', TDA: '-510.10', SDA: '0', difference: '-510.10' },
      { account: '2980', name: 'Account 2980', TDA: '-399.90', SDA: '-399.90', difference: '0.00' },
    ]);
    expect(sums).toEqual({ TDA: '0.00', SDA: '0.00', difference: '0.00' });
    expect(differing).toBe(2);
  });

  it('leave out the accounts that are the same, but not of the proof', () => {
    const { groups, sums } = compareAccountings(both, { currency: 'EUR', book: 'house.risk', onlyDifferences: true });
    expect(groups.flatMap(({ accounts }) => accounts.map(({ account }) => account))).toEqual(['1100', '2100']);
    expect(sums).toEqual({ TDA: '0.00', SDA: '0.00', difference: '0.00' });
  });

  it('never add up two currencies', () => {
    const { groups } = compareAccountings(both, { currency: 'JPY', onlyDifferences: false });
    expect(groups).toMatchObject([{ accounts: [{ account: '1100', TDA: '7', SDA: '0', difference: '7' }] }]);
  });
});
