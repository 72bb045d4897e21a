import type { Transaction } from '#platform/database';
import { standingOf, wayTo } from './life-of-trade.js';
import { factsByTrade } from './storage/fact.store.js';
import type { Move, TradeRecord } from './storage/trade.store.js';

/** Where trades under lock stand by their facts; those to which no legal way leads stay where they are. */
export async function reassess(tx: Transaction, records: readonly TradeRecord[]): Promise<Move[]> {
  const facts = await factsByTrade(
    tx,
    records.map(({ tradeId }) => tradeId),
  );
  return records.map((record) => {
    const settlementDate = record.terms?.obligations[0]?.settlementDate ?? record.settlementDate;
    const counterparty = record.terms?.counterparty ?? record.counterparty;
    const standing = standingOf({ ...record, settlementDate, counterparty }, facts.get(record.tradeId) ?? []);
    const way = wayTo(record.state, standing.state);
    return way
      ? { record, ...standing, way }
      : { record, state: record.state, reason: record.reason, way: [record.state] };
  });
}
