import { insertRows, type Transaction } from '#platform/database';

/** What a clerk decided about a parked message, and what came of it. */
export interface RepairDecision {
  readonly messageId: string;
  readonly parkedMessageId: string;
  readonly act: 'resubmit' | 'discard';
  readonly actor: string;
  readonly approver: string;
  readonly reason: string;
  readonly decidedAt: string;
  readonly outcome: string;
}

export async function keepRepairDecision(tx: Transaction, decision: RepairDecision): Promise<void> {
  await insertRows(
    tx,
    'intake.repair_decision',
    {
      message_id: 'text',
      parked_message_id: 'text',
      act: 'text',
      actor: 'text',
      approver: 'text',
      reason: 'text',
      decided_at: 'text',
      outcome: 'text',
    },
    [
      {
        message_id: decision.messageId,
        parked_message_id: decision.parkedMessageId,
        act: decision.act,
        actor: decision.actor,
        approver: decision.approver,
        reason: decision.reason,
        decided_at: decision.decidedAt,
        outcome: decision.outcome,
      },
    ],
  );
}

/** Decisions on one parked message, in the order they were given. */
export function repairDecisionsOn(
  tx: Transaction,
  parkedMessageId: string,
): Promise<(Omit<RepairDecision, 'parkedMessageId' | 'decidedAt'> & { readonly at: string })[]> {
  return tx.rows(
    `select message_id as "messageId", actor, approver, act, reason, decided_at as at, outcome from intake.repair_decision
     where parked_message_id = $1 order by decided_at, message_id`,
    [parkedMessageId],
  );
}
