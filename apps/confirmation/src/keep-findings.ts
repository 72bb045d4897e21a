import { confirmationIssued, tradeConfirmed, tradeDisputed, type EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import { addToTally, type CutOff, type TouchedTrade } from '#platform/kept-trades';
import type { Batch } from '#platform/messaging';
import { issue, reassess } from './reassess.js';
import { openDisputes, resolveDisputes } from './storage/dispute.store.js';
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
  const issued: EventOf<typeof confirmationIssued>[] = [];
  const confirmed: EventOf<typeof tradeConfirmed>[] = [];
  const disputed: EventOf<typeof tradeDisputed>[] = [];
  const resolved: string[] = [];
  const counts = { confirmed: 0, unconfirmed: 0 };

  for (const { before, now, at } of touched) {
    if (now === before && before.awaits === null) continue;
    const result = reassess(now, cutOff, at);
    if (now === before && result.record.sequence === before.sequence) continue;
    if (before) changed.push({ before, now: result.record });
    else begun.push(result.record);
    const issuing = now.agreed && now.agreed.eventId !== before?.agreed?.eventId ? issue(now, at) : null;
    if (issuing) issued.push(issuing);
    if (result.confirmed) confirmed.push(result.confirmed);
    if (result.disputed) disputed.push(result.disputed);
    if (result.resolved) resolved.push(now.tradeId);
    for (const name of ['confirmed', 'unconfirmed'] as const)
      counts[name] += (countedAs(result.record) === name ? 1 : 0) - (countedAs(before) === name ? 1 : 0);
  }

  await insertTrades(tx, begun);
  await updateTrades(tx, changed);
  await resolveDisputes(tx, resolved);
  await openDisputes(tx, disputed);
  await addToTally(tx, 'confirmation', counts);
  batch.publish(confirmationIssued, issued);
  batch.publish(tradeDisputed, disputed);
  batch.publish(tradeConfirmed, confirmed);
}

function countedAs(record: TradeRecord | null): 'confirmed' | 'unconfirmed' | null {
  switch (record?.status) {
    case 'confirmed':
      return 'confirmed';
    case 'pending':
    case 'disputed':
      return 'unconfirmed';
    default:
      return null;
  }
}
