import {
  cashLadder,
  debtSchedule,
  instructionReleased,
  journalPosted,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  settlementExposure,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { Views1763942400000 } from './storage/migrations/1763942400000-views.js';
import { UnitsModule } from './units.module.js';

const nonZero = (figures: readonly string[]): string => figures.map((figure) => `${figure} <> 0`).join(' or ');
const line = (columns: readonly string[]): string =>
  `concat_ws('|', ${columns.map((column) => `trim_scale(${column})::text`).join(', ')})`;

/** What treasury, the debt unit and the risk unit look at; rebuilt from events at any time. */
export const units: ServiceDefinition = {
  name: 'units',
  module: UnitsModule,
  migrations: [Views1763942400000],
  hears: [instructionReleased, obligationSettled, obligationFailing, obligationProgressed, journalPosted],
  says: [cashLadder, debtSchedule, settlementExposure],
  stateLines: [
    `select concat_ws('|', 'units.cash', nostro, currency, value_date, ${line(['expected', 'settled', 'failing'])}) as line
     from units.cash_ladder where ${nonZero(['expected', 'settled', 'failing'])} order by nostro, currency, value_date`,
    `select concat_ws('|', 'units.debt', book, isin, currency, ${line(['traded', 'settled', 'cost', 'accrued'])}) as line
     from units.debt where ${nonZero(['traded', 'settled', 'cost', 'accrued'])} order by book, isin, currency`,
    `select concat_ws('|', 'units.exposure', counterparty, currency, ${line(['to_pay', 'to_receive', 'failing', 'open_obligations', 'failing_obligations'])}) as line
     from units.exposure where ${nonZero(['to_pay', 'to_receive', 'failing', 'open_obligations'])} order by counterparty, currency`,
  ],
};
