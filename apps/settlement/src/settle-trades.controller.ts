import { Controller } from '@nestjs/common';
import { businessClockTick, custodianStatus, tradeCaptured, tradeConfirmed, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { publish } from './sayings.js';
import { lockTrades, snapshotOf, takeEarly, writeTrades } from './storage/trade.store.js';
import type { TradeSettlement } from './trade-settlement.js';

/** Trades whose obligations fall due together are handled in stretches of this many. */
const STRETCH = 2_000;

/** Makes obligations of confirmed trades, instructs them, follows the custodian, and withdraws what is cancelled or amended. */
@Controller()
export class SettleTrades {
  @HandlesBatch(tradeConfirmed)
  async confirmed(batch: Batch<EventOf<typeof tradeConfirmed>>, tx: Transaction): Promise<void> {
    await fold(batch, tx, batch.received, (trade, { version, trade: terms, occurredAt }) =>
      trade.confirm(version, terms, occurredAt),
    );
  }

  /** Only the front office decides what is to be settled. */
  @HandlesBatch(tradeCaptured)
  async captured(batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction): Promise<void> {
    const front = batch.received.filter(({ event }) => event.side === 'front');
    await fold(batch, tx, front, (trade, { version, action, amendment, replaces, trade: terms, occurredAt }) =>
      trade.capture({ version, action, amendment, replaces, terms }, occurredAt),
    );
  }

  @HandlesBatch(custodianStatus)
  async heard(batch: Batch<EventOf<typeof custodianStatus>>, tx: Transaction): Promise<void> {
    const received = new Map(batch.received.map((one) => [one.event, one]));
    const trades = await fold(batch, tx, batch.received, (trade, status) => trade.hear(status));
    for (const trade of trades)
      for (const { status, why } of trade.refusedParts) {
        const one = received.get(status);
        if (one)
          batch.park(one, [
            {
              field: '/settledQuantity',
              value: status.settledQuantity ?? 'all',
              rule: why,
              remedy: 'Ask the custodian for a corrected status.',
            },
          ]);
      }
  }

  @HandlesBatch(businessClockTick)
  async ticked(batch: Batch<EventOf<typeof businessClockTick>>, tx: Transaction): Promise<void> {
    for (const { event: tick } of batch.received) {
      await tx.execute(
        `insert into settlement.clock as clock (business_date, kind, at, cut_off_passed) values ($1, $2, $3, $4)
         on conflict on constraint clock_pk do update set business_date = excluded.business_date, kind = excluded.kind, at = excluded.at,
           cut_off_passed = greatest(clock.cut_off_passed, excluded.cut_off_passed)
         where clock.at <= excluded.at`,
        [tick.businessDate, tick.kind, tick.at, tick.kind === 'settlement-cut-off' ? tick.businessDate : null],
      );
      if (tick.kind === 'settlement-cut-off') await this.cutOff(batch, tx, tick.businessDate, tick.at);
    }
  }

  private async cutOff(batch: Batch<unknown>, tx: Transaction, businessDate: string, at: string): Promise<void> {
    for (let after = ''; ;) {
      const due = await tx.rows<{ trade_id: string }>(
        `select distinct trade_id from settlement.open_obligation join settlement.obligation using (obligation_id)
         where open_obligation.settlement_date <= $1 and state in ('INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED') and trade_id > $2
         order by trade_id limit ${STRETCH}`,
        [businessDate, after],
      );
      const last = due.at(-1);
      if (!last) return;
      const trades = await lockTrades(
        tx,
        due.map(({ trade_id }) => trade_id),
      );
      const before = snapshotOf(trades);
      for (const trade of trades.values()) trade.cutOff(businessDate, at);
      await writeTrades(tx, trades.values(), before);
      for (const trade of trades.values()) publish(batch, trade.said);
      after = last.trade_id;
    }
  }
}

async function fold<Event extends { readonly tradeId: string }>(
  batch: Batch<unknown>,
  tx: Transaction,
  received: readonly Received<Event>[],
  apply: (trade: TradeSettlement, event: Event) => void,
): Promise<TradeSettlement[]> {
  if (received.length === 0) return [];
  const ids = received.map(({ event }) => event.tradeId);
  const trades = await lockTrades(tx, ids);
  const before = snapshotOf(trades);
  await takeEarly(tx, trades, [...trades.keys()]);
  for (const { event } of received) {
    const trade = trades.get(event.tradeId);
    if (trade) apply(trade, event);
  }
  await writeTrades(tx, trades.values(), before);
  for (const trade of trades.values()) publish(batch, trade.said);
  return [...trades.values()];
}
