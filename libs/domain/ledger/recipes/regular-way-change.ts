import { divideHalfEven, money, subtract, type Money } from '#domain/money';
import { assetAccount, policyOf, unrealisedAccount } from '../books/book-policy.js';
import { Journal, shown, type JournalHead } from '../books/journal.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules } from '../rules/rule-book.js';
import { bookedUpTo, headOn, type Booked } from './fact.js';
import { fairValueOf, type ClosingPrice } from './fair-value.js';
import { quantityText } from './quantity.js';

/** A purchase, or what of it is still to be delivered, as the books by settlement date see it. */
export interface OpenPurchase {
  readonly tradeId: string;
  readonly version: number;
  readonly book: string;
  readonly isin: string;
  /** Scaled quantity still to be received. */
  readonly quantity: bigint;
  /** Clean consideration of that quantity. */
  readonly cost: Money;
  /** Change of fair value booked on 1400 so far. */
  readonly bookedMinorUnits: bigint;
}

/**
 * IFRS 9 B3.1.6 at the end of the day: the fair value of what is to be received changes in profit or loss, or in the reserve;
 * at amortised cost nowhere. Posts the change since the trade date less what is booked of it.
 */
export function regularWayChange(open: OpenPurchase, price: ClosingPrice, through: string): Booked | undefined {
  const { tradeId, version, book, isin, quantity, cost, bookedMinorUnits } = open;
  const against = unrealisedAccount(policyOf(book));
  if (!against) return undefined;
  const value = fairValueOf(quantity, price);
  const head = headOf(open, postingRules.regularWayChange, `${tradeId}/${version}/change/${through}`, through, {
    through,
    quantity: quantityText(quantity),
    price: price.price,
    cost: shown(cost),
    fairValue: shown(value),
  });
  return bookedUpTo(head, subtract(value, cost), bookedMinorUnits, {
    book,
    debit: { account: '1400', detail: isin },
    credit: { account: against, detail: isin },
    accounting: 'SDA',
  });
}

/**
 * On delivery the booked change of what is delivered leaves 1400 and joins the asset, so that the asset stands at fair value.
 * @param settled what came, and how the part is named among its siblings
 * @returns the journal, and what stays booked on 1400; undefined where nothing was booked
 */
export function regularWayTaken(
  open: OpenPurchase,
  settled: { readonly quantity: bigint; readonly leg: string; readonly settledSoFar: string },
  effectiveDate: string,
): (Booked & { readonly takenMinorUnits: bigint }) | undefined {
  const { tradeId, version, book, isin, cost, bookedMinorUnits } = open;
  const taken =
    settled.quantity >= open.quantity
      ? bookedMinorUnits
      : divideHalfEven(bookedMinorUnits * settled.quantity, open.quantity);
  if (taken === 0n) return undefined;
  const key = `${tradeId}/${version}/settled/${settled.leg}/${settled.settledSoFar}/taken`;
  const head = headOf(open, postingRules.regularWayTaken, key, effectiveDate, {
    delivered: quantityText(settled.quantity),
    open: quantityText(open.quantity),
    bookedBefore: shown(money(bookedMinorUnits, cost.currency)),
  });
  const journal = Journal.of(
    head,
    book,
    [
      { account: assetAccount(policyOf(book)), detail: isin, amount: money(taken, cost.currency) },
      { account: '1400', detail: isin, amount: money(-taken, cost.currency) },
    ],
    'SDA',
  );
  return { journal, bookedMinorUnits: bookedMinorUnits - taken, takenMinorUnits: taken };
}

/** A purchase that is withdrawn before delivery: its booked change goes the way it came. */
export function regularWayWithdrawn(open: OpenPurchase, effectiveDate: string): Booked | undefined {
  const { tradeId, version, book, isin, cost, bookedMinorUnits } = open;
  const against = unrealisedAccount(policyOf(book));
  if (!against) return undefined;
  const key = `${tradeId}/${version}/change/withdrawn`;
  const head = headOf(open, postingRules.regularWayChange, key, effectiveDate, { through: effectiveDate });
  return bookedUpTo(head, money(0n, cost.currency), bookedMinorUnits, {
    book,
    debit: { account: '1400', detail: isin },
    credit: { account: against, detail: isin },
    accounting: 'SDA',
  });
}

function headOf(
  { tradeId, isin }: OpenPurchase,
  rule: PostingRule,
  key: string,
  effectiveDate: string,
  inputs: JournalHead['inputs'],
): JournalHead {
  return headOn(effectiveDate, rule, { key, tradeId, inputs: { isin, ...inputs } });
}
