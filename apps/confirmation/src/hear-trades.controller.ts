import { Controller } from '@nestjs/common';
import { businessClockTick, counterpartyConfirmation, tradeAgreed, tradeCaptured, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { holdCutOff, lookAgain, moveCutOff, touch, type Step } from '#platform/kept-trades';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { keepFindings } from './keep-findings.js';
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
    await hear(batch, tx, received, ({ version, action, occurredAt }) => ({
      at: occurredAt,
      change: (record) => withFront(record, { version, cancelled: action === 'CANCEL', at: occurredAt }),
    }));
  }

  @HandlesBatch(tradeAgreed)
  async agreed(batch: Batch<EventOf<typeof tradeAgreed>>, tx: Transaction): Promise<void> {
    await hear(batch, tx, batch.received, ({ eventId, version, trade, occurredAt }) => ({
      at: occurredAt,
      change: (record) =>
        withAgreement(record, new KeptAgreement(eventId, version, occurredAt, JSON.stringify(trade), trade)),
    }));
  }

  /** Counterparties speak unasked, maybe before the trade is known here; a withdrawn or corrected statement comes as a revision. */
  @HandlesBatch(counterpartyConfirmation)
  async stated(batch: Batch<EventOf<typeof counterpartyConfirmation>>, tx: Transaction): Promise<void> {
    await hear(batch, tx, batch.received, ({ revision, messageId, kind, counterparty, terms, sentAt }) => ({
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
    const ticks = batch.received.map(({ event }) => event);
    const cutOff = await moveCutOff(tx, 'confirmation', ticks);
    if (cutOff === null) return;
    const awaiting = await lockAwaitingTrades(tx);
    await keepFindings(batch, tx, lookAgain(awaiting.values(), cutOff.at), cutOff);
  }
}

/** Takes note of what was heard and keeps what follows from it. */
async function hear<Event extends { readonly tradeId: string }>(
  batch: Batch<unknown>,
  tx: Transaction,
  received: readonly Received<Event>[],
  stepOf: (event: Event) => Step<TradeRecord>,
): Promise<void> {
  if (received.length === 0) return;
  const cutOff = await holdCutOff(tx, 'confirmation');
  const kept = await lockTrades(tx, [...new Set(received.map(({ event }) => event.tradeId))]);
  await keepFindings(batch, tx, touch(received, kept, unknownTrade, stepOf), cutOff);
}
