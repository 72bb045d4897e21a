import { depositAccrual, type Journal } from '#domain/ledger';
import { noteAccrued, openDeposits } from '../versions/deposit-positions.js';
import { pageOf, POSITIONS_A_PAGE, type DayStep } from './day.js';

/** R5: what every open deposit earned since the last end of day. */
export const accrueDeposits: DayStep = {
  name: 'accrue-deposits',
  async page(tx, { businessDate }, after) {
    const journals: Journal[] = [];
    const deposits = await openDeposits(tx, after, POSITIONS_A_PAGE);
    const accruals = deposits.map((deposit) => {
      const accrual = depositAccrual(deposit, businessDate);
      if (accrual) journals.push(accrual.journal);
      return { deposit, accruedMinorUnits: accrual?.accrued.minorUnits ?? deposit.accruedMinorUnits };
    });
    await noteAccrued(tx, accruals, businessDate);
    return pageOf(deposits, journals, ({ tradeId, version }) => [tradeId, String(version)]);
  },
};
