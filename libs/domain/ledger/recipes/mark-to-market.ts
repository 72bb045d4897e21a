import { Decimal, divideHalfEven, money, toDecimal, toMoney, type Money } from '#domain/money';
import { assetAccount, policyOf, unrealisedAccount } from '../books/book-policy.js';
import type { AccountNumber } from '../books/chart-of-accounts.js';
import { Journal, shown, withoutEmpty, type JournalHead } from '../books/journal.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules } from '../rules/rule-book.js';
import { bookedUpTo, headOn, type Booked } from './fact.js';
import { fairValueOf, type ClosingPrice } from './fair-value.js';
import type { Holding } from './holding.js';
import type { HoldingOfBook, Parallel } from './holding-cost.js';
import { quantityText } from './quantity.js';

/** What of a holding's unrealised result is booked, on the asset and on 2410. */
export interface BookedMark {
  readonly assetMinorUnits: bigint;
  readonly shortMinorUnits: bigint;
}

export const NOTHING_MARKED: BookedMark = { assetMinorUnits: 0n, shortMinorUnits: 0n };

const MARKS = { TDA: postingRules.mark, SDA: postingRules.markBySettlement };
const RELEASES = { TDA: postingRules.markRelease, SDA: postingRules.markReleaseBySettlement };

/**
 * R14 at the end of the day: brings a holding from cost to fair value, less what is booked of that, so that a second run posts
 * nothing. What is sold short is held for trading in every book (R17); a holding at amortised cost stays as it is.
 */
export function markToMarket(
  of: HoldingOfBook,
  { quantity, costMinorUnits }: Pick<Holding, 'quantity' | 'costMinorUnits'>,
  price: ClosingPrice,
  booked: BookedMark,
  { through, accounting }: { readonly through: string; readonly accounting: Parallel },
): { readonly journal: Journal; readonly booked: BookedMark } | undefined {
  const { book, isin, currency } = of;
  const policy = policyOf(book);
  const against = unrealisedAccount(policy);
  const value = fairValueOf(quantity, price);
  const gain = value.minorUnits - costMinorUnits;
  const target: BookedMark = {
    assetMinorUnits: quantity > 0n && against ? gain : 0n,
    shortMinorUnits: quantity < 0n ? gain : 0n,
  };
  const asset = target.assetMinorUnits - booked.assetMinorUnits;
  const short = target.shortMinorUnits - booked.shortMinorUnits;
  const on = (account: AccountNumber, units: bigint) => ({ account, detail: isin, amount: money(units, currency) });
  const postings = withoutEmpty([
    ...(against ? [on(assetAccount(policy), asset), on(against, -asset)] : []),
    on('2410', short),
    on('4210', -short),
  ]);
  if (postings.length === 0) return undefined;
  const head = headOf(MARKS[accounting], of, 'mark', through, {
    quantity: quantityText(quantity),
    price: price.price,
    through,
    cost: shown(money(costMinorUnits, currency)),
    fairValue: shown(value),
    bookedBefore: shown(money(booked.assetMinorUnits + booked.shortMinorUnits, currency)),
  });
  return { journal: Journal.of(head, book, postings, accounting), booked: target };
}

/**
 * R2 on a sale, before the day's mark: the unrealised part booked on what is sold is released, so that profit shows it as
 * realised alone.
 * @returns undefined where nothing was booked on what is sold
 */
export function releaseOfSold(
  of: HoldingOfBook,
  quantities: { readonly sold: bigint; readonly held: bigint },
  booked: BookedMark,
  { through, accounting }: { readonly through: string; readonly accounting: Parallel },
): { readonly journal: Journal; readonly booked: BookedMark } | undefined {
  const { sold, held } = quantities;
  const policy = policyOf(of.book);
  const against = unrealisedAccount(policy);
  if (!against || sold <= 0n || held <= 0n) return undefined;
  const closed = sold < held ? sold : held;
  const released = money(divideHalfEven(booked.assetMinorUnits * closed, held), of.currency);
  if (released.minorUnits === 0n) return undefined;
  const head = headOf(RELEASES[accounting], of, 'release', through, {
    sold: quantityText(closed),
    held: quantityText(held),
    bookedBefore: shown(money(booked.assetMinorUnits, of.currency)),
  });
  const journal = Journal.of(
    head,
    of.book,
    [
      { account: against, detail: of.isin, amount: released },
      { account: assetAccount(policy), detail: of.isin, amount: money(-released.minorUnits, of.currency) },
    ],
    accounting,
  );
  return { journal, booked: { ...booked, assetMinorUnits: booked.assetMinorUnits - released.minorUnits } };
}

/** Key names the holding and the day; by trade date and by settlement date differ in rule. */
function headOf(
  rule: PostingRule,
  { book, isin, currency }: HoldingOfBook,
  step: string,
  through: string,
  inputs: JournalHead['inputs'],
): JournalHead {
  return headOn(through, rule, {
    key: `${book}/${isin}/${currency}/${step}/${through}`,
    tradeId: isin,
    inputs: { isin, book, ...inputs },
  });
}

/** Expected loss of the next twelve months on a holding whose credit has not worsened. */
export interface ExpectedLoss {
  readonly exposure: Money;
  /** Exact decimals between 0 and 1. */
  readonly probabilityOfDefault: string;
  readonly lossGivenDefault: string;
}

/** R14 at amortised cost (stage 1, IFRS 9 5.5.5): the allowance less what is booked of it, D5500 C1390. */
export function lossAllowance(
  { book, isin }: Pick<HoldingOfBook, 'book' | 'isin'>,
  { exposure, probabilityOfDefault, lossGivenDefault }: ExpectedLoss,
  bookedMinorUnits: bigint,
  through: string,
): Booked | undefined {
  const expected = toMoney(
    toDecimal(exposure).times(new Decimal(probabilityOfDefault)).times(lossGivenDefault),
    exposure.currency,
  );
  const head = headOn(through, postingRules.lossAllowance, {
    key: `${book}/${isin}/${exposure.currency}/loss-allowance/${through}`,
    tradeId: isin,
    inputs: { isin, book, through, exposure: shown(exposure), probabilityOfDefault, lossGivenDefault },
  });
  return bookedUpTo(head, expected, bookedMinorUnits, {
    book,
    debit: { account: '5500', detail: isin },
    credit: { account: '1390', detail: isin },
  });
}
