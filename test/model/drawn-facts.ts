import type { DrawnFact } from './drawn-commands.js';
import { HUB, UNITS, type Line, type Side } from './ledger-acts.js';

/** Of the chart; 2900 is what keeps a month from being closed. */
const ACCOUNTS = ['1100', '2100', '1150', '4200', '5200', '2900'] as const;
const DETAILS = ['ES0A51B00019', 'CIERESM0', ''] as const;

export const MONTHS = ['2026-05', '2026-06', '2026-07', '2026-08'] as const;

/** Day of four months, by number. */
export const dayOf = (number: number): string =>
  `${MONTHS[Math.floor(number / 30) % MONTHS.length]}-${String((number % 30) + 1).padStart(2, '0')}`;

/** A fact always makes the same sides; each balances alone or against the hub, in every currency. */
export function sidesOf({ shape, unit, accounting, amounts, accounts, turned }: DrawnFact): Side[] {
  const book = UNITS[unit % UNITS.length] ?? UNITS[0];
  const other = UNITS[(unit + 1) % UNITS.length] ?? UNITS[0];
  const sign = turned ? -1n : 1n;
  const [first, second] = accounts;
  const line = (pick: number, currency: string, units: bigint): Line => ({
    account: ACCOUNTS[pick % ACCOUNTS.length] ?? ACCOUNTS[0],
    detail: DETAILS[pick % DETAILS.length] ?? '',
    currency,
    units: sign * units,
  });
  const cash = (currency: string, units: bigint): Line => ({
    account: '1010',
    detail: `NOSTRO-${currency}`,
    currency,
    units: sign * units,
  });
  switch (shape) {
    case 'alone':
      return [
        {
          book: unit % 4 === 3 ? HUB : book,
          accounting,
          lines: amounts.flatMap(({ currency, size, part }) => [
            line(first, currency, size + part),
            line(second, currency, -size),
            line(second + 1, currency, -part),
          ]),
        },
      ];
    case 'bridged':
      return [
        {
          book,
          accounting: 'common',
          lines: amounts.flatMap(({ currency, size, part }) => [
            line(first, currency, size),
            line(second, currency, part),
          ]),
        },
        {
          book: HUB,
          accounting: 'common',
          lines: amounts.map(({ currency, size, part }) => cash(currency, -size - part)),
        },
      ];
    case 'parallel':
      return [
        { book, accounting: 'TDA', lines: amounts.map(({ currency, size }) => line(first, currency, size)) },
        {
          book,
          accounting: 'SDA',
          lines: amounts.flatMap(({ currency, size, part }) => [
            line(second, currency, size + part),
            line(first + 1, currency, -part),
          ]),
        },
        { book: HUB, accounting: 'common', lines: amounts.map(({ currency, size }) => cash(currency, -size)) },
      ];
    case 'two units':
      return [
        { book, accounting: 'common', lines: amounts.map(({ currency, size }) => line(first, currency, size)) },
        { book: other, accounting: 'common', lines: amounts.map(({ currency, part }) => line(second, currency, part)) },
        {
          book: HUB,
          accounting: 'common',
          lines: amounts.map(({ currency, size, part }) => cash(currency, -size - part)),
        },
      ];
  }
}
