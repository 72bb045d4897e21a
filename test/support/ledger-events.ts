import type {
  breakClosed,
  businessClockTick,
  EventOf,
  obligationFailing,
  obligationSettled,
  tradeCaptured,
  versionWithdrawn,
} from '#contracts';
import { idOf } from '#domain/identity';
import type { Money } from '#domain/money';
import type { LegName, Trade } from '#domain/trade';

/** What the ledger hears, with ids that follow from what the event is about. */

const at = '2026-06-15T10:00:00Z';

export const captured = (tradeId: string, trade: Trade, version = 1): EventOf<typeof tradeCaptured> => ({
  eventId: idOf('captured', tradeId, version),
  tradeId,
  side: 'front',
  version,
  action: 'NEW',
  amendment: null,
  replaces: null,
  trade,
  source: { topic: 'front-office.trades.v1', partition: 0, offset: '0' },
  occurredAt: at,
});

type Settled = EventOf<typeof obligationSettled>;

const nothing = { pay: null, receive: null, quantity: null };

/** The whole of a leg settles, unless told otherwise. */
export function settled(tradeId: string, trade: Trade, changes: Partial<Settled> & { leg?: LegName } = {}): Settled {
  const leg = changes.leg ?? trade.obligations[0]?.leg ?? 'delivery';
  const version = changes.version ?? 1;
  const terms = trade.obligations.find((one) => one.leg === leg);
  if (!terms) throw new Error(`no leg ${leg}`);
  return {
    eventId: idOf('settled', tradeId, version, leg, changes.quantity ?? 'all'),
    obligationId: idOf('obligation', tradeId, version, leg),
    sequence: 1,
    tradeId,
    version,
    leg,
    transition: 'L18',
    occurredAt: at,
    part: 'final',
    effectiveDate: terms.settlementDate,
    pay: terms.pay,
    receive: terms.receive,
    quantity: terms.security?.quantity ?? null,
    remaining: nothing,
    wasFailing: false,
    trade,
    ...changes,
  };
}

/** A part of a delivery: what moves now, and what is left after it. */
export function partly(
  tradeId: string,
  trade: Trade,
  part: { quantity: string; cash: Money; leftQuantity: string; leftCash: Money },
  changes: Partial<Settled> = {},
): Settled {
  const [terms] = trade.obligations;
  const side = (cash: Money) => ({ pay: terms?.pay ? cash : null, receive: terms?.receive ? cash : null });
  return settled(tradeId, trade, {
    part: 'partial',
    quantity: part.quantity,
    ...side(part.cash),
    remaining: { ...side(part.leftCash), quantity: part.leftQuantity },
    ...changes,
  });
}

export function failing(
  tradeId: string,
  trade: Trade,
  changes: Partial<EventOf<typeof obligationFailing>> = {},
): EventOf<typeof obligationFailing> {
  const [terms] = trade.obligations;
  const version = changes.version ?? 1;
  return {
    eventId: idOf('failing', tradeId, version),
    obligationId: idOf('obligation', tradeId, version, 'delivery'),
    sequence: 1,
    tradeId,
    version,
    leg: 'delivery',
    transition: 'L19',
    occurredAt: at,
    since: terms?.settlementDate ?? '',
    pay: terms?.pay ?? null,
    receive: terms?.receive ?? null,
    quantity: terms?.security?.quantity ?? null,
    reasonCode: 'CLAC',
    reason: 'their securities short',
    trade,
    ...changes,
  };
}

export const withdrawn = (
  tradeId: string,
  changes: Partial<EventOf<typeof versionWithdrawn>> = {},
): EventOf<typeof versionWithdrawn> => {
  const version = changes.version ?? 1;
  return {
    eventId: idOf('withdrawn', tradeId, version),
    tradeId,
    version,
    by: changes.next ? 'AMEND' : 'CANCEL',
    nextVersion: version + 1,
    next: null,
    settled: [],
    occurredAt: at,
    ...changes,
  };
};

export const acceptedMiddle = (
  tradeId: string,
  corrects: Trade,
  stands: Trade,
  version = 1,
): EventOf<typeof breakClosed> => ({
  eventId: idOf('accepted-middle', tradeId, version),
  breakId: idOf('break', tradeId, 'economics'),
  tradeId,
  sequence: 2,
  version,
  outcome: 'accepted-middle',
  actor: 'ana',
  reason: 'the desk mistyped the price',
  correction: { stands, corrects },
  occurredAt: at,
});

export const endOfDay = (
  businessDate: string,
  closingRates: NonNullable<EventOf<typeof businessClockTick>['closingRates']> = [],
  closingPrices: NonNullable<EventOf<typeof businessClockTick>['closingPrices']> = [],
): EventOf<typeof businessClockTick> => ({
  tickId: `${businessDate}:end-of-day`,
  businessDate,
  at: `${businessDate}T20:00:00Z`,
  kind: 'end-of-day',
  closingRates,
  closingPrices,
});
