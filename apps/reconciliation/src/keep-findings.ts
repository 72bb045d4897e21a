import { breakClosed, breakOpened, tradeAgreed, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { addToTally, type CutOff, type TouchedTrade } from '#platform/kept-trades';
import type { Batch } from '#platform/messaging';
import { reassess, type Opening } from './reassess.js';
import { closeBreaks, openBreaks } from './storage/break.store.js';
import { markEffective } from './storage/decision.store.js';
import { insertTrades, updateTrades, type ChangedTrade } from './storage/trade.store.js';
import type { TradeRecord } from './trade-record.js';

/** Looks at every touched trade again, keeps what is true now and says what has changed. */
export async function keepFindings(
  batch: Batch<unknown>,
  tx: Transaction,
  touched: readonly TouchedTrade<TradeRecord>[],
  cutOff: CutOff | null,
): Promise<void> {
  const begun: TradeRecord[] = [];
  const changed: ChangedTrade[] = [];
  const closed: EventOf<typeof breakClosed>[] = [];
  const openings: Opening[] = [];
  const agreed: EventOf<typeof tradeAgreed>[] = [];
  const applied: string[] = [];
  let agreedChange = 0;

  for (const { before, now, at } of touched) {
    const result = reassess(now, cutOff, at);
    if (now === before && result.record.sequence === before.sequence) continue;
    if (before) changed.push({ before, now: result.record });
    else begun.push(result.record);
    closed.push(...result.closed);
    if (result.opening) openings.push(result.opening);
    if (result.agreed) agreed.push(result.agreed);
    if (result.applied) applied.push(result.applied.messageId);
    agreedChange += (result.record.agreedSide ? 1 : 0) - (before?.agreedSide ? 1 : 0);
  }

  await insertTrades(tx, begun);
  await updateTrades(tx, changed);
  await closeBreaks(tx, closed);
  await openBreaks(tx, openings);
  await markEffective(tx, applied);
  await addToTally(tx, 'reconciliation', { agreed: agreedChange });
  batch.publish(breakClosed, closed);
  batch.publish(
    breakOpened,
    openings.map(({ event }) => event),
  );
  batch.publish(tradeAgreed, agreed);
}
