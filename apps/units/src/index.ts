import {
  breakClosed,
  cashLadder,
  debtSchedule,
  instructionReleased,
  journalPosted,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  settlementExposure,
  tradeCaptured,
  versionWithdrawn,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { viewLines } from './storage/view.store.js';
import { Views1763942400000 } from './storage/migrations/1763942400000-views.js';
import { UnitsModule } from './units.module.js';
import { cashLadderTable, debtTable, exposureTable } from './storage/view-tables.js';

/** What treasury, the debt unit and the risk unit look at: sums over obligations, trades and journals. */
export const units: ServiceDefinition = {
  name: 'units',
  module: UnitsModule,
  migrations: [Views1763942400000],
  hears: [
    tradeCaptured,
    breakClosed,
    instructionReleased,
    obligationProgressed,
    obligationSettled,
    obligationFailing,
    versionWithdrawn,
    journalPosted,
  ],
  says: [cashLadder, debtSchedule, settlementExposure],
  stateLines: [viewLines(cashLadderTable), viewLines(debtTable), viewLines(exposureTable)],
};
