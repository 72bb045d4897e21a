import { money } from '#domain/money';
import { assetAccount, policyOf } from '../books/book-policy.js';
import type { AccountNumber } from '../books/chart-of-accounts.js';
import { Journal, JournalRejected, shown, withoutEmpty, type Accounting } from '../books/journal.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules } from '../rules/rule-book.js';
import { headOn } from './fact.js';
import type { Holding } from './holding.js';
import { quantityText } from './quantity.js';

/** In which of the two parallel accountings a holding is looked at. */
export type Parallel = Exclude<Accounting, 'common'>;

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
  /** Needed in a book at fair value through other comprehensive income: only a share's result is never recycled. */
  readonly kind?: 'bond' | 'equity';
}

/** What should be booked of a holding. */
export function costToBook({ quantity, costMinorUnits, realisedMinorUnits }: Holding): BookedCost {
  return { realisedMinorUnits, shortMinorUnits: quantity < 0n ? costMinorUnits : 0n };
}

/**
 * R2 and R17 at the end of the day: brings the asset from proceeds to cost, the difference being realised, and a holding
 * below zero to 2410. Posts what should be booked less what is, so that a second run posts nothing.
 * @throws JournalRejected in a book at fair value through other comprehensive income for a security of unknown kind
 */
export function holdingCostJournal(
  of: HoldingOfBook,
  holding: Holding,
  booked: BookedCost,
  through: string,
  accounting: Parallel = 'TDA',
): Journal | undefined {
  const { book, isin, currency } = of;
  const target = costToBook(holding);
  const realised = target.realisedMinorUnits - booked.realisedMinorUnits;
  const short = target.shortMinorUnits - booked.shortMinorUnits;
  const { classification, costing } = policyOf(book);
  const toReserve = isKeptFromProfit(of);
  const on = (account: AccountNumber, minorUnits: bigint) => ({
    account,
    detail: isin,
    amount: money(minorUnits, currency),
  });
  const postings = withoutEmpty([
    on(assetAccount(policyOf(book)), realised - short),
    on('2410', short),
    // A share's result passes through the reserve, where its auditor looks for it.
    ...(toReserve ? [on('3100', -realised), on('3100', realised), on('3900', -realised)] : [on('4200', -realised)]),
  ]);
  if (postings.length === 0) return undefined;
  const usual = classification === 'FVTPL' && costing === 'WAC';
  const rule = toReserve ? RULES.toReserve : usual ? RULES.usual : RULES.byPolicy;
  return Journal.of(
    headOn(through, rule[accounting], {
      key: `${book}/${isin}/${currency}/cost/${through}`,
      tradeId: isin,
      inputs: {
        isin,
        book,
        through,
        quantityHeld: quantityText(holding.quantity),
        cost: shown(money(holding.costMinorUnits, currency)),
        realised: shown(money(target.realisedMinorUnits, currency)),
        realisedBefore: shown(money(booked.realisedMinorUnits, currency)),
        ...(usual ? {} : { classification, costing }),
      },
    }),
    book,
    postings,
    accounting,
  );
}

const RULES = {
  usual: { TDA: postingRules.holdingCost, SDA: postingRules.holdingCostBySettlement },
  byPolicy: { TDA: postingRules.holdingCostByPolicy, SDA: postingRules.holdingCostByPolicyBySettlement },
  toReserve: { TDA: postingRules.holdingCostToReserve, SDA: postingRules.holdingCostToReserveBySettlement },
} satisfies Record<string, Record<Parallel, PostingRule>>;

/** IFRS 9 5.7.5: the result of a share at fair value through other comprehensive income never reaches profit or loss. */
function isKeptFromProfit({ book, isin, kind }: HoldingOfBook): boolean {
  if (policyOf(book).classification !== 'FVOCI') return false;
  if (!kind) throw new JournalRejected(isin, book, 'needs to know whether the security is a bond or a share');
  return kind === 'equity';
}
