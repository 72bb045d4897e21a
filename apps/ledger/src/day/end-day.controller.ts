import { Controller } from '@nestjs/common';
import { businessClockTick, dayEnded, dayStep, type EventOf } from '#contracts';
import { idOf } from '#domain/identity';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { placeOf } from '../books/entry.js';
import { postEntries } from '../books/posting-desk.js';
import { daySteps, stepAfter } from './day-steps.js';
import { finishDay, noteDay, noteStep, readDay } from './day-store.js';
import type { DayStep } from './day.js';

type Tick = EventOf<typeof businessClockTick>;
type Step = EventOf<typeof dayStep>;

/** What a page of a step leaves to do. */
type Place = Pick<Step, 'businessDate' | 'occurredAt'> & { readonly step: DayStep; readonly after: Step['after'] };

/**
 * The end of a business day. The tick only says that it has come; each page of each step is a message of its own, so that
 * trades are posted in between, memory does not grow with what is open, and whoever takes over goes on where it stood.
 */
@Controller()
export class EndDayController {
  @HandlesBatch(businessClockTick)
  async end(batch: Batch<Tick>, tx: Transaction): Promise<void> {
    for (const received of batch.received) {
      const { kind, tickId, businessDate, at, closingRates = [], closingPrices = [] } = received.event;
      if (kind !== 'end-of-day') continue;
      const { ended } = await readCalendar(tx, 'for update');
      if (ended !== null && businessDate <= ended) continue;
      const source = placeOf(received);
      await noteDay(tx, { businessDate, previousDate: ended, tickId, source, at, closingRates, closingPrices });
      goOn(batch, { businessDate, occurredAt: at, step: daySteps[0] as DayStep, after: null });
    }
  }

  @HandlesBatch(dayStep)
  async goOn(batch: Batch<Step>, tx: Transaction): Promise<void> {
    for (const { event } of batch.received) {
      const { businessDate, occurredAt } = event;
      const ord = daySteps.findIndex(({ name }) => name === event.step);
      const step = daySteps[ord];
      if (!step) throw new Error(`${event.step} is no step of the end of a day`);
      const calendar = await readCalendar(tx);
      const day = await readDay(tx, businessDate);
      const { journals, after } = await step.page(tx, day, event.after);
      await postEntries(
        tx,
        batch,
        calendar,
        journals.map((journal) => ({ journal, ...day.cause })),
      );
      await noteStep(tx, businessDate, { ord, step: step.name, journals: journals.length, finished: after === null });
      const next = after === null ? stepAfter(step) : step;
      if (next) goOn(batch, { businessDate, occurredAt, step: next, after });
      else
        batch.publish(dayEnded, [
          {
            eventId: idOf('day-ended', businessDate),
            businessDate,
            posted: await finishDay(tx, businessDate),
            occurredAt,
          },
        ]);
    }
  }
}

function goOn(batch: Batch<unknown>, { businessDate, occurredAt, step, after }: Place): void {
  const eventId = idOf('day-step', businessDate, step.name, ...(after ?? []));
  batch.publish(dayStep, [{ eventId, businessDate, step: step.name, after, occurredAt }]);
}
