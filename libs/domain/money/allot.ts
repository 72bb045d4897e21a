import type { Money } from './money.js';

/** The amount cannot be shared out by these weights. */
export class AllotmentRejected extends Error {
  override readonly name = 'AllotmentRejected';
}

/**
 * Shares an amount out in proportion to weights, to the minor unit and without residue (B19): each share is cut towards
 * zero, then what is left goes one unit each to the shares that lost most, earlier ones first.
 * @param weights whole numbers, none negative, not all zero
 * @throws AllotmentRejected
 */
export function allot({ minorUnits, currency }: Money, weights: readonly bigint[]): Money[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (weights.some((weight) => weight < 0n)) throw new AllotmentRejected('a weight may not be negative');
  if (whole === 0n) throw new AllotmentRejected('at least one weight must be above zero');
  const shares = weights.map((weight, index) => ({
    index,
    units: (minorUnits * weight) / whole,
    lost: magnitude((minorUnits * weight) % whole),
  }));
  const left = minorUnits - shares.reduce((sum, { units }) => sum + units, 0n);
  const step = left < 0n ? -1n : 1n;
  const neediest = shares.toSorted((one, other) =>
    one.lost === other.lost ? one.index - other.index : one.lost > other.lost ? -1 : 1,
  );
  const topped = new Set(neediest.filter((_, rank) => BigInt(rank) < magnitude(left)).map(({ index }) => index));
  return shares.map(({ index, units }) => ({ minorUnits: topped.has(index) ? units + step : units, currency }));
}

const magnitude = (units: bigint): bigint => (units < 0n ? -units : units);
