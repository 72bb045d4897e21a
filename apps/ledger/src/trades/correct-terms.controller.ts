import { Controller } from '@nestjs/common';
import { breakClosed, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { placeOf } from '../books/entry.js';
import { postEntries } from '../books/posting-desk.js';
import { noteFacts } from '../versions/version-facts.js';
import { VersionBooks } from '../versions/version-books.js';

/** A clerk decided for the middle office: the captured terms are reversed and the accepted ones booked (R15). */
@Controller()
export class CorrectTermsController {
  @HandlesBatch(breakClosed)
  async correct(batch: Batch<EventOf<typeof breakClosed>>, tx: Transaction): Promise<void> {
    const corrections = batch.received.flatMap((received) => {
      const { event } = received;
      const { tradeId, version, correction } = event;
      return correction && version !== null ? [{ tradeId, version, event, source: placeOf(received) }] : [];
    });
    if (corrections.length === 0) return;
    const calendar = await readCalendar(tx);
    const facts = (await noteFacts(tx, 'correction', corrections)).filter(({ captured }) => captured);
    const books = new VersionBooks(tx, calendar);
    await books.correct(facts.filter(({ withdrawal }) => !withdrawal));
    await books.correct(
      facts.filter(({ withdrawal }) => withdrawal),
      true,
    );
    await postEntries(tx, batch, calendar, await books.finish());
  }
}
