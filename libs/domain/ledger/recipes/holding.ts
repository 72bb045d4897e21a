import { divideHalfEven } from '#domain/money';

/** What a trade does to a holding: negative quantity and amount for a sale. Clean consideration in minor units. */
export interface HoldingTrade {
  readonly quantity: bigint;
  readonly amountMinorUnits: bigint;
}

/** Holding of one book in one security at weighted average cost; below zero it is a short position. */
export interface Holding {
  readonly quantity: bigint;
  /** Cost of what is held; for a short position what it brought, negative. */
  readonly costMinorUnits: bigint;
  /** Realised since the beginning, positive a gain. */
  readonly realisedMinorUnits: bigint;
}

export const NOTHING_HELD: Holding = { quantity: 0n, costMinorUnits: 0n, realisedMinorUnits: 0n };

const size = (quantity: bigint): bigint => (quantity < 0n ? -quantity : quantity);

/** Adds one trade at weighted average cost. A trade against the holding closes it first and opens the other side with the rest. */
export function withTrade(holding: Holding, { quantity, amountMinorUnits }: HoldingTrade): Holding {
  const { costMinorUnits, realisedMinorUnits } = holding;
  if (quantity === 0n) return holding;
  if (holding.quantity === 0n || holding.quantity > 0n === quantity > 0n)
    return {
      quantity: holding.quantity + quantity,
      costMinorUnits: costMinorUnits + amountMinorUnits,
      realisedMinorUnits,
    };
  const held = size(holding.quantity);
  const traded = size(quantity);
  const closed = held < traded ? held : traded;
  const costClosed = closed === held ? costMinorUnits : divideHalfEven(costMinorUnits * closed, held);
  const amountClosed = closed === traded ? amountMinorUnits : divideHalfEven(amountMinorUnits * closed, traded);
  return {
    quantity: holding.quantity + quantity,
    costMinorUnits: costMinorUnits - costClosed + (amountMinorUnits - amountClosed),
    realisedMinorUnits: realisedMinorUnits - amountClosed - costClosed,
  };
}
