import { Controller } from '@nestjs/common';
import { businessClockTick, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import { ClosingRates } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { placeOf, type Cause } from '../books/entry.js';
import { postEntries } from '../books/posting-desk.js';
import { accrueDeposits } from './accrue-deposits.js';
import { bookCostOfSales } from './book-cost-of-sales.js';
import { valueForwards } from './value-forwards.js';

type Tick = EventOf<typeof businessClockTick>;

/** At the end of a business day: interest of deposits (R5), value of forwards (R4), cost of what was sold (R2). */
@Controller()
export class EndDayController {
  @HandlesBatch(businessClockTick)
  async end(batch: Batch<Tick>, tx: Transaction): Promise<void> {
    for (const received of batch.received)
      if (received.event.kind === 'end-of-day') await this.endDay(received, batch, tx);
  }

  private async endDay(received: Received<Tick>, batch: Batch<Tick>, tx: Transaction): Promise<void> {
    const { tickId, businessDate, at, closingRates } = received.event;
    const calendar = await readCalendar(tx, 'for update');
    if (calendar.ended !== null && businessDate <= calendar.ended) return;
    const cause: Cause = {
      sourceEventId: idOf('tick', tickId),
      source: placeOf(received),
      actor: null,
      approver: null,
      occurredAt: at,
      adjusting: true,
    };
    const journals = [
      ...(await accrueDeposits(tx, businessDate)),
      ...(await valueForwards(tx, new ClosingRates(closingRates ?? []), businessDate)),
      ...(await bookCostOfSales(tx, calendar.ended, businessDate)),
    ];
    await postEntries(
      tx,
      batch,
      calendar,
      journals.map((journal) => ({ journal, ...cause })),
    );
    await tx.execute('update ledger.business_day set ended = $1', [businessDate]);
  }
}
