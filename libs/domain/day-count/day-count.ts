import { addMonths, dateParts, daysBetween, isLeapYear } from '#domain/calendars';

/**
 * `30/360` is the Bond Basis of ISDA (2006 Definitions 4.16 f): the last day of February counts as it is. The American
 * form that also stretches February to 30 days is another convention and is not among these.
 */
export type DayCount = 'ACT/360' | 'ACT/365F' | '30/360' | '30E/360' | 'ACT/ACT ISDA' | 'ACT/ACT ICMA';

/** An exact part of a year, not reduced, so that the days can be read: 94/365. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** The regular dates of a coupon: any one of them and how many there are a year. One on a 31st keeps month ends. */
export interface CouponSchedule {
  readonly anchor: string;
  readonly couponsPerYear: 1 | 2 | 4 | 12;
}

/**
 * Exact part of a year from `start` to `end`, as parts that add up; negative parts where the end is earlier. ISDA 2006
 * Definitions 4.16; ICMA rule 251, where stubs go by notional periods of the schedule. Without a schedule, as for a
 * deposit, ACT/ACT ICMA splits by calendar year as ISDA does.
 * @throws InvalidDate
 */
export function yearFraction(
  dayCount: DayCount,
  start: string,
  end: string,
  schedule?: CouponSchedule,
): readonly Fraction[] {
  if (end < start)
    return yearFraction(dayCount, end, start, schedule).map(({ numerator, denominator }) => ({
      numerator: -numerator,
      denominator,
    }));
  switch (dayCount) {
    case 'ACT/360':
      return [fraction(daysBetween(start, end), 360)];
    case 'ACT/365F':
      return [fraction(daysBetween(start, end), 365)];
    case '30/360':
      return [fraction(daysOfThirty(start, end, false), 360)];
    case '30E/360':
      return [fraction(daysOfThirty(start, end, true), 360)];
    case 'ACT/ACT ISDA':
      return splitByYear(start, end);
    case 'ACT/ACT ICMA':
      return schedule ? splitByCoupon(start, end, schedule) : splitByYear(start, end);
  }
}

const fraction = (days: number, ofDays: number): Fraction => ({ numerator: BigInt(days), denominator: BigInt(ofDays) });

/** Days of 30-day months: the European form cuts every 31st; Bond Basis the end's only after a start on the 30th or 31st. */
function daysOfThirty(start: string, end: string, european: boolean): number {
  const [from, to] = [dateParts(start), dateParts(end)];
  const first = Math.min(from.day, 30);
  const last = european || first === 30 ? Math.min(to.day, 30) : to.day;
  return (to.year - from.year) * 360 + (to.month - from.month) * 30 + last - first;
}

/** Days in leap years count over 366, others over 365; years of the same length are one part. */
function splitByYear(start: string, end: string): Fraction[] {
  let [common, leap] = [0, 0];
  for (let from = start; from < end;) {
    const { year } = dateParts(from);
    const newYear = `${String(year + 1).padStart(4, '0')}-01-01`;
    const to = end < newYear ? end : newYear;
    if (isLeapYear(year)) leap += daysBetween(from, to);
    else common += daysBetween(from, to);
    from = to;
  }
  const parts = [fraction(common, 365), fraction(leap, 366)].filter(({ numerator }) => numerator !== 0n);
  return parts.length > 0 ? parts : [fraction(0, 365)];
}

/** Days of each regular period over the days of that whole period times the periods a year. */
function splitByCoupon(start: string, end: string, schedule: CouponSchedule): Fraction[] {
  const parts: Fraction[] = [];
  for (let index = couponIndex(schedule, start); ; index += 1) {
    const [opens, closes] = [couponDate(schedule, index), couponDate(schedule, index + 1)];
    const from = start > opens ? start : opens;
    const to = end < closes ? end : closes;
    parts.push(fraction(daysBetween(from, to), daysBetween(opens, closes) * schedule.couponsPerYear));
    if (end <= closes) return parts;
  }
}

/** Counted from the anchor each time, so that a 31st stays one after a shorter month. */
export function couponDate({ anchor, couponsPerYear }: CouponSchedule, index: number): string {
  return addMonths(anchor, (12 / couponsPerYear) * index);
}

/** Index of the regular period that holds the date: begun on it or before, ended after it. */
export function couponIndex(schedule: CouponSchedule, date: string): number {
  const months = 12 / schedule.couponsPerYear;
  let index = Math.floor(daysBetween(schedule.anchor, date) / (months * 31)) - 1;
  while (couponDate(schedule, index + 1) <= date) index += 1;
  while (couponDate(schedule, index) > date) index -= 1;
  return index;
}
