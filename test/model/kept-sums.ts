import { findAccount } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import type { ChainedJournal } from './books-in-memory.js';
import { microsOf, saidOfReport, type ReportAsked } from './ledger-acts.js';

interface Turnover {
  readonly book: string;
  readonly accounting: string;
  readonly account: string;
  readonly detail: string;
  readonly currency: string;
  readonly day: string;
  debit: bigint;
  credit: bigint;
}

/**
 * Sums of what is added up, and the journals beside them: the way of the database, in memory. A report adds the journals that
 * came after, or takes away those that came later than its moment.
 */
export class KeptSums {
  private readonly kept = new Map<string, Turnover>();
  private readonly chains = new Map<string, ChainedJournal[]>();
  private readonly reached = new Map<string, bigint>();

  post(journal: ChainedJournal): void {
    const { book } = journal.journal;
    const chain = this.chains.get(book);
    if (chain) chain.push(journal);
    else this.chains.set(book, [journal]);
  }

  addUp(moreThan: bigint): void {
    for (const [book, chain] of this.chains) {
      const from = this.reached.get(book) ?? 0n;
      if (BigInt(chain.length) - from <= moreThan) continue;
      for (const journal of chain.slice(Number(from))) count(this.kept, journal, 1n);
      this.reached.set(book, BigInt(chain.length));
    }
  }

  balances(): Map<string, bigint> {
    return new Map(
      [...this.asAt(null)].flatMap(([place, { debit, credit }]) => (debit === credit ? [] : [[place, debit - credit]])),
    );
  }

  trialBalance({ accounting, asOf, asAt, book, currency }: ReportAsked): string {
    const rows = new Map<string, Turnover>();
    const totals = new Map<string, Turnover>();
    for (const one of this.asAt(asAt).values()) {
      if (one.accounting !== 'common' && one.accounting !== accounting) continue;
      if ((asOf !== null && one.day > asOf) || (book !== null && one.book !== book)) continue;
      if ((currency !== null && one.currency !== currency) || (one.debit === 0n && one.credit === 0n)) continue;
      sum(rows, [one.book, one.currency, one.account].join('|'), one, one.debit, one.credit);
      sum(totals, [one.book, one.currency].join('|'), one, one.debit, one.credit);
    }
    const shown = (minorUnits: bigint, inCurrency: string): string =>
      formatAmount({ minorUnits, currency: inCurrency });
    const sides = (one: Turnover) => ({
      debit: shown(one.debit, one.currency),
      credit: shown(one.credit, one.currency),
    });
    return saidOfReport({
      accounting,
      asOf,
      asAt,
      rows: inOrder(rows).map((one) => ({
        book: one.book,
        account: one.account,
        accountName: findAccount(one.account)?.name ?? one.account,
        currency: one.currency,
        ...sides(one),
        balance: shown(one.debit - one.credit, one.currency),
      })),
      totals: inOrder(totals).map((one) => ({
        book: one.book,
        currency: one.currency,
        ...sides(one),
        difference: shown(one.debit - one.credit, one.currency),
      })),
      upTo: [...this.lengthsAt(asAt)]
        .filter(([of, length]) => length > 0n && (book === null || of === book))
        .map(([of, length]) => ({ book: of, sequence: length.toString() }))
        .sort((one, other) => (one.book < other.book ? -1 : 1)),
    } as Parameters<typeof saidOfReport>[0]);
  }

  private lengthsAt(asAt: string | null): Map<string, bigint> {
    const moment = asAt === null ? null : microsOf(asAt);
    return new Map(
      [...this.chains].map(([book, chain]): [string, bigint] => {
        const known = moment === null ? chain.length : chain.findIndex(({ recordedAt }) => recordedAt > moment);
        return [book, BigInt(known < 0 ? chain.length : known)];
      }),
    );
  }

  private asAt(asAt: string | null): Map<string, Turnover> {
    const sums = new Map([...this.kept].map(([place, one]) => [place, { ...one }]));
    for (const [book, length] of this.lengthsAt(asAt)) {
      const chain = this.chains.get(book) ?? [];
      const reached = this.reached.get(book) ?? 0n;
      for (const later of chain.slice(Number(length), Number(reached))) count(sums, later, -1n);
      for (const beside of chain.slice(Number(reached), Number(length))) count(sums, beside, 1n);
    }
    return sums;
  }
}

function count(sums: Map<string, Turnover>, { journal }: ChainedJournal, times: bigint): void {
  const { book, accounting, head, postings } = journal;
  const day = head.effectiveDate;
  for (const { account, detail, amount } of postings) {
    const { currency, minorUnits } = amount;
    const one = { book, accounting, account, detail, currency, day };
    const size = times * (minorUnits < 0n ? -minorUnits : minorUnits);
    const place = [book, accounting, account, detail, currency, day].join('|');
    sum(sums, place, one, minorUnits > 0n ? size : 0n, minorUnits > 0n ? 0n : size);
  }
}

function sum(
  sums: Map<string, Turnover>,
  place: string,
  one: Omit<Turnover, 'debit' | 'credit'>,
  debit: bigint,
  credit: bigint,
): void {
  const known = sums.get(place);
  if (known) {
    known.debit += debit;
    known.credit += credit;
  } else sums.set(place, { ...one, debit, credit });
}

/** By book, then currency, then account; no name of these has the separator in it. */
const inOrder = (sums: ReadonlyMap<string, Turnover>): Turnover[] =>
  [...sums.values()].sort((one, other) => {
    const [left, right] = [one, other].map(({ book, currency, account }) => [book, currency, account]) as [
      string[],
      string[],
    ];
    const at = left.findIndex((part, index) => part !== right[index]);
    return at < 0 ? 0 : (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
  });
