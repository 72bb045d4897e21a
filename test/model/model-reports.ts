import { findAccount } from '#domain/ledger';
import { DIGITS, microsOf, saidOfReport, type BalanceAsked, type ReportAsked } from './ledger-acts.js';
import { isBridge, type ModelJournal, type ModelLedger } from './model-ledger.js';

/** Reports that go through all journals once more, every time. */
export function trialBalanceOf(ledger: ModelLedger, asked: ReportAsked): string {
  const { accounting, asOf, asAt, book, currency } = asked;
  const accounts = new Map<string, Sides>();
  const totals = new Map<string, Sides>();
  for (const journal of ledger.journals) {
    if (!counts(journal, asked) || (book !== null && journal.book !== book)) continue;
    for (const line of journal.lines) {
      if (currency !== null && line.currency !== currency) continue;
      add(accounts, [journal.book, line.currency, line.account], line.units);
      add(totals, [journal.book, line.currency], line.units);
    }
  }
  return saidOfReport({
    accounting,
    asOf,
    asAt,
    rows: sorted(accounts).map(([[of = '', inCurrency = '', account = ''], { debit, credit }]) => ({
      book: of,
      account,
      accountName: findAccount(account)?.name ?? account,
      currency: inCurrency,
      debit: written(debit, inCurrency),
      credit: written(credit, inCurrency),
      balance: written(debit - credit, inCurrency),
    })),
    totals: sorted(totals).map(([[of = '', inCurrency = ''], { debit, credit }]) => ({
      book: of,
      currency: inCurrency,
      debit: written(debit, inCurrency),
      credit: written(credit, inCurrency),
      difference: written(debit - credit, inCurrency),
    })),
    upTo: chainsOf(ledger, asAt).filter(({ book: of }) => book === null || of === book),
  } as Parameters<typeof saidOfReport>[0]);
}

export function unitBridgeOf(ledger: ModelLedger, asked: ReportAsked): string {
  const { accounting, asOf, asAt } = asked;
  const days = new Map<string, Sides>();
  for (const journal of ledger.journals) {
    if (!counts(journal, asked)) continue;
    for (const line of journal.lines.filter(isBridge))
      add(days, [journal.book, line.detail, line.currency, journal.day], line.units);
  }
  const cells = new Map<string, bigint>();
  const proof = new Map<string, Map<string, bigint>>();
  for (const [[book = '', other = '', currency = '', day = ''], { debit, credit }] of sorted(days)) {
    if (debit === credit) continue;
    const cell = JSON.stringify([book, other, currency]);
    cells.set(cell, (cells.get(cell) ?? 0n) + debit - credit);
    const sums = proof.get(currency) ?? new Map<string, bigint>();
    proof.set(currency, sums.set(day, (sums.get(day) ?? 0n) + debit - credit));
  }
  return JSON.stringify({
    accounting,
    asOf,
    asAt,
    cells: [...cells].map(([cell, units]) => {
      const [book = '', other = '', currency = ''] = JSON.parse(cell) as string[];
      return { book, other, currency, balance: written(units, currency) };
    }),
    proof: [...proof]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([currency, sums]) => ({
        currency,
        sum: written(
          [...sums.values()].reduce((all, one) => all + one, 0n),
          currency,
        ),
        datesOff: [...sums].filter(([, units]) => units !== 0n).map(([day]) => day),
      })),
  });
}

export function balanceIn(ledger: ModelLedger, asked: BalanceAsked): string {
  let balance = 0n;
  for (const journal of ledger.journals) {
    if (journal.book !== asked.book || !counts(journal, { ...asked, asOf: asked.through, asAt: null })) continue;
    for (const { account, detail, currency, units } of journal.lines)
      if (account === asked.account && detail === asked.detail && currency === asked.currency) balance += units;
  }
  return balance.toString();
}

export function summaryOf(ledger: ModelLedger): string {
  return saidOfReport({
    journals: ledger.journals.length,
    postings: ledger.journals.reduce((sum, { lines }) => sum + lines.length, 0),
    booksBalance: true,
    interUnitZero: true,
    upTo: chainsOf(ledger, null),
  } as Parameters<typeof saidOfReport>[0]);
}

function chainsOf(ledger: ModelLedger, asAt: string | null): { book: string; sequence: string }[] {
  const lengths = new Map<string, bigint>();
  for (const journal of ledger.journals)
    if (counts(journal, { accounting: null, asOf: null, asAt })) lengths.set(journal.book, journal.sequence);
  return [...lengths]
    .map(([book, sequence]) => ({ book, sequence: sequence.toString() }))
    .sort((one, other) => (one.book < other.book ? -1 : 1));
}

interface InTime extends Pick<ReportAsked, 'asOf' | 'asAt'> {
  readonly accounting: string | null;
}

function counts(journal: ModelJournal, { accounting, asOf, asAt }: InTime): boolean {
  if (accounting !== null && journal.accounting !== 'common' && journal.accounting !== accounting) return false;
  return (asOf === null || journal.day <= asOf) && (asAt === null || journal.recordedAt <= microsOf(asAt));
}

interface Sides {
  readonly debit: bigint;
  readonly credit: bigint;
}

function add(sums: Map<string, Sides>, place: readonly string[], units: bigint): void {
  const key = JSON.stringify(place);
  const { debit, credit } = sums.get(key) ?? { debit: 0n, credit: 0n };
  sums.set(key, units > 0n ? { debit: debit + units, credit } : { debit, credit: credit - units });
}

function sorted(sums: ReadonlyMap<string, Sides>): [string[], Sides][] {
  const byPlace = ([one]: [string[], Sides], [other]: [string[], Sides]): number => {
    const at = one.findIndex((part, index) => part !== other[index]);
    return at < 0 ? 0 : (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
  };
  return [...sums].map(([key, sides]): [string[], Sides] => [JSON.parse(key) as string[], sides]).sort(byPlace);
}

function written(units: bigint, currency: string): string {
  const digits = DIGITS[currency] ?? 0;
  const size = (units < 0n ? -units : units).toString().padStart(digits + 1, '0');
  const whole = size.slice(0, size.length - digits);
  return `${units < 0n ? '-' : ''}${whole}${digits === 0 ? '' : `.${size.slice(-digits)}`}`;
}
