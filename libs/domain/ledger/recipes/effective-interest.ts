import { addMonths, daysBetween } from '#domain/calendars';
import { Decimal, subtract, toDecimal, toMoney, type Money } from '#domain/money';

/** Debt that the house issued, with regular coupons counted back from maturity (R7). */
export interface DebtIssue {
  readonly isin: string;
  readonly book: string;
  readonly nominal: Money;
  /** Exact decimal, per cent of nominal a year. */
  readonly couponPercent: string;
  readonly couponsPerYear: 1 | 2 | 4;
  readonly issueDate: string;
  readonly maturityDate: string;
  /** Exact decimal, per cent of nominal. */
  readonly issuePrice: string;
  readonly costs: Money;
}

/** The issue's dates or amounts leave no effective rate. */
export class IssueRejected extends Error {
  override readonly name = 'IssueRejected';

  constructor({ isin }: DebtIssue, reason: string) {
    super(`${isin} ${reason}`);
  }
}

export interface EffectivePeriod {
  readonly start: string;
  readonly end: string;
  /** Carrying amount at the start, exact, for the whole nominal. */
  readonly opening: Decimal;
  /** Interest of the whole period at the effective rate, exact. */
  readonly interest: Decimal;
}

/** What came in: nominal at its price, less the costs of issue (IFRS 9 5.1.1). */
export function proceedsOf({ nominal, issuePrice, costs }: DebtIssue): Money {
  return subtract(toMoney(toDecimal(nominal).times(issuePrice).div(100), nominal.currency), costs);
}

/** Coupon of a regular period on the whole nominal, exact. */
export function exactCoupon({ nominal, couponPercent, couponsPerYear }: DebtIssue): Decimal {
  return toDecimal(nominal).times(couponPercent).div(100).div(couponsPerYear);
}

/** Coupon dates in order, the day of issue first. @throws IssueRejected where the first period is not a regular one */
function couponDates(issue: DebtIssue): string[] {
  const { issueDate, maturityDate, couponsPerYear } = issue;
  const dates = [maturityDate];
  for (let count = 1; (dates[0] ?? '') > issueDate; count += 1)
    dates.unshift(addMonths(maturityDate, -count * (12 / couponsPerYear)));
  if (dates[0] !== issueDate || dates.length < 2)
    throw new IssueRejected(issue, `was issued on ${issueDate}, which is no coupon date counted back from maturity`);
  return dates;
}

/** Beyond any amount that can be issued: interest on it is exact far below the minor unit. */
const CLOSE_ENOUGH = new Decimal('1e-45');
const MOST_STEPS = 200;

/**
 * Rate of one period at which coupons and nominal are worth the proceeds, by Newton's method: the worth falls evenly with
 * the rate, so that each step comes nearer.
 */
function periodRate(issue: DebtIssue, periods: number): Decimal {
  const [coupon, nominal, proceeds] = [exactCoupon(issue), toDecimal(issue.nominal), toDecimal(proceedsOf(issue))];
  if (proceeds.lte(0)) throw new IssueRejected(issue, 'brings nothing in');
  let rate = coupon.div(proceeds);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const discount = new Decimal(1).div(rate.plus(1));
    let worth = new Decimal(0);
    let slope = new Decimal(0);
    for (let period = periods; period > 0; period -= 1) {
      const flow = period === periods ? coupon.plus(nominal) : coupon;
      const present = flow.times(discount.pow(period));
      worth = worth.plus(present);
      slope = slope.minus(present.times(period).times(discount));
    }
    const change = worth.minus(proceeds).div(slope);
    rate = rate.minus(change);
    if (change.abs().lt(CLOSE_ENOUGH)) return rate;
  }
  throw new IssueRejected(issue, 'has no effective rate');
}

const solved = new WeakMap<DebtIssue, readonly EffectivePeriod[]>();

/** The periods of an issue at its effective rate, exact. Kept per issue, because every end of day asks for it. */
export function effectivePeriods(issue: DebtIssue): readonly EffectivePeriod[] {
  const known = solved.get(issue);
  if (known) return known;
  const dates = couponDates(issue);
  const rate = periodRate(issue, dates.length - 1);
  let opening = toDecimal(proceedsOf(issue));
  const periods = dates.slice(1).map((end, index): EffectivePeriod => {
    const period = { start: dates[index] ?? issue.issueDate, end, opening, interest: opening.times(rate) };
    opening = opening.plus(period.interest).minus(exactCoupon(issue));
    return period;
  });
  solved.set(issue, periods);
  return periods;
}

/** Effective rate in per cent a year, to nine decimals. */
export function effectiveRatePercent(issue: DebtIssue): string {
  const [first] = effectivePeriods(issue);
  if (!first) throw new IssueRejected(issue, 'has no period');
  const perPeriod = first.interest.div(first.opening);
  return perPeriod.plus(1).pow(issue.couponsPerYear).minus(1).times(100).toDecimalPlaces(9).toFixed();
}

/** Carrying amount of an outstanding nominal on a day, without accrued coupon; inside a period it moves evenly by day. */
export function carryingOn(issue: DebtIssue, outstanding: Money, day: string): Money {
  const periods = effectivePeriods(issue);
  const period = periods.find(({ end }) => day < end);
  const exact = day >= issue.maturityDate || !period ? toDecimal(issue.nominal) : within(issue, period, day);
  return toMoney(exact.times(toDecimal(outstanding)).div(toDecimal(issue.nominal)), outstanding.currency);
}

function within(issue: DebtIssue, { start, end, opening, interest }: EffectivePeriod, day: string): Decimal {
  if (day <= start) return opening;
  return opening.plus(interest.minus(exactCoupon(issue)).times(daysBetween(start, day)).div(daysBetween(start, end)));
}

export interface ScheduleLine {
  readonly end: string;
  readonly interest: Money;
  readonly coupon: Money;
  readonly amortisation: Money;
  readonly carrying: Money;
}

/** R7's table: the carrying amount is the rounded exact one, and interest is what moves it, so that it ends at the nominal. */
export function effectiveInterestSchedule(issue: DebtIssue): ScheduleLine[] {
  const coupon = toMoney(exactCoupon(issue), issue.nominal.currency);
  let before = proceedsOf(issue);
  return effectivePeriods(issue).map(({ end }) => {
    const carrying = carryingOn(issue, issue.nominal, end);
    const amortisation = subtract(carrying, before);
    before = carrying;
    const interest = { ...coupon, minorUnits: coupon.minorUnits + amortisation.minorUnits };
    return { end, interest, coupon, amortisation, carrying };
  });
}
