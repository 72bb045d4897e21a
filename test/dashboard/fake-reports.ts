import type { JournalView, ReportHead, TrialBalance, UnitBridge } from '#contracts';
import { BUSINESS_DATE, decimalText, minorOf } from './fake-values.js';

/** It is five in the afternoon in the fake house, always. */
export const NOW = `${BUSINESS_DATE}T17:00:00.000000Z`;

/** What a report is asked for, or what the ledger says is wrong with it. */
export function reportHead(query: URLSearchParams): ReportHead | string {
  const asOf = query.get('asOf');
  const asked = query.get('asAt');
  const asAt = asked === 'now' ? NOW : asked;
  if (asOf !== null && Number.isNaN(Date.parse(asOf))) return `asOf ${asOf} must be a date such as 2026-06-30.`;
  if (asAt !== null && Number.isNaN(Date.parse(asAt)))
    return `asAt ${asAt} must be now, or an instant in UTC such as 2026-06-30T18:00:00.000000Z.`;
  if (asAt !== null && Date.parse(asAt) > Date.parse(NOW)) return `asAt ${asAt} must be a moment that has passed.`;
  return { accounting: query.get('accounting') === 'SDA' ? 'SDA' : 'TDA', asOf, asAt };
}

const known = (journals: readonly JournalView[], { asAt }: ReportHead) =>
  journals.filter(({ recordedAt }) => asAt === null || Date.parse(recordedAt) <= Date.parse(asAt));

const reported = (journals: readonly JournalView[], head: ReportHead) =>
  known(journals, head).filter(
    ({ accounting, effectiveDate }) =>
      (accounting === 'common' || accounting === head.accounting) && (head.asOf === null || effectiveDate <= head.asOf),
  );

export function ledgerSummary({ journals }: { readonly journals: readonly JournalView[] }) {
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

export function trialBalance(all: readonly JournalView[], head: ReportHead): TrialBalance {
  const journals = reported(all, head);
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
    ...head,
    upTo: ledgerSummary({ journals: known(all, head) }).chains,
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

export function unitBridge(all: readonly JournalView[], head: ReportHead): UnitBridge {
  const journals = reported(all, head);
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
    ...head,
    cells: [...cells.values()].map((cell) => ({ ...cell, balance: decimalText(cell.balance, cell.currency) })),
    proof: currencies.map((currency) => ({ currency, sum: decimalText(sum(currency), currency), datesOff: [] })),
  };
}
