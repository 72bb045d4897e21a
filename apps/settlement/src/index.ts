import {
  businessClockTick,
  cancellationRequested,
  custodianStatus,
  deskInstructionDecision,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  tradeCaptured,
  tradeConfirmed,
  versionWithdrawn,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { settlementFigures } from './figures.js';
import { SettlementModule } from './settlement.module.js';
import { Obligations1763942400000 } from './storage/migrations/1763942400000-obligations.js';
import { Exceptions1763942401000 } from './storage/migrations/1763942401000-exceptions.js';

/** Instructs confirmed trades, follows them at the custodians until they settle, and takes them back when they are withdrawn. */
export const settlement: ServiceDefinition = {
  name: 'settlement',
  module: SettlementModule,
  migrations: [Obligations1763942400000, Exceptions1763942401000],
  hears: [tradeCaptured, tradeConfirmed, custodianStatus, deskInstructionDecision, businessClockTick],
  says: [
    instructionReleased,
    cancellationRequested,
    obligationProgressed,
    obligationSettled,
    obligationFailing,
    versionWithdrawn,
    // What its clerks decide is sent by itself, too.
    deskInstructionDecision,
  ],
  figures: settlementFigures,
  hasDesk: true,
  stateLines: [
    // What was cancelled before anything of it settled is as if it had never been instructed.
    `select concat_ws('|', 'settlement.obligation', trade_id, version, leg, state,
        'settled', coalesce(pay_settled::text, '-'), coalesce(receive_settled::text, '-'), coalesce(trim_scale(quantity_settled)::text, '-'),
        'open', coalesce((pay - pay_settled)::text, '-'), coalesce((receive - receive_settled)::text, '-'),
        coalesce(trim_scale(quantity - quantity_settled)::text, '-'),
        'failing', coalesce(fail_since::text, '-'), coalesce(reason_code, '-')) as line
     from settlement.obligation
     where state <> 'CANCELLED' or pay_settled > 0 or receive_settled > 0 or quantity_settled > 0
     order by trade_id, version, leg collate "C"`,
    `select concat_ws('|', 'settlement.trade', trade_id, standing_version, root_version, case when cancelled then 'cancelled' else 'stands' end,
        'held', coalesce(held_version::text, '-'),
        'waiting', coalesce((select string_agg(change ->> 'version', ',') from jsonb_array_elements(changes::jsonb) as change), '-'),
        'refused', coalesce((select string_agg(change ->> 'version', ',') from jsonb_array_elements(refused::jsonb) as change), '-')) as line
     from settlement.trade
     where standing_version is not null
     order by trade_id`,
    `select concat_ws('|', 'settlement.clock', business_date, kind) as line from settlement.clock`,
  ],
};

export { cutOffSettings } from './figures.js';
