import type { State } from '#domain/life-cycle';
import type { Transaction } from '#platform/database';
import { standingOf, wayTo, type Fact } from './life-of-trade.js';
import type { Move, TradeRecord } from './storage/trade.store.js';

interface FactRow {
  readonly trade_id: string;
  readonly kind: Fact['kind'];
  readonly version: number | null;
  readonly obligation_id: string | null;
  readonly sequence: number | null;
  readonly state: State | null;
  readonly reason: string | null;
}

/** Where trades under lock stand by their facts; those to which no legal way leads stay where they are. */
export async function reassess(tx: Transaction, records: readonly TradeRecord[]): Promise<Move[]> {
  const rows = await tx.rows<FactRow>(
    `select trade_id, kind, version, obligation_id, sequence, state, reason from intake.fact where trade_id = any($1)`,
    [records.map(({ tradeId }) => tradeId)],
  );
  const facts = new Map<string, Fact[]>();
  for (const row of rows) {
    const { kind, version, obligation_id: obligationId, sequence, state, reason } = row;
    const known = facts.get(row.trade_id);
    const fact = { kind, version, obligationId, sequence, state, reason };
    if (known) known.push(fact);
    else facts.set(row.trade_id, [fact]);
  }
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
