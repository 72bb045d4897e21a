import type { Office } from '#domain/trade';
import { insertRows, type Transaction } from '#platform/database';
import type { KeptDecision } from '../trade-record.js';

interface DecisionRow {
  readonly message_id: string;
  readonly break_id: string;
  readonly trade_id: string;
  readonly front_version: number | null;
  readonly middle_version: number | null;
  readonly accept: Office;
  readonly actor: string;
  readonly approver: string;
  readonly reason: string;
  readonly decided_at: string;
  readonly took_effect: boolean;
}

const SELECT = `select message_id, break_id, trade_id, front_version, middle_version, accept, actor, approver, reason, decided_at, took_effect
   from reconciliation.break_decision`;

/** Decisions on the given trades, in the order they were given. */
export async function decisionsOf(tx: Transaction, tradeIds: readonly string[]): Promise<Map<string, KeptDecision[]>> {
  const byTrade = new Map<string, KeptDecision[]>();
  if (tradeIds.length === 0) return byTrade;
  for (const row of await tx.rows<DecisionRow>(`${SELECT} where trade_id = any($1) order by trade_id, given`, [
    tradeIds,
  ])) {
    const decisions = byTrade.get(row.trade_id) ?? [];
    decisions.push(decisionOf(row));
    byTrade.set(row.trade_id, decisions);
  }
  return byTrade;
}

export interface DecisionOnTrade extends KeptDecision {
  readonly tradeId: string;
}

/** Keeps decisions in the order given, whether they have an effect or not. */
export async function insertDecisions(tx: Transaction, decisions: readonly DecisionOnTrade[]): Promise<void> {
  await insertRows<keyof DecisionRow>(
    tx,
    'reconciliation.break_decision',
    {
      message_id: 'text',
      break_id: 'text',
      trade_id: 'text',
      front_version: 'int',
      middle_version: 'int',
      accept: 'text',
      actor: 'text',
      approver: 'text',
      reason: 'text',
      decided_at: 'text',
      took_effect: 'bool',
    },
    decisions.map((decision) => ({
      message_id: decision.messageId,
      break_id: decision.breakId,
      trade_id: decision.tradeId,
      front_version: decision.frontVersion,
      middle_version: decision.middleVersion,
      accept: decision.accept,
      actor: decision.actor,
      approver: decision.approver,
      reason: decision.reason,
      decided_at: decision.decidedAt,
      took_effect: decision.tookEffect,
    })),
  );
}

export async function markEffective(tx: Transaction, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.execute('update reconciliation.break_decision set took_effect = true where message_id = any($1)', [
    messageIds,
  ]);
}

/** One decision by its message, to learn whether it has been handled and what came of it. */
export async function findDecision(tx: Transaction, messageId: string): Promise<KeptDecision | undefined> {
  const [row] = await tx.rows<DecisionRow>(`${SELECT} where message_id = $1`, [messageId]);
  return row && decisionOf(row);
}

function decisionOf(row: DecisionRow): KeptDecision {
  return {
    messageId: row.message_id,
    breakId: row.break_id,
    frontVersion: row.front_version,
    middleVersion: row.middle_version,
    accept: row.accept,
    actor: row.actor,
    approver: row.approver,
    reason: row.reason,
    decidedAt: row.decided_at,
    tookEffect: row.took_effect,
  };
}
