import { depositAccrual, type Journal } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import { noteAccrued, openDeposits } from '../versions/deposit-positions.js';

/** R5: what every open deposit earned since the last end of day. */
export async function accrueDeposits(tx: Transaction, through: string): Promise<Journal[]> {
  const journals: Journal[] = [];
  const accruals = (await openDeposits(tx)).map((deposit) => {
    const accrual = depositAccrual(deposit, through);
    if (accrual) journals.push(accrual.journal);
    return { deposit, accruedMinorUnits: accrual?.accrued.minorUnits ?? deposit.accruedMinorUnits };
  });
  await noteAccrued(tx, accruals, through);
  return journals;
}
