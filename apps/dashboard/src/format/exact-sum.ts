/**
 * Sum of decimal texts, exact to the last digit, with as many decimals as the longest of them. All must be of one currency.
 * @throws RangeError for text that is no decimal.
 */
export function exactSum(amounts: readonly string[]): string {
  const scale = Math.max(0, ...amounts.map(decimalsOf));
  const total = amounts.reduce((sum, amount) => sum + scaled(amount, scale), 0n);
  const digits = String(total < 0n ? -total : total).padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale === 0 ? '' : `.${digits.slice(-scale)}`;
  return (total < 0n ? '-' : '') + whole + fraction;
}

/** What the first has more than the second, exact, of one currency. */
export function exactDifference(more: string, less: string): string {
  return exactSum([more, less.startsWith('-') ? less.slice(1) : `-${less}`]);
}

function decimalsOf(amount: string): number {
  const point = amount.indexOf('.');
  return point < 0 ? 0 : amount.length - point - 1;
}

function scaled(amount: string, scale: number): bigint {
  if (!/^-?\d+(\.\d+)?$/.test(amount)) throw new RangeError(`${amount} is not a decimal`);
  return BigInt(amount.replace('.', '') + '0'.repeat(scale - decimalsOf(amount)));
}
