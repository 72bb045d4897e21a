import { Controller } from '@nestjs/common';
import { businessClockTick, deskBreakDecision, tradeCaptured, type EventOf } from '#contracts';
import { agreedByTwo } from '#platform/approvals';
import type { Transaction } from '#platform/database';
import { holdCutOff, lookAgain, moveCutOff, touch } from '#platform/kept-trades';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { keepFindings } from './keep-findings.js';
import { insertDecisions } from './storage/decision.store.js';
import { lockAwaitingTrades, lockTrades } from './storage/trade.store.js';
import { unknownTrade, withDecision, withVersion, type TradeRecord } from './trade-record.js';

/** Keeps the latest word of both offices on every trade and says where they agree and where they do not. */
@Controller()
export class HearTrades {
  @HandlesBatch(tradeCaptured)
  async captured(batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction): Promise<void> {
    const cutOff = await holdCutOff(tx, 'reconciliation');
    const kept = await lockTradesOf(batch.received, tx);
    const touched = touch(batch.received, kept, unknownTrade, ({ side, version, trade, occurredAt }) => ({
      at: occurredAt,
      change: (record) => withVersion(record, side, { version, trade, at: occurredAt }),
    }));
    await keepFindings(batch, tx, touched, cutOff);
  }

  /** Decisions are kept whether they have an effect or not; one that is given on other versions than now stand has none. */
  @HandlesBatch(deskBreakDecision)
  async decided(batch: Batch<EventOf<typeof deskBreakDecision>>, tx: Transaction): Promise<void> {
    const agreed = agreedByTwo(batch);
    const cutOff = await holdCutOff(tx, 'reconciliation');
    const kept = await lockTradesOf(agreed, tx);
    const touched = touch(agreed, kept, unknownTrade, (decision) => ({
      at: decision.decidedAt,
      change: (record) => withDecision(record, decision),
    }));
    const given = touched.flatMap(({ before, now }) =>
      now.decisions.slice(before?.decisions.length ?? 0).map((decision) => ({ ...decision, tradeId: now.tradeId })),
    );
    await insertDecisions(tx, given);
    await keepFindings(batch, tx, touched, cutOff);
  }

  /** At the matching cut-off, what one office alone has said becomes a break. */
  @HandlesBatch(businessClockTick)
  async ticked(batch: Batch<EventOf<typeof businessClockTick>>, tx: Transaction): Promise<void> {
    const ticks = batch.received.map(({ event }) => event);
    const cutOff = await moveCutOff(tx, 'reconciliation', ticks);
    if (cutOff === null) return;
    const awaiting = await lockAwaitingTrades(tx);
    await keepFindings(batch, tx, lookAgain(awaiting.values(), cutOff.at), cutOff);
  }
}

function lockTradesOf(
  received: readonly Received<{ readonly tradeId: string }>[],
  tx: Transaction,
): Promise<Map<string, TradeRecord>> {
  return lockTrades(tx, [...new Set(received.map(({ event }) => event.tradeId))]);
}
