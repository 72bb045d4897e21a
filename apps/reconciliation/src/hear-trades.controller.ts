import { Controller } from '@nestjs/common';
import { businessClockTick, deskBreakDecision, tradeCaptured, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { settleFindings, type TouchedTrade } from './settle-findings.js';
import { holdCutOff, moveCutOff } from './storage/cut-off.store.js';
import { insertDecisions, type DecisionOnTrade } from './storage/decision.store.js';
import { lockAwaitingTrades, lockTrades } from './storage/trade.store.js';
import { unknownTrade, withVersion, type TradeRecord } from './trade-record.js';

/** Keeps the latest word of both offices on every trade and says where they agree and where they do not. */
@Controller()
export class HearTrades {
  @HandlesBatch(tradeCaptured)
  async captured(batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction): Promise<void> {
    const cutOff = await holdCutOff(tx);
    const before = await lockTrades(tx, [...new Set(batch.received.map(({ event }) => event.tradeId))]);
    const touched = new Map<string, TouchedTrade>();
    for (const { event } of batch.received) {
      const { tradeId, side, version, trade, occurredAt } = event;
      const known = before.get(tradeId) ?? null;
      const record: TradeRecord = touched.get(tradeId)?.now ?? known ?? unknownTrade(tradeId);
      const now = withVersion(record, side, { version, trade, at: occurredAt });
      touched.set(tradeId, { before: known, now, at: occurredAt });
    }
    await settleFindings(batch, tx, [...touched.values()], cutOff);
  }

  /** Decisions are kept whether they have an effect or not; one that is given on other versions than now stand has none. */
  @HandlesBatch(deskBreakDecision)
  async decided(batch: Batch<EventOf<typeof deskBreakDecision>>, tx: Transaction): Promise<void> {
    const cutOff = await holdCutOff(tx);
    const before = await lockTrades(tx, [...new Set(batch.received.map(({ event }) => event.tradeId))]);
    const touched = new Map<string, TouchedTrade>();
    const decisions: DecisionOnTrade[] = [];
    for (const { event } of batch.received) {
      const { tradeId, versions, decidedAt } = event;
      const known = before.get(tradeId) ?? null;
      const record: TradeRecord = touched.get(tradeId)?.now ?? known ?? unknownTrade(tradeId);
      const decision: DecisionOnTrade = {
        ...event,
        frontVersion: versions ? versions.front : (record.front?.version ?? null),
        middleVersion: versions ? versions.middle : (record.middle?.version ?? null),
        tookEffect: false,
      };
      decisions.push(decision);
      touched.set(tradeId, {
        before: known,
        now: { ...record, decisions: [...record.decisions, decision] },
        at: decidedAt,
      });
    }
    await insertDecisions(tx, decisions);
    await settleFindings(batch, tx, [...touched.values()], cutOff);
  }

  /** At the matching cut-off, what one office alone has said becomes a break. */
  @HandlesBatch(businessClockTick)
  async ticked(batch: Batch<EventOf<typeof businessClockTick>>, tx: Transaction): Promise<void> {
    const cutOffs = batch.received.filter(({ event }) => event.kind === 'matching-cut-off');
    const last = cutOffs
      .map(({ event }) => event)
      .reduce<EventOf<typeof businessClockTick> | null>(
        (latest, tick) => (latest && latest.businessDate > tick.businessDate ? latest : tick),
        null,
      );
    if (last === null) return;
    const cutOff = await moveCutOff(tx, last);
    const awaiting = await lockAwaitingTrades(tx);
    const touched = [...awaiting.values()].map((record): TouchedTrade => ({
      before: record,
      now: record,
      at: cutOff.at,
    }));
    await settleFindings(batch, tx, touched, cutOff);
  }
}
