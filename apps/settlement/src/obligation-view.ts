import type { Amount, ObligationRow } from '#contracts';
import { formatAmount, type Money } from '#domain/money';
import { remainderOf, wholeOf } from '#domain/obligation';
import { obligationOf, type StoredObligation } from './storage/obligation.store.js';

export const amountOf = (amount: Money): Amount => ({ amount: formatAmount(amount), currency: amount.currency });

/** An obligation as clerks read it. */
export function viewOf(row: StoredObligation): ObligationRow {
  const obligation = obligationOf(row);
  const { terms, settled } = obligation;
  const open = remainderOf(wholeOf(terms), settled);
  return {
    obligationId: obligation.obligationId,
    tradeId: obligation.tradeId,
    version: obligation.version,
    leg: terms.leg,
    state: obligation.state,
    reasonCode: row.reason_code,
    reason: row.reason,
    settlementDate: terms.settlementDate,
    counterparty: obligation.counterparty,
    custodian: obligation.custodian,
    instructionId: obligation.instructionId,
    pay: terms.pay && amountOf(terms.pay),
    receive: terms.receive && amountOf(terms.receive),
    remainingPay: open.pay && amountOf(open.pay),
    remainingReceive: open.receive && amountOf(open.receive),
    security: terms.security && { ...terms.security, remaining: open.quantity ?? '0' },
  };
}
