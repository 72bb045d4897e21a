import type { TradeTerms } from '#contracts';
import { Decimal, formatAmount, toMoney } from '#domain/money';
import { houseRecords, type Bond, type Equity } from '#domain/parties';
import type { Chance } from './chance.js';

/** Makes up the terms of one trade as a desk would report them, with prices near a made-up market. */

const EQUITIES = houseRecords.instruments.filter((instrument): instrument is Equity => instrument.kind === 'equity');
const BONDS = houseRecords.instruments.filter((instrument): instrument is Bond => instrument.kind === 'bond');
/** Parties with whom the desks deal. */
export const COUNTERPARTIES = houseRecords.parties
  .filter(({ role, lei }) => role === 'counterparty' && lei.startsWith('9598'))
  .map(({ code }) => code);
const CLIENTS = houseRecords.parties.filter(({ role }) => role === 'client').map(({ code }) => code);
const TRADERS = ['ines', 'tomas', 'akira', 'bea', 'olu'];

/** Mid price of a share in hundredths of the major unit; whole yen for JPY. */
const SHARE_PRICES: Readonly<Record<string, number>> = { EUR: 4210, USD: 11850, GBP: 725, CHF: 9380, JPY: 3120 };

/** Currency pairs the desk deals, with a mid rate in units of the quoted currency for one of the base, times 10^4. */
const PAIRS: readonly (readonly [base: string, quote: string, rateTimes10000: number])[] = [
  ['EUR', 'USD', 10850],
  ['EUR', 'USD', 10850],
  ['EUR', 'GBP', 8520],
  ['GBP', 'USD', 12735],
  ['EUR', 'CHF', 9460],
  ['USD', 'JPY', 1568000],
  ['EUR', 'JPY', 1701000],
  ['USD', 'KWD', 3070],
  ['USD', 'CAD', 13650],
];

/** Closing rates of the same made-up market, a little away from the dealing rates. */
export function closingRates(chance: Chance): { base: string; quote: string; rate: string }[] {
  const seen = new Set<string>();
  return PAIRS.filter(([base, quote]) => !seen.has(base + quote) && seen.add(base + quote)).map(
    ([base, quote, mid]) => ({
      base,
      quote,
      rate: scaled(mid * 10 + chance.below(Math.ceil(mid / 10)) - Math.ceil(mid / 20), 5),
    }),
  );
}

/** Closing prices of all that the desks deal, near the dealing prices: clean per cent for a bond. */
export function closingPrices(chance: Chance): { isin: string; price: string }[] {
  return [
    ...EQUITIES.map(({ isin, currency }) => ({ isin, price: sharePrice(chance, currency) })),
    ...BONDS.map(({ isin }) => ({ isin, price: scaled(around(chance, 99250, 25), 3) })),
  ];
}

function sharePrice(chance: Chance, currency: string): string {
  const mid = around(chance, SHARE_PRICES[currency] ?? 5000, 30);
  return currency === 'JPY' ? String(mid) : scaled(mid, 2);
}

