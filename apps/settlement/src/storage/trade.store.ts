import { readKept } from '#contracts';
import type { Change, RefusedChange, SettlingTrade, VersionTerms } from '#domain/obligation';
import type { Trade } from '#domain/trade';
import { updateRows, type Transaction } from '#platform/database';
import { beginRows } from '#platform/messaging';

/** Terms as they are kept: text until somebody reads them. */
export class KeptTerms implements VersionTerms {
  private read: Trade | undefined;

  constructor(
    readonly version: number,
    readonly text: string,
    trade?: Trade,
  ) {
    this.read = trade;
  }

  static of(version: number, trade: Trade): KeptTerms {
    return new KeptTerms(version, JSON.stringify(trade), trade);
  }

  get trade(): Trade {
    return (this.read ??= readKept<Trade>(this.text));
  }
}

const textOf = (terms: VersionTerms): string => (terms instanceof KeptTerms ? terms.text : JSON.stringify(terms.trade));

interface TradeRow {
  readonly trade_id: string;
  readonly standing_version: number | null;
  readonly root_version: number | null;
  readonly cancelled: boolean;
  readonly terms_version: number | null;
  readonly terms: string | null;
  readonly held_version: number | null;
  readonly held: string | null;
  readonly changes: string | null;
  readonly refused: string | null;
}

const COLUMNS = {
  trade_id: 'text',
  standing_version: 'int',
  root_version: 'int',
  cancelled: 'boolean',
  terms_version: 'int',
  terms: 'text',
  held_version: 'int',
  held: 'text',
  changes: 'text',
  refused: 'text',
} as const satisfies Record<keyof TradeRow, string>;

const NAMES = Object.keys(COLUMNS) as (keyof TradeRow)[];

/** Locks the trades in the order of their ids, so that two instances never wait for each other in a circle. */
export async function lockTrades(tx: Transaction, tradeIds: readonly string[]): Promise<Map<string, SettlingTrade>> {
  const rows = await tx.rows<TradeRow>(
    `select ${NAMES.join(', ')} from settlement.trade where trade_id = any($1) order by trade_id for update`,
    [tradeIds],
  );
  return new Map(rows.map((row) => [row.trade_id, tradeOf(row)]));
}

/** @throws BegunElsewhere */
export async function insertTrades(tx: Transaction, trades: readonly SettlingTrade[]): Promise<void> {
  const rows = trades.map(rowOf).sort((left, right) => (left.trade_id < right.trade_id ? -1 : 1));
  await beginRows(tx, 'settlement.trade', COLUMNS, rows);
}

export async function updateTrades(tx: Transaction, trades: readonly SettlingTrade[]): Promise<void> {
  await updateRows(tx, 'settlement.trade', ['trade_id'], COLUMNS, trades.map(rowOf));
}

interface KeptChange extends Omit<Change, 'terms'> {
  readonly trade: Trade | null;
}

function tradeOf(row: TradeRow): SettlingTrade {
  const { standing_version: version, root_version: root, cancelled } = row;
  return {
    tradeId: row.trade_id,
    standing: version === null || root === null ? null : { version, root, cancelled },
    terms: keptTerms(row.terms_version, row.terms),
    held: keptTerms(row.held_version, row.held),
    changes: row.changes === null ? [] : readKept<KeptChange[]>(row.changes).map(changeOf),
    refused: row.refused === null ? [] : (JSON.parse(row.refused) as RefusedChange[]),
  };
}

function keptTerms(version: number | null, text: string | null): KeptTerms | null {
  return version === null || text === null ? null : new KeptTerms(version, text);
}

function changeOf({ trade, ...change }: KeptChange): Change {
  return { ...change, terms: trade && KeptTerms.of(change.version, trade) };
}

function rowOf({ tradeId, standing, terms, held, changes, refused }: SettlingTrade): TradeRow {
  const kept = changes.map(({ terms: next, ...change }): KeptChange => ({ ...change, trade: next?.trade ?? null }));
  return {
    trade_id: tradeId,
    standing_version: standing?.version ?? null,
    root_version: standing?.root ?? null,
    cancelled: standing?.cancelled ?? false,
    terms_version: terms?.version ?? null,
    terms: terms && textOf(terms),
    held_version: held?.version ?? null,
    held: held && textOf(held),
    changes: kept.length === 0 ? null : JSON.stringify(kept),
    refused: refused.length === 0 ? null : JSON.stringify(refused),
  };
}
