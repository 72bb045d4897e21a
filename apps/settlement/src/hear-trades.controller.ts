import { Controller } from '@nestjs/common';
import { tradeCaptured, tradeConfirmed, type EventOf } from '#contracts';
import { legWithoutCustodian, withConfirmation, withVersion } from '#domain/obligation';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { CaseBook, custodianOf } from './case-book.js';
import { KeptTerms } from './storage/trade.store.js';

const FIRST_VERSION = 1;

/** Instructs what is confirmed, and takes back what the front office cancels or amends. */
@Controller()
export class HearTrades {
  /** The first version of a trade changes nothing here: its confirmation says all there is to know. */
  @HandlesBatch(tradeCaptured)
  async captured(batch: Batch<EventOf<typeof tradeCaptured>>, tx: Transaction): Promise<void> {
    const changes = batch.received
      .map(({ event }) => event)
      .filter(({ side, action, version }) => side === 'front' && !(action === 'NEW' && version === FIRST_VERSION));
    if (changes.length === 0) return;
    const book = await CaseBook.open(
      batch,
      tx,
      changes.map(({ tradeId }) => tradeId),
    );
    for (const { tradeId, eventId, occurredAt, version, action, amendment, replaces, trade } of changes) {
      const terms = trade && KeptTerms.of(version, trade);
      book.apply(tradeId, { id: eventId, at: occurredAt }, (settling) => {
        settling.trade = withVersion(settling.trade, { version, action, amendment, replaces, terms });
      });
    }
    await book.close();
  }

  @HandlesBatch(tradeConfirmed)
  async confirmed(batch: Batch<EventOf<typeof tradeConfirmed>>, tx: Transaction): Promise<void> {
    const usable = batch.received.filter((received) => {
      const leg = legWithoutCustodian(received.event.trade, custodianOf);
      if (!leg) return true;
      const field = `/trade/obligations/${leg.leg}/ourInstructions`;
      const rule = 'name no standing settlement instruction of ours';
      batch.park(received, [
        { field, value: leg.ourInstructions.join(', '), rule, remedy: 'Complete the standing data.' },
      ]);
      return false;
    });
    if (usable.length === 0) return;
    const book = await CaseBook.open(
      batch,
      tx,
      usable.map(({ event }) => event.tradeId),
    );
    for (const { event } of usable) {
      const { tradeId, eventId, occurredAt, version, trade } = event;
      book.apply(tradeId, { id: eventId, at: occurredAt }, (settling) => {
        settling.trade = withConfirmation(settling.trade, KeptTerms.of(version, trade));
      });
    }
    await book.close();
  }
}
