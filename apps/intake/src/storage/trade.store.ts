import type { State } from '#domain/life-cycle';
import { formatAmount } from '#domain/money';
import type { SideState, Trade } from '#domain/trade';
import { insertRows, type Transaction } from '#platform/database';

export type SideName = 'front' | 'middle';

/** A trade under lock. `terms` only where this batch has brought new ones. */
export interface TradeRecord {
  readonly tradeId: string;
  readonly state: State;
  readonly frontApplied: number;
  readonly frontCancelled: boolean;
  readonly frontTombstone: boolean;
  readonly middleApplied: number;
  readonly middleCancelled: boolean;
  readonly settlementDate: string;
  readonly counterparty: string;
  readonly updatedAt: string;
  readonly terms: Trade | null;
}

interface TradeRow {
  readonly trade_id: string;
  readonly state: State;
  readonly front_applied: number;
  readonly front_cancelled: boolean;
  readonly front_tombstone: boolean;
  readonly middle_applied: number;
  readonly middle_cancelled: boolean;
  readonly settlement_date: string;
  readonly counterparty: string;
  readonly updated_at: string;
}

/** Locks the trades in order of their ids, and makes a row for each that is new. */
export async function lockTrades(
  tx: Transaction,
  ids: readonly string[],
  at: string,
): Promise<Map<string, TradeRecord>> {
  const known = await lockKnownTrades(tx, ids);
  const missing = ids.filter((id) => !known.has(id)).sort();
  if (missing.length === 0) return known;
  await insertRows(
    tx,
    'intake.trade',
    { trade_id: 'text', updated_at: 'text' },
    missing.map((trade_id) => ({ trade_id, updated_at: at })),
    'on conflict on constraint trade_pk do nothing',
  );
  return new Map([...known, ...(await lockKnownTrades(tx, missing))]);
}

/** Locks the trades that there are, in order of their ids. */
export async function lockKnownTrades(tx: Transaction, ids: readonly string[]): Promise<Map<string, TradeRecord>> {
  const rows = await tx.rows<TradeRow>(
    `select trade_id, state, front_applied, front_cancelled, front_tombstone, middle_applied, middle_cancelled,
       settlement_date, counterparty, updated_at
     from intake.trade where trade_id = any($1) order by trade_id for update`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.trade_id,
      {
        tradeId: row.trade_id,
        state: row.state,
        frontApplied: row.front_applied,
        frontCancelled: row.front_cancelled,
        frontTombstone: row.front_tombstone,
        middleApplied: row.middle_applied,
        middleCancelled: row.middle_cancelled,
        settlementDate: row.settlement_date,
        counterparty: row.counterparty,
        updatedAt: row.updated_at,
        terms: null,
      },
    ]),
  );
}

export const sideOf = (record: TradeRecord, side: SideName): SideState =>
  side === 'front'
    ? { applied: record.frontApplied, cancelled: record.frontCancelled }
    : { applied: record.middleApplied, cancelled: record.middleCancelled };

/** Writes what a batch has brought: versions applied, and the columns of the blotter where there are new terms. */
export async function writeSides(tx: Transaction, records: readonly TradeRecord[]): Promise<void> {
  await tx.execute(
    `update intake.trade as trade set front_applied = news.front_applied, front_cancelled = news.front_cancelled,
       front_tombstone = news.front_tombstone, middle_applied = news.middle_applied, middle_cancelled = news.middle_cancelled, updated_at = news.updated_at,
       version = case when news.front_applied > 0 then news.front_applied else news.middle_applied end
     from unnest($1::text[], $2::int[], $3::boolean[], $4::int[], $5::boolean[], $6::text[], $7::boolean[])
       as news(trade_id, front_applied, front_cancelled, middle_applied, middle_cancelled, updated_at, front_tombstone)
     where trade.trade_id = news.trade_id`,
    [
      records.map(({ tradeId }) => tradeId),
      records.map(({ frontApplied }) => frontApplied),
      records.map(({ frontCancelled }) => frontCancelled),
      records.map(({ middleApplied }) => middleApplied),
      records.map(({ middleCancelled }) => middleCancelled),
      records.map(({ updatedAt }) => updatedAt),
      records.map(({ frontTombstone }) => frontTombstone),
    ],
  );
  const described = records.flatMap(({ tradeId, terms }) => (terms ? [{ tradeId, ...describe(terms) }] : []));
  if (described.length === 0) return;
  const columns = Object.keys(described[0] ?? {}).filter((name) => name !== 'tradeId') as (keyof ReturnType<
    typeof describe
  >)[];
  await tx.execute(
    `update intake.trade as trade set ${columns.map((column) => `${column} = news.${column}`).join(', ')}
     from unnest(${['$1', ...columns.map((_, index) => `$${index + 2}`)].map((place) => `${place}::text[]`).join(', ')})
       as news(trade_id, ${columns.join(', ')})
     where trade.trade_id = news.trade_id`,
    [described.map(({ tradeId }) => tradeId), ...columns.map((column) => described.map((one) => one[column]))],
  );
}

/** What the blotter shows of the terms. */
export function describe(trade: Trade) {
  const first = trade.obligations[0];
  const common = {
    product: trade.product,
    counterparty: trade.counterparty,
    unit: trade.unit,
    book: trade.book,
    capacity: trade.capacity,
    beneficial_owner: trade.beneficialOwner,
    trade_date: trade.tradeDate,
    settlement_date: first?.settlementDate ?? '',
  };
  switch (trade.product) {
    case 'equity':
    case 'bond': {
      const gross = first?.pay ?? first?.receive ?? trade.consideration;
      return {
        ...common,
        side: trade.side,
        instrument: trade.isin,
        quantity: trade.quantity,
        price: trade.price,
        gross: formatAmount(gross),
        gross_currency: gross.currency,
      };
    }
    case 'deposit':
      return {
        ...common,
        side: trade.direction,
        instrument: `${trade.principal.currency} ${trade.dayCount}`,
        quantity: null,
        price: trade.ratePercent,
        gross: formatAmount(trade.principal),
        gross_currency: trade.principal.currency,
      };
    default:
      return {
        ...common,
        side: 'BUY',
        instrument: `${trade.near.bought.currency}/${trade.near.sold.currency}`,
        quantity: null,
        price: trade.near.rate,
        gross: formatAmount(trade.near.bought),
        gross_currency: trade.near.bought.currency,
      };
  }
}
