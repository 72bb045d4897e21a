import {
  businessClockTick,
  cancellationRequested,
  custodianStatus,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  tradeCaptured,
  tradeConfirmed,
  versionWithdrawn,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { SettlementModule } from './settlement.module.js';
import { Obligations1763942400000 } from './storage/migrations/1763942400000-obligations.js';

/** Turns confirmed trades into obligations, instructs them, follows the custodian, and withdraws what is cancelled or amended. */
export const settlement: ServiceDefinition = {
  name: 'settlement',
  module: SettlementModule,
  migrations: [Obligations1763942400000],
  hears: [tradeCaptured, tradeConfirmed, custodianStatus, businessClockTick],
  says: [
    instructionReleased,
    cancellationRequested,
    obligationProgressed,
    obligationSettled,
    obligationFailing,
    versionWithdrawn,
  ],
  stateLines: [
    // Neither version nor id: whether an internal amendment came before or after the instruction is how, not what.
    `select concat_ws('|', 'settlement.obligation', trade_id, leg, state, settlement_date, failing,
        coalesce(settled_pay::text, '-'), coalesce(settled_receive::text, '-'), coalesce(settled_quantity, '-'), coalesce(reason_code, '-')) as line
     from settlement.obligation
     where state <> 'CANCELLED' or coalesce(settled_pay, 0) <> 0 or coalesce(settled_receive, 0) <> 0
     order by trade_id collate "C", leg, obligation_id`,
  ],
};
