import type { JournalView, ParkedDetail, TradeRow, TrialBalance, UnitBridge } from '#contracts';
import { decimalText, minorOf } from './fake-values.js';
import type { FakeWorld } from './fake-world.js';

const FINAL = ['SETTLED', 'CANCELLED'];
export const isOpen = ({ state }: TradeRow): boolean => !FINAL.includes(state) && state !== 'FAILING';
export const waits = ({ state }: ParkedDetail): boolean => state === 'parked' || state === 'waiting';

export function counted(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export function intakeSummary(world: FakeWorld) {
  const rows = [...world.trades.values()].map(({ row }) => row);
  const parked = [...world.parked.values()].filter(waits);
  const count = (belongs: (row: TradeRow) => boolean) => rows.filter(belongs).length;
  return {
    tradesIn: rows.length + parked.length,
    trades: {
      settled: count(({ state }) => state === 'SETTLED'),
      open: count(isOpen),
      failing: count(({ state }) => state === 'FAILING'),
      cancelled: count(({ state }) => state === 'CANCELLED'),
      parked: parked.length,
    },
    states: counted(rows.map(({ state }) => state)),
    parkedMessages: parked.filter(({ kind }) => kind === 'parked').length,
    waitingMessages: parked.filter(({ kind }) => kind === 'waiting').length,
  };
}

export function settlementSummary(world: FakeWorld) {
  const failing = world.obligations.filter(({ state }) => state === 'FAILING');
  const amounts = sums(failing.map(({ pay, receive }) => pay ?? receive ?? { amount: '0', currency: 'EUR' }));
  return {
    businessDate: world.businessDate,
    clock: { kind: 'settlement-cut-off', at: `${world.businessDate}T16:00:00.000Z` },
    obligations: counted(world.obligations.map(({ state }) => state)),
    exceptions: counted(world.exceptions.map(({ kind }) => kind)),
    failing: failing.length === 0 ? [] : [{ reason: 'Counterparty has no securities', count: failing.length, amounts }],
  };
}

function sums(amounts: readonly { readonly amount: string; readonly currency: string }[]) {
  const totals = new Map<string, bigint>();
  for (const { amount, currency } of amounts) totals.set(currency, (totals.get(currency) ?? 0n) + minorOf(amount));
  return [...totals].map(([currency, total]) => ({ amount: decimalText(total, currency), currency }));
}

export function ledgerSummary({ journals }: FakeWorld) {
  const heads = new Map<string, JournalView>();
  for (const journal of journals) heads.set(journal.book, journal);
  return {
    journals: journals.length,
    postings: journals.reduce((count, { postings }) => count + postings.length, 0),
    booksBalance: true,
    interUnitZero: true,
    chains: [...heads].map(([book, { sequence, hash }]) => ({ book, sequence, head: hash })),
  };
}

/** Trade-date accounting, all days, what is known now. */
const ofNow = { accounting: 'TDA', asOf: null, asAt: null } as const;

export function trialBalance(world: FakeWorld): TrialBalance {
  const { journals } = world;
  const lines = new Map<
    string,
    { book: string; account: string; accountName: string; currency: string; debit: bigint; credit: bigint }
  >();
  const books = new Map<string, { book: string; currency: string; debit: bigint; credit: bigint }>();
  for (const { book, postings } of journals)
    for (const { account, accountName, debit, credit } of postings) {
      const currency = (debit ?? credit)?.currency ?? '';
      const line = lines.get(`${book} ${account} ${currency}`) ?? {
        book,
        account,
        accountName,
        currency,
        debit: 0n,
        credit: 0n,
      };
      const total = books.get(`${book} ${currency}`) ?? { book, currency, debit: 0n, credit: 0n };
      for (const each of [line, total]) {
        each.debit += debit ? minorOf(debit.amount) : 0n;
        each.credit += credit ? minorOf(credit.amount) : 0n;
      }
      lines.set(`${book} ${account} ${currency}`, line);
      books.set(`${book} ${currency}`, total);
    }
  const text = ({ debit, credit, currency }: { debit: bigint; credit: bigint; currency: string }) => ({
    debit: decimalText(debit, currency),
    credit: decimalText(credit, currency),
  });
  return {
    ...ofNow,
    upTo: ledgerSummary(world).chains,
    rows: [...lines.values()].map((line) => ({
      ...line,
      ...text(line),
      balance: decimalText(line.debit - line.credit, line.currency),
    })),
    totals: [...books.values()].map((total) => ({
      ...total,
      ...text(total),
      difference: decimalText(total.debit - total.credit, total.currency),
    })),
  };
}

export function unitBridge({ journals }: FakeWorld): UnitBridge {
  const cells = new Map<string, { book: string; other: string; currency: string; balance: bigint }>();
  for (const { book, postings } of journals)
    for (const { account, detail: other, debit, credit } of postings) {
      if (account !== '1980' && account !== '2980') continue;
      const currency = (debit ?? credit)?.currency ?? '';
      const cell = cells.get(`${book} ${other} ${currency}`) ?? { book, other, currency, balance: 0n };
      cell.balance += (debit ? minorOf(debit.amount) : 0n) - (credit ? minorOf(credit.amount) : 0n);
      cells.set(`${book} ${other} ${currency}`, cell);
    }
  const currencies = [...new Set([...cells.values()].map(({ currency }) => currency))];
  const sum = (currency: string) =>
    [...cells.values()]
      .filter((cell) => cell.currency === currency)
      .reduce((total, { balance }) => total + balance, 0n);
  return {
    ...ofNow,
    cells: [...cells.values()].map((cell) => ({ ...cell, balance: decimalText(cell.balance, cell.currency) })),
    proof: currencies.map((currency) => ({ currency, sum: decimalText(sum(currency), currency), datesOff: [] })),
  };
}
