import { breakClosed, breakOpened, businessClockTick, deskBreakDecision, tradeAgreed, tradeCaptured } from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { breakFigures } from './figures.js';
import { ReconciliationModule } from './reconciliation.module.js';
import { Reconciliation1763942400000 } from './storage/migrations/1763942400000-reconciliation.js';

/** Compares what front and middle office say about every trade. */
export const reconciliation: ServiceDefinition = {
  name: 'reconciliation',
  module: ReconciliationModule,
  migrations: [Reconciliation1763942400000],
  hears: [tradeCaptured, deskBreakDecision, businessClockTick],
  // What its clerks decide is sent by itself, too.
  says: [tradeAgreed, breakOpened, breakClosed, deskBreakDecision],
  figures: () => breakFigures,
  hasDesk: true,
  stateLines: [
    // A trade that either office has cancelled is agreed with nobody, whatever was said before.
    `select concat_ws('|', 'reconciliation.trade', trade_id,
        'front', coalesce(front_version::text, '-'), case when front_version is not null and front_terms is null then 'cancelled' else 'live' end,
        'middle', coalesce(middle_version::text, '-'), case when middle_version is not null and middle_terms is null and not middle_same then 'cancelled' else 'live' end,
        'agreed', coalesce(agreed_side, '-')) as line
     from reconciliation.trade
     where front_version is not null or middle_version is not null
     order by trade_id collate "C"`,
    `select concat_ws('|', 'reconciliation.break', trade_id, kind, coalesce(front_version::text, '-'),
        coalesce(middle_version::text, '-'), reason) as line
     from reconciliation.break where state = 'open'
     order by trade_id collate "C", kind`,
  ],
};
