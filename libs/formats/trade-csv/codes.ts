import type { RollConvention } from '#domain/calendars';
import type { DayCount } from '#domain/day-count';

/** `fx` stands for spot or forward, whichever the value date makes it. */
export type CsvProduct = 'equity' | 'bond' | 'fx' | 'fx-spot' | 'fx-forward' | 'fx-swap' | 'deposit';

/** Products by the names that files give them, without case and spaces; everything else is refused by its name. */
const PRODUCTS: ReadonlyMap<string, CsvProduct> = new Map([
  ['equity', 'equity'],
  ['security', 'equity'],
  ['securitytrade', 'equity'],
  ['bond', 'bond'],
  ['bondtrade', 'bond'],
  ['fx', 'fx'],
  ['fxsingle', 'fx'],
  ['fx-spot', 'fx-spot'],
  ['fx-forward', 'fx-forward'],
  ['fxswap', 'fx-swap'],
  ['fx-swap', 'fx-swap'],
  ['deposit', 'deposit'],
  ['termdeposit', 'deposit'],
]);

const DAY_COUNTS: ReadonlyMap<string, DayCount> = new Map([
  ['act/360', 'ACT/360'],
  ['act/365f', 'ACT/365F'],
  ['act/365', 'ACT/365F'],
  ['30/360', '30/360'],
  ['30/360isda', '30/360'],
  ['30e/360', '30E/360'],
  ['act/actisda', 'ACT/ACT ISDA'],
  ['act/acticma', 'ACT/ACT ICMA'],
]);

const CONVENTIONS: ReadonlyMap<string, RollConvention | 'none'> = new Map([
  ['following', 'following'],
  ['f', 'following'],
  ['modifiedfollowing', 'modified-following'],
  ['mf', 'modified-following'],
  ['preceding', 'preceding'],
  ['p', 'preceding'],
  ['noadjust', 'none'],
  ['none', 'none'],
]);

const plain = (text: string): string => text.toLowerCase().replaceAll(' ', '');

export const productOf = (text: string): CsvProduct | undefined => PRODUCTS.get(plain(text));
export const dayCountOf = (text: string): DayCount | undefined => DAY_COUNTS.get(plain(text));
export const conventionOf = (text: string): RollConvention | 'none' | undefined => CONVENTIONS.get(plain(text));
export const dayCountNames: readonly string[] = [...new Set(DAY_COUNTS.values())];
