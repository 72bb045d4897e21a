import { Controller } from '@nestjs/common';
import { businessClockTick, counterpartyConfirmation, tradeAgreed, tradeCaptured, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { settleFindings, type TouchedTrade } from './settle-findings.js';
import { holdCutOff, moveCutOff } from './storage/cut-off.store.js';
import { lockAwaitingTrades, lockTrades } from './storage/trade.store.js';
import {
  KeptAgreement,
  KeptStatement,
  unknownTrade,
  withAgreement,
  withFront,
  withStatement,
  type TradeRecord,
} from './trade-record.js';

/** Keeps what was agreed inside the house beside what counterparties state, and says where these match. */
@Controller()
export class HearTrades {
  /** Only the front office counts here: its newest version is what is to be confirmed, and voids earlier matches (L22, L23). */
  @HandlesBatch(tradeCaptured)
  async captured(batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction): Promise<void> {
    const received = batch.received.filter(({ event }) => event.side === 'front');
    await fold(batch, tx, received, ({ version, action, occurredAt }) => ({
      at: occurredAt,
      change: (record) => withFront(record, { version, cancelled: action === 'CANCEL', at: occurredAt }),
    }));
  }

  @HandlesBatch(tradeAgreed)
  async agreed(batch: Batch<EventOf<typeof tradeAgreed>>, tx: Transaction): Promise<void> {
    await fold(batch, tx, batch.received, ({ eventId, version, trade, occurredAt }) => ({
      at: occurredAt,
      change: (record) =>
        withAgreement(record, new KeptAgreement(eventId, version, occurredAt, JSON.stringify(trade), trade)),
    }));
  }

  /** Counterparties speak unasked, maybe before the trade is known here; a withdrawn or corrected statement comes as a revision. */
  @HandlesBatch(counterpartyConfirmation)
  async stated(batch: Batch<EventOf<typeof counterpartyConfirmation>>, tx: Transaction): Promise<void> {
    await fold(batch, tx, batch.received, ({ revision, messageId, kind, counterparty, terms, sentAt }) => ({
      at: sentAt,
      change: (record) =>
        withStatement(
          record,
          new KeptStatement(revision, messageId, kind, counterparty, sentAt, JSON.stringify(terms), terms),
        ),
    }));
  }

  /** At the matching cut-off, silence becomes a dispute: no answer, or a statement about a trade that nobody here has. */
  @HandlesBatch(businessClockTick)
  async ticked(batch: Batch<EventOf<typeof businessClockTick>>, tx: Transaction): Promise<void> {
    const cutOffs = batch.received.map(({ event }) => event).filter(({ kind }) => kind === 'matching-cut-off');
    const last = cutOffs.reduce<EventOf<typeof businessClockTick> | null>(
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

interface Step {
  /** Time of the message. */
  readonly at: string;
  readonly change: (record: TradeRecord) => TradeRecord;
}

/** Applies the messages of a batch in order, several of one trade one after the other, and settles what follows from them. */
async function fold<Event extends { readonly tradeId: string }>(
  batch: Batch<unknown>,
  tx: Transaction,
  received: readonly Received<Event>[],
  stepOf: (event: Event) => Step,
): Promise<void> {
  if (received.length === 0) return;
  const cutOff = await holdCutOff(tx);
  const kept = await lockTrades(tx, [...new Set(received.map(({ event }) => event.tradeId))]);
  const touched = new Map<string, TouchedTrade>();
  for (const { event } of received) {
    const { tradeId } = event;
    const before = kept.get(tradeId) ?? null;
    const { at, change } = stepOf(event);
    touched.set(tradeId, { before, now: change(touched.get(tradeId)?.now ?? before ?? unknownTrade(tradeId)), at });
  }
  await settleFindings(batch, tx, touched.values(), cutOff);
}
