import { Controller } from '@nestjs/common';
import {
  businessClockTick,
  cancellationRequested,
  custodianStatus,
  instructionReleased,
  type EventOf,
} from '#contracts';
import { Decimal } from '#domain/money';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { chanceOf } from './chance.js';
import { lastDay } from './storage/day.store.js';
import {
  cancelInstructions,
  instructionsDue,
  keepInstructions,
  markTried,
  type OpenInstruction,
} from './storage/instruction.store.js';
import { settlementFateOf, troubleLevels, type TroubleRates } from './trouble.js';

type Status = EventOf<typeof custodianStatus>;
type Instruction = EventOf<typeof instructionReleased>;

/** The seed of all chance, and how often things go wrong. */
interface World {
  readonly seed: string;
  readonly rates: TroubleRates;
}

/** Enough for a batch of statuses to stay small, whatever falls due on one day. */
const PAGE = 5_000;

/** The custodian and the agent bank: accept and match what they are told, and settle it when its day comes, or not. */
@Controller()
export class Custodian {
  @HandlesBatch(instructionReleased)
  async receive(batch: Batch<Instruction>, tx: Transaction): Promise<void> {
    const events = batch.received.map(({ event }) => event);
    const fresh = await keepInstructions(tx, events);
    batch.publish(
      custodianStatus,
      events
        .filter(({ instructionId }) => fresh.has(instructionId))
        .flatMap((event) => {
          const accepted = statusOf(event, 'ACCEPTED', event.occurredAt);
          return event.security === null ? [accepted] : [accepted, statusOf(event, 'MATCHED', event.occurredAt)];
        }),
    );
  }

  @HandlesBatch(cancellationRequested)
  async cancel(batch: Batch<EventOf<typeof cancellationRequested>>, tx: Transaction): Promise<void> {
    const events = batch.received.map(({ event }) => event);
    const cancelled = await cancelInstructions(tx, events);
    batch.publish(
      custodianStatus,
      events.map((event) =>
        statusOf(event, cancelled.has(event.instructionId) ? 'CANCELLED' : 'CANCEL_DENIED', event.occurredAt),
      ),
    );
  }

  /** Settles in the night before the business day, and once more in the evening for what was instructed during the day. */
  @HandlesBatch(businessClockTick)
  async settle(batch: Batch<EventOf<typeof businessClockTick>>, tx: Transaction): Promise<void> {
    const day = await lastDay(tx);
    const world: World = { seed: day?.seed ?? '', rates: troubleLevels[day?.trouble ?? 'none'] };
    for (const { event: tick } of batch.received) {
      if (tick.kind !== 'start-of-day' && tick.kind !== 'matching-cut-off') continue;
      for (;;) {
        const due = await instructionsDue(tx, tick.businessDate, PAGE);
        if (due.length === 0) break;
        const outcomes = due.map((instruction) => attempt(world, instruction, tick.businessDate, tick.at));
        batch.publish(custodianStatus, outcomes);
        await batch.sendOn();
        await markTried(
          tx,
          tick.businessDate,
          outcomes.map(({ instructionId, status }) => ({ instructionId, settled: status === 'SETTLED' })),
        );
      }
    }
  }
}

function attempt({ seed, rates }: World, instruction: OpenInstruction, businessDate: string, at: string): Status {
  const { instructionId, tradeId, custodian, cashOnly, quantity, attempts } = instruction;
  const fate = settlementFateOf(chanceOf(seed, 'settlement', tradeId, instructionId), rates, cashOnly);
  const say = (status: Status['status'], more: Partial<Status> = {}): Status => ({
    messageId: `${instructionId}:${status.slice(0, 4)}${attempts}`,
    custodian,
    instructionId,
    tradeId,
    status,
    occurredAt: at,
    ...more,
  });
  if (fate.kind === 'fails' && attempts < fate.daysLate) return say('FAILING', { reasonCode: fate.reasonCode });
  if (fate.kind === 'partial' && quantity !== null && attempts < fate.daysLate) {
    const part = new Decimal(quantity).times(fate.firstPercent).div(100).toDecimalPlaces(0, Decimal.ROUND_DOWN);
    if (attempts === 0 && part.gt(0))
      return say('PARTIALLY_SETTLED', { settledQuantity: part.toFixed(0), effectiveDate: businessDate });
    return say('FAILING', { reasonCode: 'LACK' });
  }
  return say('SETTLED', { effectiveDate: businessDate });
}

function statusOf(
  event: { instructionId: string; custodian: string; tradeId: string },
  status: Status['status'],
  occurredAt: string,
): Status {
  return {
    messageId: `${event.instructionId}:${status}`,
    custodian: event.custodian,
    instructionId: event.instructionId,
    tradeId: event.tradeId,
    status,
    occurredAt,
  };
}
