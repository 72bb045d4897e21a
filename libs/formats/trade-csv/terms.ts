import { spotDate } from '#domain/calendars';
import { isIsin } from '#domain/identifiers';
import { currencyFault, Decimal, formatAmount, toMoney } from '#domain/money';
import type { RawTradeEvent } from '#formats/trade-file';
import { dayCountNames, dayCountOf, type CsvProduct } from './codes.js';
import type { Field } from './columns.js';
import type { Row } from './row.js';

type Terms = RawTradeEvent;

const BUY_OR_SELL = ['BUY', 'SELL'] as const;

/** Terms of the product as the contract names them. They mean nothing where the row has faults. */
export function termsOf(product: CsvProduct, row: Row, tradeDate: string | undefined): Terms {
  switch (product) {
    case 'equity':
    case 'bond':
      return { product, ...securityTerms(row) };
    case 'deposit':
      return { product, ...depositTerms(row) };
    case 'fx-swap':
      return { product, ...swapTerms(row, tradeDate) };
    case 'fx':
    case 'fx-spot':
    case 'fx-forward':
      return singleExchange(product, row, tradeDate);
  }
}

function securityTerms(row: Row): Terms {
  return {
    side: row.oneOf('side', BUY_OR_SELL),
    isin: isinOf(row),
    quantity: row.positive('quantity'),
    price: row.positive('price'),
    currency: row.need('currency'),
    ...optional('settlementDate', row.date('settlementDate')),
    ...optional('commission', row.text('commission')),
  };
}

/** The column isin, or a security id that is one. */
function isinOf(row: Row): string | undefined {
  const field: Field = row.text('isin') !== undefined || row.text('securityId') === undefined ? 'isin' : 'securityId';
  const isin = row.need(field);
  if (isin === undefined || isIsin(isin)) return isin;
  const scheme = row.text('securityIdScheme');
  return row.fault(
    field,
    scheme ? `${scheme} ${isin}` : isin,
    'is not an ISIN (ISO 6166, check digit)',
    'Name the security by its ISIN.',
  );
}

/** Buying a deposit is placing it: the principal is paid at the start. */
function depositTerms(row: Row): Terms {
  const told = row.need('dayCount');
  const currency = row.need('currency');
  const direction =
    row.text('direction') !== undefined
      ? row.oneOf('direction', ['PLACED', 'TAKEN'])
      : row.oneOf('side', BUY_OR_SELL) === 'BUY'
        ? 'PLACED'
        : 'TAKEN';
  const date = (field: Field): string | undefined => {
    row.need(field);
    return row.rolled(field, 'dateConvention', 'dateCalendars', currency ? [currency] : []);
  };
  return {
    direction,
    currency,
    principal: row.positive(row.text('principal') === undefined ? 'notional' : 'principal'),
    ratePercent: row.need('ratePercent'),
    dayCount:
      told &&
      (dayCountOf(told) ??
        row.fault('dayCount', told, 'is no known day count', `Use one of ${dayCountNames.join(', ')}.`)),
    startDate: date('startDate'),
    maturityDate: date('maturityDate'),
  };
}

function singleExchange(product: 'fx' | 'fx-spot' | 'fx-forward', row: Row, tradeDate: string | undefined): Terms {
  const exchange = exchangeOf(row, 'rate', tradeDate);
  if (!exchange) return {};
  const currencies = [exchange.boughtCurrency, exchange.soldCurrency] as const;
  const valueDate = row.rolled('valueDate', 'valueDateConvention', 'valueDateCalendars', currencies);
  const terms = { ...exchange, ...optional('valueDate', valueDate) };
  if (product !== 'fx') return { product, ...terms };
  if (tradeDate === undefined) return terms;
  const spot = spotDate(tradeDate, ...currencies).date;
  const isForward = valueDate !== undefined && valueDate > spot;
  row.remarks.push(`${isForward ? 'fx-forward' : 'fx-spot'}: value date ${valueDate ?? 'not told'}, spot date ${spot}`);
  return { product: isForward ? 'fx-forward' : 'fx-spot', ...terms };
}

