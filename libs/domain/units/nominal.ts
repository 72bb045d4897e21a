import { Decimal } from '#domain/money';

const SCALE = new Decimal(10).pow(12);

/** Exact quantity as a whole number of 10^-12, as many decimals as the wire allows. */
export function scaleQuantity(text: string): bigint {
  return BigInt(new Decimal(text).times(SCALE).toFixed(0));
}

export function formatQuantity(scaled: bigint): string {
  return new Decimal(scaled.toString()).div(SCALE).toFixed();
}
