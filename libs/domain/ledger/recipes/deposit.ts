import { interest as simpleInterest } from '#domain/day-count';
import { money, subtract, type Money } from '#domain/money';
import type { DepositTrade, LegName } from '#domain/trade';
import { credit, debit, Journal, shown, type Posting } from '../books/journal.js';
import type { PostingRule } from '../rules/posting-rule.js';
import { postingRules, ruleOn } from '../rules/rule-book.js';

/**
 * What the book posts when cash of a deposit moves (R5): at the start the principal, at maturity principal and interest.
 * @returns the rule, and postings that balance against the cash
 */
export function depositSettlement(
  { direction, counterparty, principal }: DepositTrade,
  leg: LegName,
  { pay, receive }: { readonly pay: Money | null; readonly receive: Money | null },
): { readonly rule: PostingRule; readonly postings: Posting[] } {
  const placed = direction === 'PLACED';
  const balance = placed ? '1310' : '2210';
  const interest = placed ? '1150' : '2310';
  const cash = pay ?? receive;
  if (!cash) return { rule: postingRules.depositStart, postings: [] };
  const against = pay ? debit : credit;
  if (leg === 'start') return { rule: postingRules.depositStart, postings: [against(balance, counterparty, cash)] };
  return {
    rule: postingRules.depositMaturity,
    postings: [against(balance, counterparty, principal), against(interest, counterparty, subtract(cash, principal))],
  };
}

/** A deposit that has begun and whose interest is not fully accrued. */
export interface OpenDeposit {
  readonly tradeId: string;
  readonly version: number;
  readonly book: string;
  readonly counterparty: string;
  readonly direction: DepositTrade['direction'];
  readonly principal: Money;
  /** Exact decimal, per cent a year. */
  readonly ratePercent: string;
  readonly dayCount: DepositTrade['dayCount'];
  readonly startDate: string;
  readonly maturityDate: string;
  /** Agreed for the whole term. */
  readonly interest: Money;
  readonly accruedMinorUnits: bigint;
  /** The version is void: what was accrued is taken back. */
  readonly withdrawn: boolean;
}

/** Interest earned from the start up to a day, rounded once; the whole agreed interest from maturity on. */
export function interestUpTo(deposit: OpenDeposit, day: string): Money {
  const { principal, ratePercent, dayCount, startDate, maturityDate, interest, withdrawn } = deposit;
  if (withdrawn || day <= startDate) return money(0n, principal.currency);
  if (day >= maturityDate) return interest;
  return simpleInterest(principal, ratePercent, dayCount, startDate, day);
}

/**
 * R5 at the end of the day: the difference of rounded cumulatives, so that days add up to the whole and a second run posts nothing.
 * @returns undefined where nothing was earned
 */
export function depositAccrual(
  deposit: OpenDeposit,
  through: string,
): { readonly journal: Journal; readonly accrued: Money } | undefined {
  const accrued = interestUpTo(deposit, through);
  const earned = money(accrued.minorUnits - deposit.accruedMinorUnits, accrued.currency);
  if (earned.minorUnits === 0n) return undefined;
  const { tradeId, version, book, counterparty, direction, principal, ratePercent, dayCount, startDate } = deposit;
  const journal = Journal.of(
    {
      key: `${tradeId}/${version}/accrual/${through}`,
      rule: ruleOn(postingRules.depositAccrual.id, through),
      effectiveDate: through,
      tradeId,
      reverses: null,
      inputs: {
        direction,
        principal: shown(principal),
        ratePercent,
        dayCount,
        from: startDate,
        through,
        cumulative: shown(accrued),
        accruedBefore: shown(money(deposit.accruedMinorUnits, accrued.currency)),
      },
    },
    book,
    direction === 'PLACED'
      ? [debit('1150', counterparty, earned), credit('4100', '', earned)]
      : [debit('5100', '', earned), credit('2310', counterparty, earned)],
  );
  return { journal, accrued };
}
