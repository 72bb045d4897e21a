import { divideHalfEven } from '#domain/money';
import type { Holding, HoldingTrade } from './holding.js';
import { shareOf } from './share.js';

/** Holding of one book in one security, first in first out. Lots in the order they came; sold short they are negative. */
export interface LotHolding {
  readonly lots: readonly HoldingTrade[];
  /** Realised since the beginning, positive a gain. */
  readonly realisedMinorUnits: bigint;
}

export const NO_LOTS: LotHolding = { lots: [], realisedMinorUnits: 0n };

const size = (quantity: bigint): bigint => (quantity < 0n ? -quantity : quantity);

/** Adds one trade. A trade against the holding closes the oldest lots first and opens a lot of the other side with the rest. */
export function withLotTrade({ lots, realisedMinorUnits }: LotHolding, trade: HoldingTrade): LotHolding {
  const against = lots[0] !== undefined && trade.quantity !== 0n && lots[0].quantity > 0n !== trade.quantity > 0n;
  if (trade.quantity === 0n) return { lots, realisedMinorUnits };
  if (!against) return { lots: [...lots, trade], realisedMinorUnits };
  const traded = size(trade.quantity);
  const left = [...lots];
  let done = 0n;
  let realised = realisedMinorUnits;
  for (let lot = left[0]; lot && done < traded; lot = left[0]) {
    const held = size(lot.quantity);
    const closed = held < traded - done ? held : traded - done;
    const cost = divideHalfEven(lot.amountMinorUnits * closed, held);
    realised -= amountOf(trade, done, done + closed) + cost;
    done += closed;
    if (closed === held) left.shift();
    else left[0] = { quantity: (lot.quantity * (held - closed)) / held, amountMinorUnits: lot.amountMinorUnits - cost };
  }
  if (done < traded)
    left.push({
      quantity: (trade.quantity * (traded - done)) / traded,
      amountMinorUnits: amountOf(trade, done, traded),
    });
  return { lots: left, realisedMinorUnits: realised };
}

/** What of a trade's amount belongs to a run of its quantity; runs add up to the whole. */
function amountOf({ quantity, amountMinorUnits }: HoldingTrade, before: bigint, upTo: bigint): bigint {
  return shareOf({ minorUnits: amountMinorUnits, currency: '' }, { before, upTo, whole: size(quantity) }).minorUnits;
}

/** The lots together: as a holding at cost it is booked like one at average cost. */
export function heldInLots({ lots, realisedMinorUnits }: LotHolding): Holding {
  return {
    quantity: lots.reduce((sum, { quantity }) => sum + quantity, 0n),
    costMinorUnits: lots.reduce((sum, { amountMinorUnits }) => sum + amountMinorUnits, 0n),
    realisedMinorUnits,
  };
}

/** Cost of a quantity sold, first in first out; lots in the order they were bought. The last lot takes its residue. */
export function firstInFirstOutCost(lots: readonly HoldingTrade[], sold: bigint): bigint {
  let open = sold;
  let cost = 0n;
  for (const { quantity, amountMinorUnits } of lots) {
    if (open === 0n) break;
    const taken = quantity < open ? quantity : open;
    cost += taken === quantity ? amountMinorUnits : divideHalfEven(amountMinorUnits * taken, quantity);
    open -= taken;
  }
  return cost;
}
