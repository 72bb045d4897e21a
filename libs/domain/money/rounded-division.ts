/** Quotient rounded half to even, exact for integers of any size. `divisor` is positive. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const doubled = (dividend % divisor) * 2n;
  const distance = doubled < 0n ? -doubled : doubled;
  if (distance < divisor || (distance === divisor && quotient % 2n === 0n)) return quotient;
  return quotient + (dividend < 0n ? -1n : 1n);
}
