import {
  breakClosed,
  breakOpened,
  cancellationRequested,
  deskRepair,
  frontOfficeTrade,
  instructionReleased,
  middleOfficeTrade,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  tradeAgreed,
  tradeCaptured,
  tradeConfirmed,
  tradeDisputed,
  versionWithdrawn,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { IntakeModule } from './intake.module.js';
import { Blotter1763942401000 } from './storage/migrations/1763942401000-blotter.js';
import { Tally1763942402000 } from './storage/migrations/1763942402000-tally.js';
import { Trades1763942400000 } from './storage/migrations/1763942400000-trades.js';

/** Captures, versions and enriches trades, keeps what cannot be used for repair, and knows where every trade stands. */
export const intake: ServiceDefinition = {
  name: 'intake',
  module: IntakeModule,
  migrations: [Trades1763942400000, Blotter1763942401000, Tally1763942402000],
  hears: [
    frontOfficeTrade,
    middleOfficeTrade,
    deskRepair,
    tradeAgreed,
    breakOpened,
    breakClosed,
    tradeConfirmed,
    tradeDisputed,
    instructionReleased,
    obligationProgressed,
    obligationSettled,
    obligationFailing,
    cancellationRequested,
    versionWithdrawn,
  ],
  // What its clerks decide is sent by itself, too.
  says: [tradeCaptured, deskRepair],
  hasDesk: true,
  stateLines: [
    `select concat_ws('|', 'intake.trade', trade_id, front_applied, front_cancelled, middle_applied, middle_cancelled, state) as line
     from intake.trade order by trade_id collate "C"`,
    `select concat_ws('|', 'intake.waiting', trade_id, side, version, encode(sha256(convert_to(raw_message, 'UTF8')), 'hex')) as line
     from intake.trade_version where status = 'waiting' order by trade_id collate "C", side, version`,
    `select concat_ws('|', 'intake.parked', topic, key, parked_message_id) as line
     from intake.parked_message where state = 'parked' order by topic collate "C", key collate "C", parked_message_id`,
  ],
};

export { summaryCountedAnew } from './storage/tally.store.js';
