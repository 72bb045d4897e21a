import type { Mutant } from './mutant.js';

const MONEY = 'libs/domain/money';
const money = `${MONEY}/money.spec.ts`;
const PARTS = 'libs/domain/obligation/parts.ts';
const obligation = 'libs/domain/obligation/obligation.spec.ts';
const identity = 'libs/domain/identity/identity.spec.ts';

/** Amounts, parts, dates and ids in the domain. */
export const amounts: readonly Mutant[] = [
  {
    id: 'B2.1',
    title: 'a cancel after a part has settled gives back the whole',
    file: 'libs/domain/obligation/follow.ts',
    edits: [
      {
        find: "following.move('CANCELLED', progressed({ remaining: following.remaining }));",
        replace: "following.move('CANCELLED', progressed({ remaining: wholeOf(obligation.terms) }));",
      },
    ],
    spec: obligation,
    test: 'leaves settled parts standing',
  },
  {
    id: 'B3.1',
    title: 'each part is rounded by itself, so that parts and remainder are not the original',
    file: PARTS,
    edits: [
      {
        find: 'const reached = new Decimal(settled.quantity).plus(quantity);',
        replace: 'const reached = new Decimal(quantity);',
      },
      { find: 'return subtract(due, before);', replace: 'return due;' },
    ],
    spec: 'apps/settlement/src/settlement.spec.ts',
    test: 'takes parts over the cut-off, the last one with the residue',
  },
  {
    id: 'B3.2',
    title: 'a part may settle more than is open',
    file: 'libs/domain/obligation/facts.ts',
    edits: [{ find: 'if (left.isNegative() || ', replace: 'if (' }],
    spec: obligation,
    test: 'parts of a settlement',
  },
  {
    id: 'B4.1',
    title: 'the parts of an id are joined without their lengths, so that different things get one id',
    file: 'libs/domain/identity/index.ts',
    edits: [{ find: 'name += `|${text.length}:${text}`;', replace: 'name += text;' }],
    spec: identity,
    test: 'tells parts apart',
  },
  {
    id: 'B5.1',
    title: 'a business date is taken from the clock of the machine, and is a day early west of Greenwich',
    file: `libs/domain/calendars/plain-date.ts`,
    edits: [
      {
        find: '  const shifted = days + DAYS_BEFORE_1970;\n',
        replace:
          "  if (days >= 0) return new Date(days * 86_400_000).toLocaleDateString('sv-SE');\n  const shifted = days + DAYS_BEFORE_1970;\n",
      },
    ],
    spec: 'libs/domain/calendars/plain-date.spec.ts',
    test: 'agree with the calendar of the platform from year 1 to 9999, whatever the time zone',
    zone: 'America/Juneau',
  },
  {
    id: 'B5.2',
    title: 'days are counted by the hours between two local midnights, and one is lost when clocks go forward',
    file: `libs/domain/calendars/plain-date.ts`,
    edits: [
      {
        find: 'return dayNumber(end) - dayNumber(start);',
        replace: 'return Math.floor((Date.parse(`${end}T00:00`) - Date.parse(`${start}T00:00`)) / 86_400_000);',
      },
    ],
    spec: 'libs/domain/calendars/plain-date.spec.ts',
    test: 'are counted alike over every change of the clocks',
    zone: 'America/Juneau',
  },
  {
    id: 'B5.3',
    title: 'a weekday is that of the local day',
    file: `libs/domain/calendars/plain-date.ts`,
    edits: [
      {
        find: 'return (((((days + 3) % 7) + 7) % 7) + 1) as Weekday;',
        replace: 'return (((new Date(days * 86_400_000 + 43_200_000).getDay() + 6) % 7) + 1) as Weekday;',
      },
    ],
    spec: 'libs/domain/calendars/plain-date.spec.ts',
    test: 'agree with the calendar of the platform from year 1 to 9999, whatever the time zone',
    zone: 'Pacific/Kiritimati',
  },
  {
    id: 'B12.12',
    title: 'the id of a journal does not name its book, so that two ledgers collide',
    file: 'libs/domain/ledger/books/journal.ts',
    edits: [
      {
        find: ": idOf('journal', key, rule.id, book);",
        replace: ": idOf('journal', key, rule.id, typeof book);",
      },
    ],
    spec: 'libs/domain/ledger/books/journal.spec.ts',
    test: 'has an id that follows from what is booked, and differs by book',
  },
  {
    id: 'B19.1',
    title: 'amounts are read as floats: 78.43 becomes 7842',
    file: `${MONEY}/money.ts`,
    edits: [
      {
        find: "const units = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));",
        replace: 'const units = BigInt(Math.trunc(parseFloat(`${whole}.${fraction}`) * 10 ** digits));',
      },
    ],
    spec: money,
    test: 'come back from their text to the unit, up to 10^30, in every number of decimals',
  },
  {
    id: 'B19.2',
    title: 'every currency has two decimals, the yen too',
    file: `${MONEY}/currencies.ts`,
    edits: [
      {
        find: 'throw new UnknownCurrency(currency);\n  return digits;',
        replace: 'throw new UnknownCurrency(currency);\n  return 2;',
      },
    ],
    spec: money,
    test: 'show all decimals of the currency, and none of the yen',
  },
  {
    id: 'B19.3',
    title: 'what is left of an amount that is shared out is lost',
    file: `${MONEY}/allot.ts`,
    edits: [{ find: 'topped.has(index) ? units + step : units', replace: 'topped.has(-1) ? units + step : units' }],
    spec: money,
    test: 'is the amount again when the shares are added',
  },
  {
    id: 'B19.4',
    title: 'halves are always rounded up, so that sums drift',
    file: `${MONEY}/rounded-division.ts`,
    edits: [
      {
        find: 'if (distance < divisor || (distance === divisor && quotient % 2n === 0n)) return',
        replace: 'if (distance < divisor) return',
      },
    ],
    spec: `${MONEY}/rounded-division.spec.ts`,
    test: 'is never off by more than half, and even where it is off by half',
  },
  {
    id: 'B19.5',
    title: 'decimals keep twenty digits and round silently beyond',
    file: `${MONEY}/decimal.ts`,
    edits: [{ find: 'precision: 80', replace: 'precision: 20' }],
    spec: money,
    test: 'come back from a decimal to the unit',
  },
  {
    id: 'B19.6',
    title: 'amounts of different currencies are added',
    file: `${MONEY}/money.ts`,
    edits: [
      {
        find: 'if (left.currency !== right.currency) throw',
        replace: 'if (left.currency.length !== right.currency.length) throw',
      },
    ],
    spec: money,
    test: 'never add across currencies',
  },
  {
    id: 'B23.2',
    title: 'amounts of events pass through JSON numbers',
    file: 'libs/contracts/codec.ts',
    edits: [{ find: 'record[key] = BigInt(field);', replace: 'record[key] = BigInt(Number(field));' }],
    spec: 'libs/contracts/codec.spec.ts',
    test: 'is exact beyond 2^53, as text outside and bigint in the hand',
  },
  {
    id: 'B23.3',
    title: 'amounts are shown through floats',
    file: `${MONEY}/money.ts`,
    edits: [
      {
        find: 'const text = (minorUnits < 0n ? -minorUnits : minorUnits).toString()',
        replace: 'const text = BigInt(Math.abs(Number(minorUnits))).toString()',
      },
    ],
    spec: money,
    test: 'come back from their text to the unit, up to 10^30, in every number of decimals',
  },
];
