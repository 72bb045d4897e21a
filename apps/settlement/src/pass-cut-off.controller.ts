import { Controller } from '@nestjs/common';
import { businessClockTick, type EventOf } from '#contracts';
import { passCutOff } from '#domain/obligation';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { CaseBook } from './case-book.js';
import { moveClock } from './storage/clock.store.js';
import { tradesDue } from './storage/obligation.store.js';

/** Trades looked at together: all that fail on a bad day would not fit into memory at once. */
const STRETCH = 2_000;

type Tick = EventOf<typeof businessClockTick>;

/** At the settlement cut-off of a day, what was due by then and is still open becomes a fail (L19). */
@Controller()
export class PassCutOff {
  @HandlesBatch(businessClockTick)
  async ticked(batch: Batch<Tick>, tx: Transaction): Promise<void> {
    for (const { event: tick } of batch.received) {
      await moveClock(tx, tick);
      if (tick.kind === 'settlement-cut-off') await this.pass(batch, tx, tick);
    }
  }

  private async pass(batch: Batch<Tick>, tx: Transaction, { businessDate, tickId, at }: Tick): Promise<void> {
    const due = await tradesDue(tx, businessDate);
    for (let start = 0; start < due.length; start += STRETCH) {
      const tradeIds = due.slice(start, start + STRETCH);
      const book = await CaseBook.open(batch, tx, tradeIds);
      const cause = { id: tickId, at };
      for (const tradeId of tradeIds)
        book.apply(tradeId, cause, (settling) => {
          for (const obligation of settling.obligations) settling.follow(passCutOff(obligation, businessDate, cause));
        });
      await book.close();
      await batch.sendOn();
    }
  }
}
