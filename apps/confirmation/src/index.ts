import {
  businessClockTick,
  confirmationIssued,
  counterpartyConfirmation,
  tradeAgreed,
  tradeCaptured,
  tradeConfirmed,
  tradeDisputed,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { ConfirmationModule } from './confirmation.module.js';
import { Confirmation1763942400000 } from './storage/migrations/1763942400000-confirmation.js';

/** States agreed trades to their counterparties and matches what these state. */
export const confirmation: ServiceDefinition = {
  name: 'confirmation',
  module: ConfirmationModule,
  migrations: [Confirmation1763942400000],
  hears: [tradeCaptured, tradeAgreed, counterpartyConfirmation, businessClockTick],
  says: [confirmationIssued, tradeConfirmed, tradeDisputed],
  stateLines: [
    // What was agreed about a version that is cancelled or superseded is not true any more.
    `select concat_ws('|', 'confirmation.trade', trade_id, status,
        'front', coalesce(front_version::text, '-'),
        'agreed', case when agreed_version >= coalesce(front_version, 0) and not front_cancelled then agreed_version::text else '-' end,
        'statement', coalesce(statement_revision::text, '-'), coalesce(statement_kind, '-')) as line
     from confirmation.trade
     order by trade_id collate "C"`,
    `select concat_ws('|', 'confirmation.dispute', trade_id, coalesce(version::text, '-'), kind, counterparty, differences) as line
     from confirmation.dispute
     order by trade_id collate "C"`,
  ],
};
