import type { State } from '#domain/life-cycle';
import { formatAmount } from '#domain/money';
import type { Office, SideState, Trade } from '#domain/trade';
import { insertRows, updateRows, type Transaction } from '#platform/database';

/** A trade under lock. `terms` only where this batch has brought new ones. */
export interface TradeRecord {
  readonly tradeId: string;
  readonly state: State;
  readonly reason: string | null;
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
  readonly reason: string | null;
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
    `select trade_id, state, reason, front_applied, front_cancelled, front_tombstone, middle_applied, middle_cancelled,
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
        reason: row.reason,
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

/** A trade as the blotter and its page show it. */
export interface ShownTrade extends Record<keyof typeof DESCRIPTION, string | null> {
  readonly trade_id: string;
  readonly version: number;
  readonly state: string;
  readonly reason: string | null;
  readonly product: string;
  readonly side: string;
  readonly instrument: string;
  readonly counterparty: string;
  readonly unit: string;
  readonly book: string;
  readonly capacity: string;
  readonly trade_date: string;
  readonly settlement_date: string;
  readonly updated_at: string;
}

export async function findTrade(tx: Transaction, tradeId: string): Promise<ShownTrade | undefined> {
  const [row] = await tx.rows<ShownTrade>('select * from intake.trade where trade_id = $1', [tradeId]);
  return row;
}

export const sideOf = (record: TradeRecord, side: Office): SideState =>
  side === 'front'
    ? { applied: record.frontApplied, cancelled: record.frontCancelled }
    : { applied: record.middleApplied, cancelled: record.middleCancelled };

/** Where a trade stands, and the states it has passed to get there. */
export interface Move {
  readonly record: TradeRecord;
  readonly state: State;
  readonly reason: string | null;
  readonly way: readonly State[];
}

const KEY = { trade_id: 'text' } as const;
const STANDING = { state: 'text', way: 'text', reason: 'text' } as const;
const SIDES = {
  version: 'int',
  front_applied: 'int',
  front_cancelled: 'boolean',
  front_tombstone: 'boolean',
  middle_applied: 'int',
  middle_cancelled: 'boolean',
  updated_at: 'text',
} as const;
const DESCRIPTION = {
  product: 'text',
  counterparty: 'text',
  unit: 'text',
  book: 'text',
  capacity: 'text',
  beneficial_owner: 'text',
  trade_date: 'text',
  settlement_date: 'text',
  side: 'text',
  instrument: 'text',
  quantity: 'text',
  price: 'text',
  gross: 'text',
  gross_currency: 'text',
} as const;

/** Writes where the trades stand. */
export async function writeMoves(tx: Transaction, moves: readonly Move[]): Promise<void> {
  await updateRows(tx, 'intake.trade', ['trade_id'], { ...KEY, ...STANDING }, moves.map(standingRow));
}

/** Writes what a batch has brought (versions applied, and what the blotter shows where there are new terms), and where that leads. */
export async function writeSides(tx: Transaction, moves: readonly Move[]): Promise<void> {
  const described = moves.flatMap((move) => {
    const { terms } = move.record;
    return terms ? [{ ...standingRow(move), ...sidesRow(move.record), ...describe(terms) }] : [];
  });
  await updateRows(tx, 'intake.trade', ['trade_id'], { ...KEY, ...STANDING, ...SIDES, ...DESCRIPTION }, described);
  const others = moves.filter(({ record }) => record.terms === null);
  await updateRows(
    tx,
    'intake.trade',
    ['trade_id'],
    { ...KEY, ...STANDING, ...SIDES },
    others.map((move) => ({ ...standingRow(move), ...sidesRow(move.record) })),
  );
}

function standingRow({ record, state, way, reason }: Move): Record<keyof typeof KEY | keyof typeof STANDING, unknown> {
  return { trade_id: record.tradeId, state, way: `{${way.join(',')}}`, reason };
}

function sidesRow(record: TradeRecord): Record<keyof typeof SIDES, unknown> {
  return {
    version: record.frontApplied > 0 ? record.frontApplied : record.middleApplied,
    front_applied: record.frontApplied,
    front_cancelled: record.frontCancelled,
    front_tombstone: record.frontTombstone,
    middle_applied: record.middleApplied,
    middle_cancelled: record.middleCancelled,
    updated_at: record.updatedAt,
  };
}

/** What the blotter shows of the terms. */
export function describe(trade: Trade): Record<keyof typeof DESCRIPTION, string | null> {
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
