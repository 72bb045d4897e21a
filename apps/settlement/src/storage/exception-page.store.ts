import type { SettlementExceptionRow } from '#contracts';
import type { Transaction } from '#platform/database';

export interface ExceptionFilter {
  readonly kind: string | undefined;
  readonly tradeId: string | undefined;
}

/** What was noted once and stays, and what waits to be sent again for as long as it does. */
const EXCEPTIONS = `
  select e.exception_id::text as "exceptionId", e.trade_id as "tradeId", e.obligation_id::text as "obligationId",
    o.instruction_id as "instructionId", o.counterparty, o.custodian, e.kind, e.reason, e.occurred_at as since,
    coalesce(o.resendable, false) as resendable
  from settlement.exception e left join settlement.obligation o using (obligation_id)
  union all
  select obligation_id::text, trade_id, obligation_id::text, instruction_id, counterparty, custodian,
    case when state = 'CONFIRMED' and fail_since is not null then 'late-instruct' else 'rejected' end,
    reason, evidence::jsonb -> 'rejected' ->> 'at', true
  from settlement.obligation where resendable`;

const FITTING = `from (${EXCEPTIONS}) as x where ($1::text is null or kind = $1) and ($2::text is null or "tradeId" = $2)`;

/** The oldest first; `after` is the place of the last row of the page before. */
export function exceptionPage(
  tx: Transaction,
  { kind, tradeId }: ExceptionFilter,
  after: readonly string[] | undefined,
  limit: number,
): Promise<SettlementExceptionRow[]> {
  return tx.rows<SettlementExceptionRow>(
    `select * ${FITTING} and ($3::text is null or (since, "exceptionId") > ($3, $4))
     order by since, "exceptionId" limit $5`,
    [kind ?? null, tradeId ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}

export async function countExceptions(tx: Transaction, { kind, tradeId }: ExceptionFilter): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(`select count(*)::int as count ${FITTING}`, [
    kind ?? null,
    tradeId ?? null,
  ]);
  return row?.count ?? 0;
}

/** Exceptions per kind. */
export async function exceptionsByKind(tx: Transaction): Promise<Record<string, number>> {
  const rows = await tx.rows<{ kind: string; count: number }>(
    `select kind, count(*)::int as count from (${EXCEPTIONS}) as x group by kind order by kind collate "C"`,
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
