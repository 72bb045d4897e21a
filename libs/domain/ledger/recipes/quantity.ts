/** Decimals kept of a quantity, as many as the wire allows. */
const QUANTITY_DIGITS = 12;

/** Exact quantity as a whole number of 10^-12 units. */
export function scaledQuantity(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  const negative = whole.startsWith('-');
  const digits = BigInt((negative ? whole.slice(1) : whole) + fraction.padEnd(QUANTITY_DIGITS, '0'));
  return negative ? -digits : digits;
}

/** The decimal text of a scaled quantity, without trailing zeros. */
export function quantityText(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(QUANTITY_DIGITS + 1, '0');
  const fraction = digits.slice(-QUANTITY_DIGITS).replace(/0+$/, '');
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -QUANTITY_DIGITS)}${fraction && `.${fraction}`}`;
}
