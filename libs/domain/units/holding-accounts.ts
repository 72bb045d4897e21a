import type { Money } from '#domain/money';

/** Accounts that hold securities at what they cost: bought, pledged, and sold short (R1, R17). */
const COST = new Set(['1100', '1105', '1110', '1120', '2410']);
const ACCRUED = '1150';

/** What a posting adds to the cost or the accrued interest of a security; null where it is of another kind. Debit is positive. */
export function heldBy(posting: {
  readonly account: string;
  readonly amount: Money;
}): { readonly cost: bigint; readonly accruedInterest: bigint } | null {
  const { account, amount } = posting;
  if (COST.has(account)) return { cost: amount.minorUnits, accruedInterest: 0n };
  return account === ACCRUED ? { cost: 0n, accruedInterest: amount.minorUnits } : null;
}
