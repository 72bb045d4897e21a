import { divideHalfEven, money } from '#domain/money';
import { Journal, shown, withoutEmpty } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';

/** Decimals kept of a quantity, as many as the wire allows. */
const QUANTITY_DIGITS = 12;

/** Exact quantity as a whole number of 10^-12 units. */
export function scaledQuantity(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  const negative = whole.startsWith('-');
  const digits = BigInt((negative ? whole.slice(1) : whole) + fraction.padEnd(QUANTITY_DIGITS, '0'));
  return negative ? -digits : digits;
}

/** The decimal text of a scaled quantity, without trailing zeros. */
export function quantityText(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(QUANTITY_DIGITS + 1, '0');
  const fraction = digits.slice(-QUANTITY_DIGITS).replace(/0+$/, '');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -QUANTITY_DIGITS)}${fraction && `.${fraction}`}`;
}

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

/** What the books show of a holding's realised result and of its short side. */
export interface BookedCost {
  readonly realisedMinorUnits: bigint;
  /** On 2410, negative; zero while the holding is long. */
  readonly shortMinorUnits: bigint;
}

export interface HoldingOfBook {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
}

/** What should be booked of a holding. */
export function costToBook({ quantity, costMinorUnits, realisedMinorUnits }: Holding): BookedCost {
  return { realisedMinorUnits, shortMinorUnits: quantity < 0n ? costMinorUnits : 0n };
}

/**
 * R2 and R17 at the end of the day: brings 1100 from proceeds to cost, the difference being realised, and a holding below
 * zero to 2410. Posts what should be booked less what is, so that a second run posts nothing.
 */
export function holdingCostJournal(
  { book, isin, currency }: HoldingOfBook,
  holding: Holding,
  booked: BookedCost,
  through: string,
): Journal | undefined {
  const target = costToBook(holding);
  const realised = target.realisedMinorUnits - booked.realisedMinorUnits;
  const short = target.shortMinorUnits - booked.shortMinorUnits;
  const postings = withoutEmpty([
    { account: '1100', detail: isin, amount: money(realised - short, currency) },
    { account: '2410', detail: isin, amount: money(short, currency) },
    { account: '4200', detail: isin, amount: money(-realised, currency) },
  ]);
  if (postings.length === 0) return undefined;
  return Journal.of(
    {
      key: `${book}/${isin}/${currency}/cost/${through}`,
      rule: postingRules.holdingCost,
      effectiveDate: through,
      tradeId: isin,
      reverses: null,
      inputs: {
        isin,
        book,
        through,
        quantityHeld: quantityText(holding.quantity),
        cost: shown(money(holding.costMinorUnits, currency)),
        realised: shown(money(target.realisedMinorUnits, currency)),
        realisedBefore: shown(money(booked.realisedMinorUnits, currency)),
      },
    },
    book,
    postings,
  );
}
