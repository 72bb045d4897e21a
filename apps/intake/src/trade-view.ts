import type { TradeRow, TradeVersionView } from '#contracts';
import { economics } from '#domain/trade';
import type { ShownTrade } from './storage/trade.store.js';
import type { ShownVersion } from './storage/version.store.js';

/** A trade as the blotter shows it. */
export function tradeView(row: ShownTrade): TradeRow {
  return {
    tradeId: row.trade_id,
    version: row.version,
    state: row.state,
    reason: row.reason,
    product: row.product,
    side: row.side,
    instrument: row.instrument,
    quantity: row.quantity,
    price: row.price,
    gross:
      row.gross === null || row.gross_currency === null ? null : { amount: row.gross, currency: row.gross_currency },
    counterparty: row.counterparty,
    unit: row.unit,
    book: row.book,
    capacity: row.capacity,
    beneficialOwner: row.beneficial_owner,
    tradeDate: row.trade_date,
    settlementDate: row.settlement_date,
    updatedAt: row.updated_at,
  };
}

/** A version as the page of its trade shows it. */
export function versionView(version: ShownVersion): TradeVersionView {
  const { side, version: number, action, status, trade, provenance, topic, partition, offset, rawMessage } = version;
  return {
    side,
    version: number,
    action,
    status,
    fields: trade === null ? {} : economics(trade),
    provenance,
    source: { topic, partition, offset },
    rawMessage,
  };
}
