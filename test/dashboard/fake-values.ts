import { createHash } from 'node:crypto';
import type { Amount } from '#contracts';

export const BUSINESS_DATE = '2026-06-17';

const DECIMALS: Readonly<Record<string, number>> = { EUR: 2, USD: 2, GBP: 2, JPY: 0, BHD: 3 };

/** Decimal text of minor units, with the currency's own decimals. */
export function decimalText(minorUnits: bigint, currency: string): string {
  const decimals = DECIMALS[currency] ?? 2;
  const digits = String(minorUnits < 0n ? -minorUnits : minorUnits).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return minorUnits < 0n ? `-${text}` : text;
}

export function minorOf(amount: string): bigint {
  return BigInt(amount.replace('.', ''));
}

/** The same word always gives the same id, as in the house. */
export function idOf(...words: readonly string[]): string {
  const hex = createHash('sha256').update(words.join('|')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const pick = <Each>(from: readonly Each[], place: number): Each => from[place % from.length] as Each;
export const money = (minorUnits: bigint, currency: string): Amount => ({
  amount: decimalText(minorUnits, currency),
  currency,
});
