import type { Accounting, JournalEvidence } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import { streamed } from './snapshot.js';

interface JournalRow {
  readonly journal_id: string;
  readonly book: string;
  readonly sequence: string;
  readonly accounting: Accounting;
  readonly key: string;
  readonly rule: string;
  readonly rule_version: number;
  readonly effective_date: string;
  readonly trade_id: string;
  readonly source_event_id: string;
  readonly source: string;
  readonly actor: string | null;
  readonly approver: string | null;
  readonly reverses: string | null;
  readonly inputs: string;
  readonly postings: number;
  readonly content_hash: Buffer;
  readonly hash: Buffer;
  readonly recorded_at_micros: string;
}

interface PostingRow {
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

/** A journal as stored, with the postings found under its place; `null` journal: postings that belong to none. */
export interface StoredJournal {
  readonly book: string;
  readonly sequence: bigint;
  readonly journal:
    | (JournalEvidence & {
        readonly accounting: Accounting;
        readonly sourceEventId: string;
        readonly source: string;
        readonly actor: string | null;
        readonly approver: string | null;
        readonly postingCount: number;
        readonly contentHash: Buffer;
        readonly hash: Buffer;
        readonly recordedAtMicros: bigint;
      })
    | null;
  readonly postings: readonly PostingRow[];
}

/** Part of the chain of a book. */
export interface Stretch {
  readonly book: string;
  /** Number of the journal before the first. */
  readonly after: bigint;
  readonly upTo: bigint;
}

const WITHIN = `join unnest($1::text[], $2::bigint[], $3::bigint[]) as s(in_book, after_one, up_to)
  on s.in_book = book and sequence > s.after_one and sequence <= s.up_to`;

// Qualified, because `order by sequence` would order by its text.
const journalsQuery = (
  within: string,
): string => `select journal_id, book, sequence::text, accounting, key, rule, rule_version, effective_date::text,
  trade_id, source_event_id, source, actor, approver, reverses, inputs, postings, content_hash, hash,
  (extract(epoch from recorded_at) * 1000000)::bigint::text as recorded_at_micros
  from ledger.journal j ${within} order by j.book, j.sequence`;

const postingsQuery = (
  within: string,
): string => `select p.book, p.sequence::text, p.ord, p.effective_date::text, p.accounting, p.account, p.detail, p.currency, p.minor_units::text
  from ledger.posting p ${within} order by p.book, p.sequence, p.ord`;

/**
 * All books, or stretches of them, each in the order of its chain: two cursors merged, so that nothing is held but one
 * journal.
 */
export async function* storedJournals(tx: Transaction, stretches?: readonly Stretch[]): AsyncGenerator<StoredJournal> {
  const within = stretches === undefined ? '' : WITHIN;
  const parameters =
    stretches === undefined
      ? []
      : [
          stretches.map(({ book }) => book),
          stretches.map(({ after }) => after.toString()),
          stretches.map(({ upTo }) => upTo.toString()),
        ];
  const postings = streamed<PostingRow>(tx, postingsQuery(within), parameters);
  let posting = await postings.next();
  const takeAt = async (book: string, sequence: string): Promise<PostingRow[]> => {
    const taken: PostingRow[] = [];
    while (!posting.done && posting.value.book === book && posting.value.sequence === sequence) {
      taken.push(posting.value);
      posting = await postings.next();
    }
    return taken;
  };
  const orphans = async function* (before: JournalRow | undefined): AsyncGenerator<StoredJournal> {
    while (!posting.done && (!before || comesBefore(posting.value, before))) {
      const { book, sequence } = posting.value;
      yield { book, sequence: BigInt(sequence), journal: null, postings: await takeAt(book, sequence) };
    }
  };
  for await (const row of streamed<JournalRow>(tx, journalsQuery(within), parameters)) {
    yield* orphans(row);
    yield stored(row, await takeAt(row.book, row.sequence));
  }
  yield* orphans(undefined);
}

function comesBefore(posting: PostingRow, journal: JournalRow): boolean {
  if (posting.book !== journal.book) return posting.book < journal.book;
  return BigInt(posting.sequence) < BigInt(journal.sequence);
}

function stored(row: JournalRow, postings: readonly PostingRow[]): StoredJournal {
  return {
    book: row.book,
    sequence: BigInt(row.sequence),
    postings,
    journal: {
      id: row.journal_id,
      book: row.book,
      accounting: row.accounting,
      key: row.key,
      rule: row.rule,
      ruleVersion: row.rule_version,
      effectiveDate: row.effective_date,
      tradeId: row.trade_id,
      reverses: row.reverses,
      inputs: row.inputs,
      postings: postings.map(({ account, detail, currency, minor_units }) => ({
        account,
        detail,
        currency,
        minorUnits: minor_units,
      })),
      sourceEventId: row.source_event_id,
      source: row.source,
      actor: row.actor,
      approver: row.approver,
      postingCount: row.postings,
      contentHash: row.content_hash,
      hash: row.hash,
      recordedAtMicros: BigInt(row.recorded_at_micros),
    },
  };
}

/** Of all books: what progress is told against. */
export async function countJournals(tx: Transaction): Promise<number> {
  const [row] = await tx.rows<{ count: number }>('select count(*)::integer as count from ledger.journal');
  return row?.count ?? 0;
}
