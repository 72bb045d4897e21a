import { idOf } from '#domain/identity';
import { insertRows, type Transaction } from '#platform/database';

/** Something a clerk must look at: it cannot be true beside what is known, or came too late. */
export interface SettlementException {
  readonly tradeId: string;
  readonly obligationId: string | null;
  readonly kind: string;
  readonly reason: string;
  readonly causeId: string;
  readonly occurredAt: string;
}

export async function keepExceptions(tx: Transaction, exceptions: readonly SettlementException[]): Promise<void> {
  await insertRows(
    tx,
    'settlement.exception',
    {
      exception_id: 'uuid',
      trade_id: 'text',
      obligation_id: 'uuid',
      kind: 'text',
      reason: 'text',
      occurred_at: 'text',
    },
    exceptions.map(({ tradeId, obligationId, kind, reason, causeId, occurredAt }) => ({
      exception_id: idOf('settlement-exception', tradeId, obligationId ?? '', kind, causeId),
      trade_id: tradeId,
      obligation_id: obligationId,
      kind,
      reason,
      occurred_at: occurredAt,
    })),
    'on conflict on constraint exception_pk do nothing',
  );
}
