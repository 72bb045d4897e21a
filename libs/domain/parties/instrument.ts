import type { DayCount } from '#domain/day-count';

/** Where an instrument settles, and after how many business days. */
export interface Market {
  /** Place of settlement (PSET), the code of the CSD. */
  readonly placeOfSettlement: string;
  /** Calendar ids whose business days count, for example `EUTA`. */
  readonly calendars: readonly string[];
  /** Business days from trade date to intended settlement date. */
  readonly settlementCycle: number;
}

interface InstrumentCommon {
  readonly isin: string;
  readonly name: string;
  readonly currency: string;
  readonly market: Market;
}

export interface Equity extends InstrumentCommon {
  readonly kind: 'equity';
}

export interface Bond extends InstrumentCommon {
  readonly kind: 'bond';
  /** Annual coupon in per cent of nominal, exact decimal. */
  readonly couponPercent: string;
  readonly couponsPerYear: 1 | 2 | 4;
  readonly dayCount: DayCount;
  /** Coupon dates are counted back from here. */
  readonly maturityDate: string;
  readonly issueDate: string;
  /** Smallest nominal and its steps, in major units. */
  readonly denomination: string;
}

export type Instrument = Equity | Bond;
