import type { CodeGroup, Words } from '../language/words.js';

const groups: Readonly<Record<string, CodeGroup>> = {
  product: 'product',
  side: 'side',
  unit: 'unit',
  capacity: 'capacity',
};

/** The value of a trade's field for a reader: dates and figures in the reader's form, codes in words, all else as it is. */
export function fieldText(field: string, value: string, { coded, date, amount }: Words): string {
  const group = groups[field];
  if (group !== undefined) return coded(group, value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return date(value);
  if (/^-?\d+(\.\d+)?$/.test(value)) return amount(value);
  return value;
}
