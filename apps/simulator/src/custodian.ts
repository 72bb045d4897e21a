import { Controller } from '@nestjs/common';
import {
  businessClockTick,
  cancellationRequested,
  custodianStatus,
  instructionReleased,
  type EventOf,
} from '#contracts';
import { Decimal } from '#domain/money';
import { insertRows, type Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { chanceOf } from './chance.js';
import { lastDay } from './day-store.js';
import { settlementFateOf, troubleLevels, type TroubleRates } from './trouble.js';

type Status = EventOf<typeof custodianStatus>;
type Instruction = EventOf<typeof instructionReleased>;

interface OpenInstruction {
  readonly instruction_id: string;
  readonly trade_id: string;
  readonly custodian: string;
  readonly cash_only: boolean;
  readonly quantity: string | null;
  readonly attempts: number;
}

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
    const known = await insertRows<string, { instruction_id: string }>(
      tx,
      'simulator.instruction',
      {
        instruction_id: 'text',
        trade_id: 'text',
        custodian: 'text',
        cash_only: 'boolean',
        quantity: 'text',
        settlement_date: 'date',
        state: 'text',
      },
      events.map((event) => ({
        instruction_id: event.instructionId,
        trade_id: event.tradeId,
        custodian: event.custodian,
        cash_only: event.security === null,
        quantity: event.security?.quantity ?? null,
        settlement_date: event.settlementDate,
        state: 'open',
      })),
      // A cancellation that came first has left the instruction here as cancelled.
      'on conflict on constraint instruction_pk do nothing returning instruction_id',
    );
    const fresh = new Set(known.map(({ instruction_id }) => instruction_id));
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
    const answered = await insertRows<string, { instruction_id: string; state: string }>(
      tx,
      'simulator.instruction',
      {
        instruction_id: 'text',
        trade_id: 'text',
        custodian: 'text',
        cash_only: 'boolean',
        settlement_date: 'date',
        state: 'text',
      },
      events.map((event) => ({
        instruction_id: event.instructionId,
        trade_id: event.tradeId,
        custodian: event.custodian,
        cash_only: true,
        settlement_date: event.occurredAt.slice(0, 10),
        state: 'cancelled',
      })),
      `on conflict on constraint instruction_pk do update
         set state = case when instruction.state = 'open' then 'cancelled' else instruction.state end
       returning instruction_id, state`,
    );
    const stateOf = new Map(answered.map(({ instruction_id, state }) => [instruction_id, state]));
    batch.publish(
      custodianStatus,
      events.map((event) =>
        statusOf(
          event,
          stateOf.get(event.instructionId) === 'cancelled' ? 'CANCELLED' : 'CANCEL_DENIED',
          event.occurredAt,
        ),
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
        const due = await tx.rows<OpenInstruction>(
          `select instruction_id, trade_id, custodian, cash_only, quantity, attempts from simulator.instruction
           where state = 'open' and settlement_date <= $1 and (last_attempt is null or last_attempt < $1)
           order by instruction_id limit ${PAGE}`,
          [tick.businessDate],
        );
        if (due.length === 0) break;
        const outcomes = due.map((instruction) => attempt(world, instruction, tick.businessDate, tick.at));
        batch.publish(custodianStatus, outcomes);
        await batch.sendOn();
        await tx.execute(
          `update simulator.instruction set attempts = attempts + 1, last_attempt = $2,
             state = case when outcome.settled then 'settled' else state end
           from unnest($1::text[], $3::boolean[]) as outcome(id, settled) where instruction_id = outcome.id`,
          [
            due.map(({ instruction_id }) => instruction_id),
            tick.businessDate,
            outcomes.map(({ status }) => status === 'SETTLED'),
          ],
        );
      }
    }
  }
}

function attempt({ seed, rates }: World, instruction: OpenInstruction, businessDate: string, at: string): Status {
  const {
    instruction_id: instructionId,
    trade_id: tradeId,
    custodian,
    cash_only: cashOnly,
    quantity,
    attempts,
  } = instruction;
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
