import { Controller } from '@nestjs/common';
import { versionWithdrawn, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { postEntries } from '../books/posting-desk.js';
import { heard, noteFacts } from '../versions/version-facts.js';
import { VersionBooks } from '../versions/version-books.js';

/**
 * Reverses what of a void version never settled and books the version that replaces it (R15). Of a version that is not
 * captured yet the fact waits, and is applied when the trade comes.
 */
@Controller()
export class WithdrawVersionsController {
  @HandlesBatch(versionWithdrawn)
  async withdraw(batch: Batch<EventOf<typeof versionWithdrawn>>, tx: Transaction): Promise<void> {
    if (batch.received.length === 0) return;
    const calendar = await readCalendar(tx);
    const facts = await noteFacts(tx, 'withdrawal', batch.received.map(heard));
    const books = new VersionBooks(tx, calendar);
    books.undoFails(facts);
    await books.withdraw(facts.filter(({ captured }) => captured));
    await postEntries(tx, batch, calendar, await books.finish());
  }
}
