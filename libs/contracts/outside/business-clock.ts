import { z } from 'zod';
import { outsideEvent } from '../event-contract.js';
import { businessDate, currencyCode, decimal, instant, isin, reference } from '../wire.js';

export const businessClockTick = outsideEvent({
  topic: 'business-clock.ticks.v1',
  description: 'The business clock reaches a moment that matters: it is a message, so that a day can be replayed.',
  schema: z.strictObject({
    tickId: reference,
    businessDate,
    at: instant,
    kind: z.enum(['start-of-day', 'matching-cut-off', 'settlement-cut-off', 'end-of-day']),
    /** With `end-of-day`: closing rates, units of `quote` for one `base`. */
    closingRates: z.array(z.strictObject({ base: currencyCode, quote: currencyCode, rate: decimal })).optional(),
    /** With `end-of-day`: closing prices, clean per cent of the nominal for a bond, per unit for anything else. */
    closingPrices: z.array(z.strictObject({ isin, price: decimal })).optional(),
  }),
  key: () => 'clock',
  messageId: ({ tickId }) => tickId,
  partitions: 1,
});
