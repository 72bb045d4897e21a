import { interest, type DayCount } from '#domain/day-count';
import { add, money, negate, type Money } from '#domain/money';
import { assetAccount, policyOf } from '../books/book-policy.js';
import { credit, debit, shown, type Journal, type JournalHead, type Posting } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { bookedUpTo, cashJournals, headOn, type Booked } from './fact.js';
import { commitment } from './foreign-exchange.js';

/** Cash against collateral that comes back (R6). `REPO`: the house gets the cash; `REVERSE`: it gives it. */
export interface Repo {
  readonly repoId: string;
  readonly book: string;
  readonly counterparty: string;
  readonly direction: 'REPO' | 'REVERSE';
  readonly cash: Money;
  /** Exact decimal, per cent a year. */
  readonly ratePercent: string;
  readonly dayCount: DayCount;
  readonly startDate: string;
  readonly endDate: string;
  readonly collateral: {
    readonly isin: string;
    /** What the house carries it at in a repo; its market value in a reverse repo. */
    readonly value: Money;
    /** The holder may pledge it on, so that a repo shows it apart (IFRS 9 3.2.23). */
    readonly mayBePledgedOn: boolean;
  };
}

const RULES = {
  REPO: { start: postingRules.repoStart, accrual: postingRules.repoAccrual, end: postingRules.repoEnd },
  REVERSE: {
    start: postingRules.reverseRepoStart,
    accrual: postingRules.reverseRepoAccrual,
    end: postingRules.reverseRepoEnd,
  },
};

/** Interest from the start up to a day, rounded once; nothing more runs after the end. */
export function repoInterest({ cash, ratePercent, dayCount, startDate, endDate }: Repo, day: string): Money {
  if (day <= startDate) return money(0n, cash.currency);
  return interest(cash, ratePercent, dayCount, startDate, day < endDate ? day : endDate);
}

/** R6 on the first day. In a repo the asset stays and the cash is a liability; in a reverse repo the collateral is a memo. */
export function repoStart(repo: Repo, nostro: string): Journal[] {
  const { direction, book, counterparty, cash, startDate } = repo;
  const head = headOf(repo, 'start', startDate);
  return direction === 'REPO'
    ? cashJournals(head, book, [credit('2200', counterparty, cash), ...pledge(repo)], { nostro, cash })
    : cashJournals(head, book, [debit('1300', counterparty, cash), ...pledge(repo)], { nostro, cash: negate(cash) });
}

/** R6 at the end of the day: interest so far less what is accrued. */
export function repoAccrual(repo: Repo, accruedMinorUnits: bigint, through: string): Booked | undefined {
  const { direction, book, counterparty } = repo;
  const head = headOn(through, RULES[direction].accrual, {
    key: `repo/${repo.repoId}/accrual/${through}`,
    tradeId: repo.repoId,
    inputs: { ...inputsOf(repo), through },
  });
  const places =
    direction === 'REPO'
      ? ({ debit: { account: '5100', detail: '' }, credit: { account: '2310', detail: counterparty } } as const)
      : ({ debit: { account: '1150', detail: counterparty }, credit: { account: '4100', detail: '' } } as const);
  return bookedUpTo(head, repoInterest(repo, through), accruedMinorUnits, { book, ...places });
}

/** R6 on the last day: cash and interest go back, the collateral comes back. */
export function repoEnd(repo: Repo, nostro: string): Journal[] {
  const { direction, book, counterparty, cash, endDate } = repo;
  const earned = repoInterest(repo, endDate);
  const head = headOf(repo, 'end', endDate);
  const back = pledge(repo).map((posting) => ({ ...posting, amount: negate(posting.amount) }));
  const all = add(cash, earned);
  return direction === 'REPO'
    ? cashJournals(head, book, [debit('2200', counterparty, cash), debit('2310', counterparty, earned), ...back], {
        nostro,
        cash: negate(all),
      })
    : cashJournals(head, book, [credit('1300', counterparty, cash), credit('1150', counterparty, earned), ...back], {
        nostro,
        cash: all,
      });
}

/** R6: a coupon paid during the repo belongs to the seller, who still owns the collateral. */
export function manufacturedCoupon(
  repo: Repo,
  { amount, couponDate, nostro }: { readonly amount: Money; readonly couponDate: string; readonly nostro: string },
): Journal[] {
  const received = repo.direction === 'REPO';
  const { isin } = repo.collateral;
  const rule = received ? postingRules.manufacturedCoupon : postingRules.manufacturedCouponPaid;
  const head = headOn(couponDate, rule, {
    key: `repo/${repo.repoId}/coupon/${couponDate}`,
    tradeId: repo.repoId,
    inputs: { ...inputsOf(repo), coupon: shown(amount), couponDate },
  });
  return cashJournals(head, repo.book, [received ? credit('1160', isin, amount) : debit('1160', isin, amount)], {
    nostro,
    cash: received ? amount : negate(amount),
  });
}

function pledge({ direction, book, counterparty, collateral }: Repo): Posting[] {
  const { isin, value, mayBePledgedOn } = collateral;
  if (direction === 'REVERSE') return commitment(value, null, counterparty);
  return mayBePledgedOn ? [debit('1105', isin, value), credit(assetAccount(policyOf(book)), isin, value)] : [];
}

function headOf(repo: Repo, step: 'start' | 'end', on: string): JournalHead {
  return headOn(on, RULES[repo.direction][step], {
    key: `repo/${repo.repoId}/${step}`,
    tradeId: repo.repoId,
    inputs: inputsOf(repo),
  });
}

function inputsOf({ counterparty, cash, ratePercent, dayCount, startDate, endDate, collateral }: Repo) {
  return {
    counterparty,
    cash: shown(cash),
    ratePercent,
    dayCount,
    from: startDate,
    to: endDate,
    isin: collateral.isin,
    collateral: shown(collateral.value),
  };
}
