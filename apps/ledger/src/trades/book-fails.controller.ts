import { Controller } from '@nestjs/common';
import { obligationFailing, type EventOf } from '#contracts';
import { failJournal } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { causedBy, type Entry } from '../books/entry.js';
import { postEntries } from '../books/posting-desk.js';
import { journalsOrPark } from '../books/journals-or-park.js';
import { heard, noteFacts } from '../versions/version-facts.js';
import { VersionBooks } from '../versions/version-books.js';

type ObligationFailing = EventOf<typeof obligationFailing>;

/**
 * Shows what did not settle at the cut-off as a fail (R10). Only deliveries have a payable or receivable to move; an
 * exchange of currencies or a deposit has none.
 */
@Controller()
export class BookFailsController {
  @HandlesBatch(obligationFailing)
  async book(batch: Batch<ObligationFailing>, tx: Transaction): Promise<void> {
    const entries: Entry[] = [];
    const failing: Received<ObligationFailing>[] = [];
    for (const received of batch.received) {
      const { event } = received;
      if (event.leg !== 'delivery') continue;
      const { book, counterparty } = event.trade;
      const journals = journalsOrPark(batch, received, () => {
        const journal = failJournal({ ...event, book, counterparty });
        return journal ? [journal] : [];
      });
      if (!journals) continue;
      failing.push(received);
      entries.push(...journals.map((journal) => ({ journal, ...causedBy(received) })));
    }
    if (failing.length === 0) return;
    const calendar = await readCalendar(tx);
    const facts = await noteFacts(tx, 'fail', failing.map(heard));
    const books = new VersionBooks(tx, calendar);
    books.undoFails(facts);
    await postEntries(tx, batch, calendar, [...entries, ...(await books.finish())]);
  }
}
