import type { CodeGroup, Words } from '../language/words.js';

const groups: Readonly<Record<string, CodeGroup>> = {
  product: 'product',
  side: 'side',
  direction: 'side',
  unit: 'unit',
  capacity: 'capacity',
  status: 'reported',
  leg: 'leg',
  wasFailing: 'yesNo',
};

const MONEY = /^(-?\d+(?:\.\d+)?) ([A-Z]{3})$/;

/** A field of a trade in words; those of a swap carry their leg in front: `nearBoughtAmount`. */
export function fieldName(field: string, { coded }: Words): string {
  const [, leg, first = '', rest = ''] = /^(near|far)([A-Z])(\w*)$/.exec(field) ?? [];
  return leg === undefined
    ? coded('field', field)
    : `${coded('leg', leg)}: ${coded('field', first.toLowerCase() + rest)}`;
}

/** An input of a posting rule in words; most are fields of a trade as well. */
export function inputName(input: string, words: Words): string {
  const word = words.coded('input', input);
  return word === input ? fieldName(input, words) : word;
}

/** The value of a trade's field for a reader: dates and figures in the reader's form, codes in words, all else as it is. */
export function fieldText(field: string, value: string, { t, coded, date, amount, language }: Words): string {
  if (value === 'exact') return t('break.exact');
  const group = groups[field];
  if (group !== undefined) return coded(group, value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return date(value);
  if (/^-?\d+(\.\d+)?$/.test(value)) return amount(value);
  const [, sum, currency] = MONEY.exec(value) ?? [];
  if (sum !== undefined && currency !== undefined)
    return language === 'es' ? `${amount(sum)} ${currency}` : `${currency} ${amount(sum)}`;
  return value;
}
