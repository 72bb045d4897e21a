import { createHash } from 'node:crypto';
import type { Entry } from '#apps/ledger';

/** The rows that the ledger would write for the entries, worked out before any clock runs, for baselines without guards. */
export interface PlainRows {
  readonly journals: readonly PlainJournal[];
  /** Of each journal, in its order. */
  readonly postings: readonly (readonly PlainPosting[])[];
  readonly balances: readonly PlainBalance[];
}

export interface PlainJournal {
  readonly journal_id: string;
  readonly book: string;
  readonly sequence: string;
  readonly accounting: string;
  readonly key: string;
  readonly rule: string;
  readonly rule_version: number;
  readonly effective_date: string;
  readonly trade_id: string;
  readonly source_event_id: string;
  readonly source: string;
  readonly inputs: string;
  readonly postings: number;
  readonly content_hash: Buffer;
  readonly hash: Buffer;
  readonly recorded_at: string;
}

export interface PlainPosting {
  readonly book: string;
  readonly sequence: string;
  readonly ord: number;
  readonly effective_date: string;
  readonly accounting: string;
  readonly account: string;
  readonly detail: string;
  readonly currency: string;
  readonly minor_units: string;
}

export interface PlainBalance {
  readonly book: string;
  readonly account: string;
  readonly detail: string;
  readonly currency: string;
  readonly effective_date: string;
  readonly accounting: string;
  debit: string;
  credit: string;
  postings: string;
}

export const JOURNAL_COLUMNS = [
  'journal_id',
  'book',
  'sequence',
  'accounting',
  'key',
  'rule',
  'rule_version',
  'effective_date',
  'trade_id',
  'source_event_id',
  'source',
  'inputs',
  'postings',
  'content_hash',
  'hash',
  'recorded_at',
] as const satisfies readonly (keyof PlainJournal)[];

export const POSTING_COLUMNS = [
  'book',
  'sequence',
  'ord',
  'effective_date',
  'accounting',
  'account',
  'detail',
  'currency',
  'minor_units',
] as const satisfies readonly (keyof PlainPosting)[];

export const BALANCE_COLUMNS = [
  'book',
  'accounting',
  'account',
  'detail',
  'currency',
  'effective_date',
  'debit',
  'credit',
  'postings',
] as const satisfies readonly (keyof PlainBalance)[];

/** The ledger's tables with their keys and indexes; without triggers, checks, partitions and chains. */
export const PLAIN_TABLES = `
  create schema plain;
  create table plain.journal (like ledger.journal including defaults including indexes);
  create table plain.posting (like ledger.posting including defaults including indexes);
  create table plain.balance (like ledger.balance including defaults including indexes) with (fillfactor = 70);`;

/** @param sequences last number of each book so far: goes on from one stretch of journals to the next */
export function plainRows(entries: readonly Entry[], sequences = new Map<string, number>()): PlainRows {
  const journals: PlainJournal[] = [];
  const postings: PlainPosting[][] = [];
  for (const { journal, sourceEventId, source } of entries) {
    const { head, book, accounting } = journal;
    const next = (sequences.get(book) ?? 0) + 1;
    sequences.set(book, next);
    const place = { book, sequence: String(next), effective_date: head.effectiveDate, accounting };
    const hash = createHash('sha256').update(journal.id).digest();
    journals.push({
      ...place,
      journal_id: journal.id,
      key: head.key,
      rule: head.rule.id,
      rule_version: head.rule.version,
      trade_id: head.tradeId,
      source_event_id: sourceEventId,
      source,
      inputs: JSON.stringify(head.inputs),
      postings: journal.postings.length,
      content_hash: hash,
      hash,
      recorded_at: '2026-06-15T09:00:00Z',
    });
    postings.push(
      journal.postings.map(({ account, detail, amount: { minorUnits, currency } }, index) => ({
        ...place,
        ord: index + 1,
        account,
        detail,
        currency,
        minor_units: minorUnits.toString(),
      })),
    );
  }
  return { journals, postings, balances: balancesOf(postings.flat()) };
}

/** In the order of the primary key, so that sorted rows fill its index from one end to the other. */
export const balanceKey = ({ book, accounting, account, detail, currency, effective_date }: KeyOfBalance): string =>
  `${detail}|${account}|${book}|${currency}|${effective_date}|${accounting}`;

type KeyOfBalance = Omit<PlainBalance, 'debit' | 'credit' | 'postings'>;

/** Sums by account and day, in the order of their keys. */
export function balancesOf(postings: readonly PlainPosting[]): PlainBalance[] {
  const sums = new Map<string, PlainBalance>();
  for (const posting of postings) {
    const { book, accounting, account, detail, currency, effective_date } = posting;
    const key = balanceKey(posting);
    const sum = sums.get(key) ?? {
      book,
      accounting,
      account,
      detail,
      currency,
      effective_date,
      debit: '0',
      credit: '0',
      postings: '0',
    };
    sums.set(key, sum);
    const units = BigInt(posting.minor_units);
    if (units > 0n) sum.debit = String(BigInt(sum.debit) + units);
    else sum.credit = String(BigInt(sum.credit) - units);
    sum.postings = String(BigInt(sum.postings) + 1n);
  }
  return [...sums].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, sum]) => sum);
}
