import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import {
  outgoing,
  topics,
  type Captured,
  type Agreed,
  type Confirmed,
  type Instruction,
  type Progressed,
  type Settled,
  type TradeEvent,
} from './events.js';
import { Once } from './once.js';
import { Fact, TradeRow, TradeVersion } from './rows.js';

/** Captures what front and middle office say, and keeps the trade as it stands. */
@Controller()
export class Intake {
  constructor(private readonly once: Once) {}

  @EventPattern<string>(topics.frontTrade)
  front(@Payload() event: TradeEvent): Promise<void> {
    return this.capture(event, 'front');
  }

  @EventPattern<string>(topics.middleTrade)
  middle(@Payload() event: TradeEvent): Promise<void> {
    return this.capture(event, 'middle');
  }

  @EventPattern<string>(topics.tradeAgreed)
  agreed(@Payload() event: Agreed): Promise<void> {
    return this.note(event, 'RECONCILED');
  }

  @EventPattern<string>(topics.tradeConfirmed)
  confirmed(@Payload() event: Confirmed): Promise<void> {
    return this.note(event, 'CONFIRMED');
  }

  @EventPattern<string>(topics.instructionReleased)
  instructed(@Payload() event: Instruction): Promise<void> {
    return this.note(event, 'INSTRUCTED');
  }

  @EventPattern<string>(topics.obligationProgressed)
  progressed(@Payload() event: Progressed): Promise<void> {
    return this.note(event, 'MATCHED');
  }

  @EventPattern<string>(topics.obligationSettled)
  settled(@Payload() event: Settled): Promise<void> {
    return this.note(event, 'SETTLED');
  }

  private capture(event: TradeEvent, side: Captured['side']): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      const { tradeId, version, terms } = event;
      if (first) {
        await manager
          .getRepository(TradeVersion)
          .save({ tradeId, side, version, terms, rawMessage: JSON.stringify(event) });
        if (side === 'front') {
          const { isin, quantity, counterparty, book, settlementDate } = terms;
          await manager
            .getRepository(TradeRow)
            .save({ tradeId, state: 'ENRICHED', isin, quantity, counterparty, book, settlementDate });
        }
      }
      const captured: Captured = { ...event, eventId: `captured:${tradeId}:${side}:${version}`, side };
      return [outgoing(topics.tradeCaptured, captured)];
    });
  }

  private note(event: { eventId: string; tradeId: string; occurredAt: string }, state: string): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      if (!first) return [];
      const { eventId, tradeId, occurredAt } = event;
      await manager.getRepository(Fact).save({ eventId, tradeId, kind: state, occurredAt });
      const trades = manager.getRepository(TradeRow);
      const trade = await trades.findOneOrFail({ where: { tradeId }, lock: { mode: 'pessimistic_write' } });
      trade.state = later(trade.state, state);
      await trades.save(trade);
      return [];
    });
  }
}

const ORDER = ['ENRICHED', 'RECONCILED', 'CONFIRMED', 'INSTRUCTED', 'MATCHED', 'SETTLED'];

/** Facts of several topics may come in any order; the trade stands where the furthest of them puts it. */
const later = (left: string, right: string): string => (ORDER.indexOf(left) < ORDER.indexOf(right) ? right : left);
