/** What failed to be delivered, as the annex of Regulation (EU) 2017/389 sorts it. */
export type PenaltyClass =
  | 'liquid-share'
  | 'other-share'
  | 'growth-market'
  | 'sovereign-debt'
  | 'other-debt'
  | 'growth-market-debt'
  | 'other-instrument';

interface PenaltyRate {
  readonly penaltyClass: PenaltyClass;
  readonly validFrom: string;
  /** Per business day; exact decimal. */
  readonly basisPoints: string;
}

/** Settlement discipline began on that day. */
const SINCE = '2022-02-01';

/** Rates in force, oldest first; a change is a line more, so that a past day keeps its rate. */
const RATES: readonly PenaltyRate[] = [
  { penaltyClass: 'liquid-share', validFrom: SINCE, basisPoints: '1.0' },
  { penaltyClass: 'other-share', validFrom: SINCE, basisPoints: '0.5' },
  { penaltyClass: 'growth-market', validFrom: SINCE, basisPoints: '0.25' },
  { penaltyClass: 'sovereign-debt', validFrom: SINCE, basisPoints: '0.10' },
  { penaltyClass: 'other-debt', validFrom: SINCE, basisPoints: '0.20' },
  { penaltyClass: 'growth-market-debt', validFrom: SINCE, basisPoints: '0.15' },
  { penaltyClass: 'other-instrument', validFrom: SINCE, basisPoints: '0.5' },
];

/** Rates by class and day. */
export class PenaltyRates {
  constructor(private readonly rates: readonly PenaltyRate[]) {}

  /** Basis points a business day; `0` before penalties began. */
  on(penaltyClass: PenaltyClass, day: string): string {
    const inForce = this.rates.findLast((rate) => rate.penaltyClass === penaltyClass && rate.validFrom <= day);
    return inForce?.basisPoints ?? '0';
  }
}

export const penaltyRates = new PenaltyRates(RATES);
