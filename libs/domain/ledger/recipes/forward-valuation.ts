import { Decimal, money, toDecimal, toMoney, type Money } from '#domain/money';
import { Journal, shown, withoutEmpty, type Posting } from '../books/journal.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';

/** Units of `quote` for one `base` at the close. */
export interface ClosingRate {
  readonly base: string;
  readonly quote: string;
  /** Exact decimal. */
  readonly rate: string;
}

/** Looks closing rates up: as quoted, inverted, or crossed through one other currency (first in alphabetical order). */
export class ClosingRates {
  private readonly byPair = new Map<string, Decimal>();
  private readonly currencies: readonly string[];

  constructor(rates: readonly ClosingRate[]) {
    for (const { base, quote, rate } of rates) {
      const decimal = new Decimal(rate);
      this.byPair.set(`${base}${quote}`, decimal);
      if (!this.byPair.has(`${quote}${base}`)) this.byPair.set(`${quote}${base}`, new Decimal(1).div(decimal));
    }
    this.currencies = [...new Set(rates.flatMap(({ base, quote }) => [base, quote]))].sort();
  }

  /** Units of `quote` for one `base`; undefined where no rate and no cross is known. */
  rate(base: string, quote: string): Decimal | undefined {
    if (base === quote) return new Decimal(1);
    const direct = this.byPair.get(`${base}${quote}`);
    if (direct) return direct;
    for (const through of this.currencies) {
      const first = this.byPair.get(`${base}${through}`);
      const second = this.byPair.get(`${through}${quote}`);
      if (first && second) return first.times(second);
    }
    return undefined;
  }
}

/** A leg of a forward or swap that has not been exchanged. */
export interface OpenForward {
  readonly tradeId: string;
  readonly version: number;
  readonly leg: string;
  readonly book: string;
  readonly counterparty: string;
  readonly bought: Money;
  readonly sold: Money;
  /** Value booked so far, in minor units of the sold currency. */
  readonly bookedMinorUnits: bigint;
}

/** R4: what is bought, at today's rate, less what is sold; in the sold currency. Not discounted. */
export function forwardValue({ bought, sold }: Pick<OpenForward, 'bought' | 'sold'>, rate: Decimal): Money {
  const worth = toMoney(toDecimal(bought).times(rate), sold.currency);
  return money(worth.minorUnits - sold.minorUnits, sold.currency);
}

/**
 * R4 at the end of the day: posts the value at the closing rate less the value booked, so that a second run posts nothing.
 * @returns undefined where nothing changed or no rate is known
 */
export function forwardValuation(
  forward: OpenForward,
  rates: ClosingRates,
  through: string,
): { readonly journal: Journal; readonly value: Money } | undefined {
  const rate = rates.rate(forward.bought.currency, forward.sold.currency);
  if (!rate) return undefined;
  const value = forwardValue(forward, rate);
  if (value.minorUnits === forward.bookedMinorUnits) return undefined;
  const { tradeId, version, leg, book, bought, sold } = forward;
  const journal = Journal.of(
    {
      key: `${tradeId}/${version}/valuation/${leg}/${through}`,
      rule: ruleOn(postingRules.forwardValuation.id, through),
      effectiveDate: through,
      tradeId,
      reverses: null,
      inputs: {
        leg,
        bought: shown(bought),
        sold: shown(sold),
        rate: rate.toSignificantDigits(12).toFixed(),
        through,
        value: shown(value),
        bookedBefore: shown(money(forward.bookedMinorUnits, sold.currency)),
      },
    },
    book,
    valuationPostings(forward, value.minorUnits),
  );
  return { journal, value };
}

/** Releases what is booked when the leg is exchanged, withdrawn or stands on other terms; undefined where nothing is booked. */
export function forwardRelease(
  forward: OpenForward,
  occasion: 'settled' | 'withdrawn' | 'corrected',
  effectiveDate: string,
): Journal | undefined {
  const { tradeId, version, leg, book, bookedMinorUnits, sold } = forward;
  if (bookedMinorUnits === 0n) return undefined;
  return Journal.of(
    {
      key: `${tradeId}/${version}/release/${leg}/${occasion}`,
      rule: ruleOn(postingRules.forwardRelease.id, effectiveDate),
      effectiveDate,
      tradeId,
      reverses: null,
      inputs: { leg, occasion, bookedBefore: shown(money(bookedMinorUnits, sold.currency)) },
    },
    book,
    valuationPostings(forward, 0n),
  );
}

/** A gain stands on 1400, a loss on 2400; the difference to before is profit or loss on 4500. */
function valuationPostings(
  { bookedMinorUnits, counterparty, sold: { currency } }: OpenForward,
  value: bigint,
): Posting[] {
  const gain = (units: bigint): bigint => (units > 0n ? units : 0n);
  const loss = (units: bigint): bigint => (units < 0n ? units : 0n);
  return withoutEmpty([
    { account: '1400', detail: counterparty, amount: money(gain(value) - gain(bookedMinorUnits), currency) },
    { account: '2400', detail: counterparty, amount: money(loss(value) - loss(bookedMinorUnits), currency) },
    { account: '4500', detail: '', amount: money(bookedMinorUnits - value, currency) },
  ]);
}