/** The far leg turns the near one round, at its own rate. */
function swapTerms(row: Row, tradeDate: string | undefined): Terms {
  const near = exchangeOf(row, 'rate', tradeDate);
  const rate = row.positive('farRate');
  if (!near || rate === undefined) return {};
  const currencies = [near.boughtCurrency, near.soldCurrency];
  const far =
    row.text('boughtAmount') === undefined
      ? exchangeOf(row, 'farRate', tradeDate)
      : { boughtAmount: row.positive('farSoldAmount'), soldAmount: row.positive('farBoughtAmount') };
  const rolled = (field: Field) => row.rolled(field, 'valueDateConvention', 'valueDateCalendars', currencies);
  row.need('farValueDate');
  return {
    near: { ...near, ...optional('valueDate', rolled('valueDate')) },
    far: {
      boughtCurrency: near.soldCurrency,
      boughtAmount: far?.soldAmount,
      soldCurrency: near.boughtCurrency,
      soldAmount: far?.boughtAmount,
      rate,
      valueDate: rolled('farValueDate'),
    },
  };
}

interface Exchange {
  readonly boughtCurrency: string;
  readonly boughtAmount: string;
  readonly soldCurrency: string;
  readonly soldAmount: string;
  readonly rate: string;
}

/** Both amounts are told, or one of them with the pair and the rate; then the other follows, rounded to its minor unit. */
function exchangeOf(row: Row, rateField: 'rate' | 'farRate', tradeDate: string | undefined): Exchange | undefined {
  const rate = row.positive(rateField);
  if (row.text('boughtAmount') !== undefined || row.text('soldAmount') !== undefined) {
    const told = {
      boughtCurrency: row.need('boughtCurrency'),
      boughtAmount: row.positive('boughtAmount'),
      soldCurrency: row.need('soldCurrency'),
      soldAmount: row.positive('soldAmount'),
      rate,
    };
    return isComplete(told) ? told : undefined;
  }
  const side = row.oneOf('side', BUY_OR_SELL);
  const currency = row.need('currency');
  const notional = row.positive('notional');
  const pair = pairOf(row, currency, tradeDate);
  if (!side || !currency || !notional || !pair || !rate) return undefined;
  const other = currency === pair.base ? pair.quote : pair.base;
  const exact = currency === pair.base ? new Decimal(notional).times(rate) : new Decimal(notional).div(rate);
  const amount = formatAmount(toMoney(exact, other));
  return side === 'BUY'
    ? { boughtCurrency: currency, boughtAmount: notional, soldCurrency: other, soldAmount: amount, rate }
    : { boughtCurrency: other, boughtAmount: amount, soldCurrency: currency, soldAmount: notional, rate };
}

/** Rates are units of the second currency of the pair for one of the first. */
function pairOf(row: Row, currency: string | undefined, tradeDate: string | undefined) {
  const text = row.need('pair');
  if (text === undefined || currency === undefined || tradeDate === undefined) return undefined;
  const [, base = '', quote = ''] = /^([A-Z]{3})\/([A-Z]{3})$/.exec(text) ?? [];
  if (base === quote || (currency !== base && currency !== quote))
    return row.fault('pair', text, `is no currency pair with ${currency} in it`, 'Write it as EUR/USD.');
  const unusable = currencyFault(base, tradeDate) ?? currencyFault(quote, tradeDate);
  return unusable === undefined ? { base, quote } : row.fault('pair', text, unusable, 'Correct the pair.');
}

const isComplete = (exchange: { readonly [Key in keyof Exchange]: string | undefined }): exchange is Exchange =>
  Object.values(exchange).every((value) => value !== undefined);

const optional = (field: string, value: string | undefined): Terms => (value === undefined ? {} : { [field]: value });
