import type { Dated } from '#domain/obligation';
import { insertRows, type Transaction } from '#platform/database';

/** A clerk's decision to send a rejected instruction again. */
export interface ResendDecision {
  readonly messageId: string;
  readonly tradeId: string;
  readonly instructionId: string;
  readonly actor: string;
  readonly approver: string;
  readonly reason: string;
  readonly decidedAt: string;
}

export async function keepResendDecisions(tx: Transaction, decisions: readonly ResendDecision[]): Promise<void> {
  await insertRows(
    tx,
    'settlement.resend_decision',
    {
      message_id: 'text',
      trade_id: 'text',
      instruction_id: 'text',
      actor: 'text',
      approver: 'text',
      reason: 'text',
      decided_at: 'text',
    },
    decisions.map(({ messageId, tradeId, instructionId, actor, approver, reason, decidedAt }) => ({
      message_id: messageId,
      trade_id: tradeId,
      instruction_id: instructionId,
      actor,
      approver,
      reason,
      decided_at: decidedAt,
    })),
    'on conflict on constraint resend_decision_pk do nothing',
  );
}

/** Decisions on these references that were heard before the references were known. */
export async function resendsAskedFor(
  tx: Transaction,
  instructionIds: readonly string[],
): Promise<{ readonly instructionId: string; readonly asked: Dated }[]> {
  if (instructionIds.length === 0) return [];
  const rows = await tx.rows<{ instruction_id: string; message_id: string; decided_at: string }>(
    `select instruction_id, message_id, decided_at from settlement.resend_decision
     where instruction_id = any($1) and not took_effect order by decided_at collate "C", message_id collate "C"`,
    [instructionIds],
  );
  return rows.map(({ instruction_id, message_id, decided_at }) => ({
    instructionId: instruction_id,
    asked: { at: decided_at, messageId: message_id },
  }));
}

export async function markResent(tx: Transaction, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  await tx.execute('update settlement.resend_decision set took_effect = true where message_id = any($1)', [messageIds]);
}

/** Whether a decision has taken effect; undefined while it has not been heard. */
export async function effectOfResend(tx: Transaction, messageId: string): Promise<boolean | undefined> {
  const [row] = await tx.rows<{ took_effect: boolean }>(
    'select took_effect from settlement.resend_decision where message_id = $1',
    [messageId],
  );
  return row?.took_effect;
}
