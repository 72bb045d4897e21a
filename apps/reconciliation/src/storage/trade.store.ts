import type { BreakKind } from '#domain/matching';
import type { Office } from '#domain/trade';
import { updateChangedRows, type Transaction } from '#platform/database';
import { beginRows } from '#platform/messaging';
import { KeptSide, type KeptDecision, type TradeRecord } from '../trade-record.js';
import { decisionsOf } from './decision.store.js';

interface TradeRow {
  readonly trade_id: string;
  readonly front_version: number | null;
  readonly front_at: string | null;
  readonly front_since: string | null;
  readonly front_terms: string | null;
  readonly middle_version: number | null;
  readonly middle_at: string | null;
  readonly middle_since: string | null;
  readonly middle_terms: string | null;
  readonly middle_same: boolean;
  readonly awaits: TradeRecord['awaits'];
  readonly decided: boolean;
  readonly agreed_side: Office | null;
  readonly said_version: number | null;
  readonly said_side: Office | null;
  readonly said_middle_version: number | null;
  readonly said_middle_terms: string | null;
  readonly break_kind: BreakKind | null;
  readonly break_front_version: number | null;
  readonly break_middle_version: number | null;
  readonly sequence: number;
}

const COLUMNS = {
  trade_id: 'text',
  front_version: 'int',
  front_at: 'text',
  front_since: 'text',
  front_terms: 'text',
  middle_version: 'int',
  middle_at: 'text',
  middle_since: 'text',
  middle_terms: 'text',
  middle_same: 'bool',
  awaits: 'text',
  decided: 'bool',
  agreed_side: 'text',
  said_version: 'int',
  said_side: 'text',
  said_middle_version: 'int',
  said_middle_terms: 'text',
  break_kind: 'text',
  break_front_version: 'int',
  break_middle_version: 'int',
  sequence: 'int',
} as const satisfies Record<keyof TradeRow, string>;

const SELECT = `select ${Object.keys(COLUMNS).join(', ')} from reconciliation.trade`;

/** Locks the trades in the order of their ids, so that two instances never wait for each other in a circle. */
export async function lockTrades(tx: Transaction, tradeIds: readonly string[]): Promise<Map<string, TradeRecord>> {
  const rows = await tx.rows<TradeRow>(`${SELECT} where trade_id = any($1) order by trade_id for update`, [tradeIds]);
  return recordsOf(tx, rows);
}

/** Locks every trade of which one office's word is still to come. */
export async function lockAwaitingTrades(tx: Transaction): Promise<Map<string, TradeRecord>> {
  const rows = await tx.rows<TradeRow>(`${SELECT} where awaits is not null order by trade_id for update`);
  return recordsOf(tx, rows);
}

/** One trade as it stands, for reading. */
export async function readTrade(tx: Transaction, tradeId: string): Promise<TradeRecord | undefined> {
  const rows = await tx.rows<TradeRow>(`${SELECT} where trade_id = $1`, [tradeId]);
  return (await recordsOf(tx, rows)).get(tradeId);
}

async function recordsOf(tx: Transaction, rows: readonly TradeRow[]): Promise<Map<string, TradeRecord>> {
  const decided = rows.filter((row) => row.decided).map((row) => row.trade_id);
  const decisions = await decisionsOf(tx, decided);
  return new Map(rows.map((row) => [row.trade_id, recordOf(row, decisions.get(row.trade_id) ?? [])]));
}

/** @throws BegunElsewhere */
export async function insertTrades(tx: Transaction, records: readonly TradeRecord[]): Promise<void> {
  await beginRows(tx, 'reconciliation.trade', COLUMNS, records.map(rowOf));
}

export interface ChangedTrade {
  readonly before: TradeRecord;
  readonly now: TradeRecord;
}

/** Writes all trades with one statement; the terms only where they change. */
export async function updateTrades(tx: Transaction, changes: readonly ChangedTrade[]): Promise<void> {
  const before = changes.map((change) => rowOf(change.before));
  const rows = changes.map((change) => rowOf(change.now));
  await updateChangedRows(tx, 'reconciliation.trade', ['trade_id'], COLUMNS, before, rows);
}

function recordOf(row: TradeRow, decisions: readonly KeptDecision[]): TradeRecord {
  const front = sideOf(row.front_version, row.front_at, row.front_since, row.front_terms);
  const middleTerms = row.middle_same ? row.front_terms : row.middle_terms;
  const middle = sideOf(row.middle_version, row.middle_at, row.middle_since, middleTerms);
  return {
    tradeId: row.trade_id,
    front,
    middle: middle && row.middle_same ? middle.sharing(front) : middle,
    decisions,
    awaits: row.awaits,
    agreedSide: row.agreed_side,
    said:
      row.said_version === null || row.said_side === null
        ? null
        : {
            version: row.said_version,
            side: row.said_side,
            middleVersion: row.said_middle_version,
            middleTerms: row.said_middle_terms,
          },
    openBreak:
      row.break_kind === null
        ? null
        : { kind: row.break_kind, frontVersion: row.break_front_version, middleVersion: row.break_middle_version },
    sequence: row.sequence,
  };
}

function sideOf(
  version: number | null,
  at: string | null,
  since: string | null,
  terms: string | null,
): KeptSide | null {
  return version === null || at === null || since === null ? null : new KeptSide(version, at, since, terms);
}

function rowOf(record: TradeRecord): TradeRow {
  const { front, middle, said, openBreak } = record;
  const same = front !== null && middle !== null && front.terms !== null && front.terms === middle.terms;
  return {
    trade_id: record.tradeId,
    front_version: front?.version ?? null,
    front_at: front?.at ?? null,
    front_since: front?.since ?? null,
    front_terms: front?.terms ?? null,
    middle_version: middle?.version ?? null,
    middle_at: middle?.at ?? null,
    middle_since: middle?.since ?? null,
    middle_terms: same ? null : (middle?.terms ?? null),
    middle_same: same,
    awaits: record.awaits,
    decided: record.decisions.length > 0,
    agreed_side: record.agreedSide,
    said_version: said?.version ?? null,
    said_side: said?.side ?? null,
    said_middle_version: said?.middleVersion ?? null,
    said_middle_terms: said?.middleTerms ?? null,
    break_kind: openBreak?.kind ?? null,
    break_front_version: openBreak?.frontVersion ?? null,
    break_middle_version: openBreak?.middleVersion ?? null,
    sequence: record.sequence,
  };
}
