import type { State } from '#domain/life-cycle';
import type { Transaction } from '#platform/database';
import { standingOf, wayTo, type Fact } from './life-of-trade.js';
import type { TradeRecord } from './storage/trade.store.js';

interface FactRow {
  readonly trade_id: string;
  readonly kind: Fact['kind'];
  readonly version: number | null;
  readonly obligation_id: string | null;
  readonly sequence: number | null;
  readonly state: State | null;
  readonly reason: string | null;
}

/** Moves trades under lock to where their facts say they stand, by legal steps only. */
export async function reassess(tx: Transaction, records: readonly TradeRecord[]): Promise<void> {
  const rows = await tx.rows<FactRow>(
    `select trade_id, kind, version, obligation_id, sequence, state, reason from intake.fact where trade_id = any($1)`,
    [records.map(({ tradeId }) => tradeId)],
  );
  const facts = new Map<string, Fact[]>();
  for (const { trade_id, obligation_id, ...fact } of rows) {
    const known = facts.get(trade_id);
    const one = { ...fact, obligationId: obligation_id };
    if (known) known.push(one);
    else facts.set(trade_id, [one]);
  }
  const moves = records.flatMap((record) => {
    const settlementDate = record.terms?.obligations[0]?.settlementDate ?? record.settlementDate;
    const counterparty = record.terms?.counterparty ?? record.counterparty;
    const standing = standingOf({ ...record, settlementDate, counterparty }, facts.get(record.tradeId) ?? []);
    const way = wayTo(record.state, standing.state);
    return way ? [{ tradeId: record.tradeId, ...standing, way: `{${way.join(',')}}` }] : [];
  });
  await tx.execute(
    `update intake.trade as trade set state = moved.state, way = moved.way::text[], reason = moved.reason
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as moved(trade_id, state, way, reason)
     where trade.trade_id = moved.trade_id
       and (trade.state, trade.reason) is distinct from (moved.state, moved.reason)`,
    [
      moves.map(({ tradeId }) => tradeId),
      moves.map(({ state }) => state),
      moves.map(({ way }) => way),
      moves.map(({ reason }) => reason),
    ],
  );
}
