import { Controller } from '@nestjs/common';
import { tradeCaptured, type EventOf } from '#contracts';
import { tradeDateJournals, type BookedVersion } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { causedBy } from '../books/entry.js';
import { postEntries } from '../books/posting-desk.js';
import { journalsOrPark } from '../books/journals-or-park.js';
import { VersionBooks, type VersionToBook } from '../versions/version-books.js';

/** Books new trades on their trade date (R1 to R4). Later versions come by `settlement.version-withdrawn.v1`. */
@Controller()
export class BookTradesController {
  @HandlesBatch(tradeCaptured)
  async book(batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction): Promise<void> {
    const versions: VersionToBook[] = [];
    for (const received of batch.received) {
      const { tradeId, version, side, action, trade } = received.event;
      if (side !== 'front' || action !== 'NEW' || !trade) continue;
      const booked: BookedVersion = { tradeId, version, basis: 'front', trade };
      const journals = journalsOrPark(batch, received, () => tradeDateJournals(booked));
      if (journals) versions.push({ booked, journals, cause: causedBy(received) });
    }
    if (versions.length === 0) return;
    const calendar = await readCalendar(tx);
    const books = new VersionBooks(tx, calendar);
    await books.book(versions);
    await postEntries(tx, batch, calendar, await books.finish());
  }
}
