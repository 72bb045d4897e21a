import { updateChangedRows, type Transaction } from '#platform/database';
import { beginRows } from '#platform/messaging';
import { KeptAgreement, KeptStatement, type TradeRecord } from '../trade-record.js';

interface TradeRow {
  readonly trade_id: string;
  readonly front_version: number | null;
  readonly front_cancelled: boolean;
  readonly front_at: string | null;
  readonly agreed_version: number | null;
  readonly agreed_event: string | null;
  readonly agreed_at: string | null;
  readonly agreed_terms: string | null;
  readonly statement_revision: number | null;
  readonly statement_message: string | null;
  readonly statement_kind: 'CONFIRM' | 'CANCEL' | null;
  readonly statement_counterparty: string | null;
  readonly statement_terms: string | null;
  readonly statement_sent_at: string | null;
  readonly status: TradeRecord['status'];
  readonly awaits: TradeRecord['awaits'];
  readonly disputed: boolean;
  readonly said_event: string | null;
  readonly said_confirmed_version: number | null;
  readonly sequence: number;
}

const COLUMNS = {
  trade_id: 'text',
  front_version: 'int',
  front_cancelled: 'bool',
  front_at: 'text',
  agreed_version: 'int',
  agreed_event: 'text',
  agreed_at: 'text',
  agreed_terms: 'text',
  statement_revision: 'int',
  statement_message: 'text',
  statement_kind: 'text',
  statement_counterparty: 'text',
  statement_terms: 'text',
  statement_sent_at: 'text',
  status: 'text',
  awaits: 'text',
  disputed: 'bool',
  said_event: 'text',
  said_confirmed_version: 'int',
  sequence: 'int',
} as const satisfies Record<keyof TradeRow, string>;

const SELECT = `select ${Object.keys(COLUMNS).join(', ')} from confirmation.trade`;

/** Locks the trades in the order of their ids, so that two instances never wait for each other in a circle. */
export async function lockTrades(tx: Transaction, tradeIds: readonly string[]): Promise<Map<string, TradeRecord>> {
  return recordsOf(
    await tx.rows<TradeRow>(`${SELECT} where trade_id = any($1) order by trade_id for update`, [tradeIds]),
  );
}

/** Locks every trade of which somebody's word is still to come. */
export async function lockAwaitingTrades(tx: Transaction): Promise<Map<string, TradeRecord>> {
  return recordsOf(await tx.rows<TradeRow>(`${SELECT} where awaits is not null order by trade_id for update`));
}

const recordsOf = (rows: readonly TradeRow[]): Map<string, TradeRecord> =>
  new Map(rows.map((row) => [row.trade_id, recordOf(row)]));

/** @throws BegunElsewhere */
export async function insertTrades(tx: Transaction, records: readonly TradeRecord[]): Promise<void> {
  await beginRows(tx, 'confirmation.trade', COLUMNS, records.map(rowOf));
}

export interface ChangedTrade {
  readonly before: TradeRecord;
  readonly now: TradeRecord;
}

/** Writes all trades with one statement; the terms only where they change. */
export async function updateTrades(tx: Transaction, changes: readonly ChangedTrade[]): Promise<void> {
  const before = changes.map((change) => rowOf(change.before));
  const rows = changes.map((change) => rowOf(change.now));
  await updateChangedRows(tx, 'confirmation.trade', ['trade_id'], COLUMNS, before, rows);
}

function recordOf(row: TradeRow): TradeRecord {
  return {
    tradeId: row.trade_id,
    front: frontOf(row),
    agreed: agreementOf(row),
    statement: statementOf(row),
    status: row.status,
    awaits: row.awaits,
    disputed: row.disputed,
    saidEvent: row.said_event,
    saidConfirmedVersion: row.said_confirmed_version,
    sequence: row.sequence,
  };
}

function frontOf({ front_version: version, front_cancelled: cancelled, front_at: at }: TradeRow): TradeRecord['front'] {
  return version === null || at === null ? null : { version, cancelled, at };
}

function agreementOf({
  agreed_version: version,
  agreed_event: event,
  agreed_at: at,
  agreed_terms: terms,
}: TradeRow): TradeRecord['agreed'] {
  if (version === null || event === null || at === null || terms === null) return null;
  return new KeptAgreement(event, version, at, terms);
}

function statementOf(row: TradeRow): TradeRecord['statement'] {
  const { statement_revision: revision, statement_message: messageId, statement_kind: kind } = row;
  const { statement_counterparty: counterparty, statement_terms: terms, statement_sent_at: sentAt } = row;
  if (
    revision === null ||
    messageId === null ||
    kind === null ||
    counterparty === null ||
    terms === null ||
    sentAt === null
  )
    return null;
  return new KeptStatement(revision, messageId, kind, counterparty, sentAt, terms);
}

function rowOf(record: TradeRecord): TradeRow {
  const { front, agreed, statement } = record;
  return {
    trade_id: record.tradeId,
    front_version: front?.version ?? null,
    front_cancelled: front?.cancelled ?? false,
    front_at: front?.at ?? null,
    agreed_version: agreed?.version ?? null,
    agreed_event: agreed?.eventId ?? null,
    agreed_at: agreed?.at ?? null,
    agreed_terms: agreed?.terms ?? null,
    statement_revision: statement?.revision ?? null,
    statement_message: statement?.messageId ?? null,
    statement_kind: statement?.kind ?? null,
    statement_counterparty: statement?.counterparty ?? null,
    statement_terms: statement?.text ?? null,
    statement_sent_at: statement?.sentAt ?? null,
    status: record.status,
    awaits: record.awaits,
    disputed: record.disputed,
    said_event: record.saidEvent,
    said_confirmed_version: record.saidConfirmedVersion,
    sequence: record.sequence,
  };
}
