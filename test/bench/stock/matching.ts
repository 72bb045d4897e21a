import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import {
  outgoing,
  sameTerms,
  topics,
  type Agreed,
  type Captured,
  type Confirmed,
  type Issued,
  type Statement,
  type Terms,
} from './events.js';
import { ensure, Once } from './once.js';
import { ComparedTrade, ConfirmedTrade } from './rows.js';

/** Front office against middle office. Both come on one topic under one key, so one after the other. */
@Controller()
export class Reconciliation {
  constructor(private readonly once: Once) {}

  @EventPattern<string>(topics.tradeCaptured)
  compare(@Payload() event: Captured): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      const { tradeId, side, terms, version, occurredAt } = event;
      const trades = manager.getRepository(ComparedTrade);
      const trade =
        (await trades.findOneBy({ tradeId })) ?? trades.create({ tradeId, front: null, middle: null, agreed: false });
      if (first) {
        trade[side] = terms;
        trade.agreed = trade.front !== null && trade.middle !== null && sameTerms(trade.front, trade.middle);
        await trades.save(trade);
      }
      if (!trade.agreed) return [];
      const agreed: Agreed = { eventId: `agreed:${tradeId}:${version}`, tradeId, version, terms, occurredAt };
      return [outgoing(topics.tradeAgreed, agreed)];
    });
  }
}

/** Our terms against the counterparty's. */
@Controller()
export class Confirmation {
  constructor(private readonly once: Once) {}

  @EventPattern<string>(topics.tradeAgreed)
  issue(@Payload() event: Agreed): Promise<void> {
    const { tradeId, occurredAt, terms } = event;
    const issued: Issued = { eventId: `issued:${tradeId}`, tradeId, occurredAt, counterparty: terms.counterparty };
    return this.match(event, { ours: terms }, [outgoing(topics.confirmationIssued, issued)]);
  }

  @EventPattern<string>(topics.statement)
  hear(@Payload() event: Statement): Promise<void> {
    return this.match(event, { theirs: event.terms }, []);
  }

  private match(
    event: Agreed | Statement,
    side: { ours: Terms } | { theirs: Terms },
    said: ReturnType<typeof outgoing>[],
  ): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      const { tradeId, version, occurredAt } = event;
      await ensure(manager, ConfirmedTrade, { tradeId, confirmed: false });
      const trades = manager.getRepository(ConfirmedTrade);
      const trade = await trades.findOneOrFail({ where: { tradeId }, lock: { mode: 'pessimistic_write' } });
      if (first) {
        Object.assign(trade, side);
        trade.confirmed = trade.ours !== null && trade.theirs !== null && sameTerms(trade.ours, trade.theirs);
        await trades.save(trade);
      }
      if (!trade.confirmed || trade.ours === null) return said;
      const confirmed: Confirmed = {
        eventId: `confirmed:${tradeId}:${version}`,
        tradeId,
        version,
        terms: trade.ours,
        occurredAt,
      };
      return [...said, outgoing(topics.tradeConfirmed, confirmed)];
    });
  }
}
