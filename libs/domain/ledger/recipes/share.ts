import { divideHalfEven, money, type Money } from '#domain/money';

/** A part of a whole, by what had come before it and what had come with it. */
export interface Share {
  readonly before: bigint;
  readonly upTo: bigint;
  readonly whole: bigint;
}

export const ALL: Share = { before: 0n, upTo: 1n, whole: 1n };

/** The amount of a part as a difference of rounded cumulatives: parts add up to the whole, the last takes the residue (R10). */
export function shareOf({ minorUnits, currency }: Money, { before, upTo, whole }: Share): Money {
  const cumulative = (part: bigint): bigint => divideHalfEven(minorUnits * part, whole);
  return money(cumulative(upTo) - cumulative(before), currency);
}