/** Whole number divided by a power of ten, as decimal text. */
function scaled(whole: number, decimals: number): string {
  const text = String(whole).padStart(decimals + 1, '0');
  return `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

const around = (chance: Chance, mid: number, perThousand: number): number =>
  mid + Math.floor((mid * (chance.below(2 * perThousand + 1) - perThousand)) / 1000);

const deal = (chance: Chance, tradeDate: string) => ({
  tradeDate,
  counterparty: chance.pick(COUNTERPARTIES),
  trader: chance.pick(TRADERS),
});

const ownership = (chance: Chance): { capacity: 'house' | 'client'; beneficialOwner?: string } =>
  chance.happens(15) ? { capacity: 'client', beneficialOwner: chance.pick(CLIENTS) } : { capacity: 'house' };

export function makeTerms(chance: Chance, tradeDate: string, dates: DealingDates): TradeTerms {
  const lot = chance.below(100);
  if (lot < 42) return equity(chance, tradeDate);
  if (lot < 58) return bond(chance, tradeDate);
  if (lot < 78)
    return { product: 'fx-spot', ...deal(chance, tradeDate), portfolio: 'FX-CASH', ...exchange(chance, 10, '') };
  if (lot < 86) {
    const valueDate = chance.pick(dates.forwards);
    return {
      product: 'fx-forward',
      ...deal(chance, tradeDate),
      portfolio: 'FX-TERM',
      ...exchange(chance, 15, valueDate),
      valueDate,
    };
  }
  if (lot < 92) return fxSwap(chance, tradeDate, dates);
  return deposit(chance, tradeDate, dates);
}

/** Good business days for what starts and ends later. */
export interface DealingDates {
  readonly spot: string;
  readonly forwards: readonly string[];
  readonly maturities: readonly string[];
}

function equity(chance: Chance, tradeDate: string): TradeTerms {
  const { isin, currency } = chance.pick(EQUITIES);
  const owner = ownership(chance);
  const price = sharePrice(chance, currency);
  return {
    product: 'equity',
    ...deal(chance, tradeDate),
    ...owner,
    portfolio: owner.capacity === 'client' ? 'EQ-AGENCY' : currency === 'EUR' ? 'EQ-EUROPE' : 'EQ-WORLD',
    side: chance.pick(['BUY', 'SELL']),
    isin,
    quantity: String((1 + chance.below(400)) * 25),
    price,
    currency,
  };
}

function bond(chance: Chance, tradeDate: string): TradeTerms {
  const { isin, currency } = chance.pick(BONDS);
  const owner = ownership(chance);
  return {
    product: 'bond',
    ...deal(chance, tradeDate),
    ...owner,
    portfolio:
      owner.capacity === 'client'
        ? 'BD-AGENCY'
        : /^(ES|DE|US0A51B0005|GB)/.test(isin)
          ? 'BD-GOVERNMENT'
          : 'BD-CORPORATE',
    side: chance.pick(['BUY', 'SELL']),
    isin,
    quantity: `${50 * (1 + chance.below(60))}000`,
    price: scaled(around(chance, 99250, 25), 3),
    currency,
  };
}

function exchange(chance: Chance, perThousand: number, valueDate: string) {
  const [base, quote, mid] = chance.pick(PAIRS);
  const rate = scaled(around(chance, mid, perThousand), 4);
  const baseAmount = `${100 + 25 * chance.below(200)}000.00`;
  const baseMoney = toMoney(new Decimal(baseAmount), base);
  const quoteMoney = toMoney(new Decimal(baseAmount).times(rate), quote);
  const [bought, sold] = chance.happens(50) ? [baseMoney, quoteMoney] : [quoteMoney, baseMoney];
  return {
    boughtCurrency: bought.currency,
    boughtAmount: formatAmount(bought),
    soldCurrency: sold.currency,
    soldAmount: formatAmount(sold),
    rate,
    ...(valueDate === '' ? {} : { valueDate }),
  };
}

/** Near leg at spot, far leg turns it round at a rate a few points away. */
function fxSwap(chance: Chance, tradeDate: string, dates: DealingDates): TradeTerms {
  const near = exchange(chance, 10, '');
  const [farRate, farDate] = [
    new Decimal(near.rate).times('1.0015').toDecimalPlaces(4).toFixed(4),
    chance.pick(dates.forwards),
  ];
  const baseIsBought = new Decimal(near.boughtAmount).times(near.rate).minus(near.soldAmount).abs().lt(1);
  const base = baseIsBought ? near.boughtAmount : near.soldAmount;
  const turned = formatAmount(
    toMoney(new Decimal(base).times(farRate), baseIsBought ? near.soldCurrency : near.boughtCurrency),
  );
  return {
    product: 'fx-swap',
    ...deal(chance, tradeDate),
    portfolio: 'FX-TERM',
    near,
    far: {
      boughtCurrency: near.soldCurrency,
      boughtAmount: baseIsBought ? turned : near.soldAmount,
      soldCurrency: near.boughtCurrency,
      soldAmount: baseIsBought ? near.boughtAmount : turned,
      rate: farRate,
      valueDate: farDate,
    },
  };
}

function deposit(chance: Chance, tradeDate: string, dates: DealingDates): TradeTerms {
  const currency = chance.pick(['EUR', 'USD', 'GBP', 'CHF']);
  return {
    product: 'deposit',
    ...deal(chance, tradeDate),
    portfolio: 'MM-FUNDING',
    direction: chance.pick(['PLACED', 'TAKEN']),
    currency,
    principal: `${1 + chance.below(40)}000000.00`,
    ratePercent: scaled(around(chance, 3100, 200), 3),
    dayCount: currency === 'GBP' ? 'ACT/365F' : 'ACT/360',
    startDate: chance.pick([tradeDate, dates.spot]),
    maturityDate: chance.pick(dates.maturities),
  };
}
