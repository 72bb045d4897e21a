import { journalPosted, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import { linkIdOf, onOpenDay } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import { RefusedMessage, type Batch } from '#platform/messaging';
import type { BooksCalendar } from './books-calendar.js';
import type { Entry } from './entry.js';
import { LedgerRefusal } from './ledger-refusal.js';
import { postBatch } from './posted-batch.js';

/** Journals a call posts at most: bounds memory at the end of a day with many open positions. */
const MOST_JOURNALS = 5_000;

/**
 * Posts what a handler has worked out, on open days, and says `ledger.journal-posted.v1` for what is new.
 * @throws RefusedMessage where what a message asks for can never be posted
 */
export async function postEntries(
  tx: Transaction,
  batch: Pick<Batch<unknown>, 'publish' | 'sendOn'>,
  calendar: Pick<BooksCalendar, 'closed' | 'hardClosed'>,
  given: readonly Entry[],
): Promise<void> {
  const entries = once(given).map((entry) => ({
    ...entry,
    journal: onOpenDay(entry.journal, entry.adjusting ? calendar.hardClosed : calendar.closed),
  }));
  for (let from = 0; from < entries.length;) {
    const to = endOfFact(entries, from + MOST_JOURNALS);
    const slice = entries.slice(from, to);
    const left = await postOrRefuse(tx, slice);
    batch.publish(
      journalPosted,
      eventsOf(left.size === 0 ? slice : slice.filter(({ journal }) => !left.has(journal.id))),
    );
    from = to;
    if (from < entries.length) await batch.sendOn();
  }
}

/** Several facts of one batch may ask for the same journal. */
function once(entries: readonly Entry[]): Entry[] {
  const byId = new Map<string, Entry>();
  for (const entry of entries) if (!byId.has(entry.journal.id)) byId.set(entry.journal.id, entry);
  return [...byId.values()];
}

/** Journals of one fact are posted together: the database sees their bridge at once. */
function endOfFact(entries: readonly Entry[], wanted: number): number {
  let end = Math.min(wanted, entries.length);
  while (end < entries.length && entries[end]?.journal.head.key === entries[end - 1]?.journal.head.key) end += 1;
  return end;
}

async function postOrRefuse(tx: Transaction, entries: readonly Entry[]): Promise<Set<string>> {
  try {
    return await postBatch(tx, entries);
  } catch (error) {
    if (!(error instanceof LedgerRefusal)) throw error;
    if (error.reason !== 'key-reused' && error.reason !== 'already-reversed') throw error;
    throw new RefusedMessage([
      {
        field: '',
        value: '',
        rule: error.message,
        remedy: 'Compare it with the journals of the trade; correct by a new version.',
      },
    ]);
  }
}

/** One event a fact; its journals follow each other. */
function eventsOf(entries: readonly Entry[]): EventOf<typeof journalPosted>[] {
  const events: EventOf<typeof journalPosted>[] = [];
  let journals: EventOf<typeof journalPosted>['journals'][number][] = [];
  let key: string | undefined;
  for (const { journal, occurredAt } of entries) {
    const { head, id, book, accounting, postings } = journal;
    if (head.key !== key) {
      key = head.key;
      journals = [];
      events.push({
        eventId: idOf('journal-posted', key),
        linkId: linkIdOf(key),
        tradeId: head.tradeId,
        rule: head.rule.id,
        ruleVersion: head.rule.version,
        effectiveDate: head.effectiveDate,
        journals,
        occurredAt,
      });
    }
    journals.push({
      journalId: id,
      book,
      accounting,
      reverses: head.reverses,
      postings: postings.map(({ account, detail, amount }) => ({ account, detail, amount })),
    });
  }
  return events;
}
