import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { isDate, spotDate } from '#domain/calendars';
import { currencyFault, Decimal, formatAmount, toMoney } from '#domain/money';
import { refused, type FileDefaults, type FileFault, type FileRow, type RawTradeEvent } from '#formats/trade-file';
import { dayCounts, fieldOf, productOf } from './columns.js';

export const dateFormats = ['YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY', 'YYYYMMDD'] as const;

export interface TradeCsvOptions extends FileDefaults {
  /** Told, never guessed: 06/12/2016 is two days. */
  readonly dateFormat: (typeof dateFormats)[number];
}

type Row = Readonly<Record<string, string>>;

const LONGEST_RECORD = 65_536;

/** Reads trades row by row; each row stands alone. Rows without any value are passed over. */
export async function* readTradeCsv(
  text: AsyncIterable<string | Buffer>,
  options: TradeCsvOptions,
): AsyncGenerator<FileRow> {
  let fields: (string | undefined)[] | undefined;
  const parser = Readable.from(text).pipe(
    parse({ info: true, relax_column_count: true, bom: true, max_record_size: LONGEST_RECORD, skip_empty_lines: true }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (!fields) {
        fields = record.map(fieldOf);
        if (!fields.includes('product') || !fields.includes('tradeId'))
          yield refused(
            1,
            'header',
            record.slice(0, 6).join(','),
            'names no column for product and trade id',
            'See docs/import.md for the columns.',
          );
        continue;
      }
      if (record.every((value) => value.trim() === '')) continue;
      const row: Record<string, string> = Object.create(null) as Record<string, string>;
      for (const [index, field] of fields.entries())
        if (field !== undefined && row[field] === undefined && record[index]?.trim()) row[field] = record[index].trim();
      yield readRow(row, info.lines, options);
    }
  } catch (error) {
    const { code, lines } = error as { code?: string; lines?: number };
    if (!code?.startsWith('CSV_')) throw error;
    yield refused(lines ?? 0, '', code, (error as Error).message, 'Correct the file from this line on.');
  }
}

function readRow(row: Row, line: number, options: TradeCsvOptions): FileRow {
  const name = row['product'] ?? '';
  const product = productOf(name);
  if (product === undefined)
    return refused(
      line,
      'product',
      name || 'nothing',
      name ? `${name} is not a product that is settled here` : 'is required',
      'Products: equity, bond, FX, FX swap, term deposit.',
    );
  const faults: FileFault[] = [];
  const fault = (field: string, value: string | undefined, rule: string, remedy: string): undefined =>
    void faults.push({ field, value: value ?? 'nothing', rule, remedy });
  const need = (field: string): string =>
    row[field] ?? fault(field, undefined, 'is required', `Fill the column ${field}.`) ?? '';
  const date = (field: string): string | undefined => {
    const value = row[field];
    if (value === undefined) return undefined;
    return (
      dateOf(value, options.dateFormat) ??
      fault(field, value, `is not a date ${options.dateFormat}`, 'Tell the format of the file with --date-format.')
    );
  };
  const needDate = (field: string): string => (row[field] === undefined ? need(field) : (date(field) ?? ''));
  const common = {
    product,
    tradeDate: needDate('tradeDate'),
    portfolio: row['portfolio'] ?? options.portfolio,
    counterparty:
      row['counterparty'] ??
      options.counterparty ??
      fault('counterparty', undefined, 'is required', 'Fill the column, or tell --counterparty.'),
    ...(row['capacity'] ? { capacity: row['capacity'] } : {}),
    ...(row['beneficialOwner'] ? { beneficialOwner: row['beneficialOwner'] } : {}),
  };
  const terms = termsOf(product, row, { need, needDate, date, fault, tradeDate: common.tradeDate });
  const version =
    row['version'] === undefined
      ? 1
      : /^\d{1,4}$/.test(row['version'])
        ? Number.parseInt(row['version'], 10)
        : fault('version', row['version'], 'is not a whole number', 'Correct it.');
  const identity = {
    action: (row['action'] ?? 'NEW').toUpperCase(),
    tradeId: need('tradeId'),
    version,
    sourceSystem: options.sourceSystem,
  };
  if (faults.length > 0) return { kind: 'refused', line, faults };
  const event: RawTradeEvent =
    identity.action === 'CANCEL' ? identity : { ...identity, terms: { ...common, ...terms } };
  return { kind: 'trade', line, event };
}

interface Reading {
  readonly need: (field: string) => string;
  readonly needDate: (field: string) => string;
  readonly date: (field: string) => string | undefined;
  readonly fault: (field: string, value: string | undefined, rule: string, remedy: string) => undefined;
  readonly tradeDate: string;
}

function termsOf(product: string, row: Row, { need, needDate, date, fault, tradeDate }: Reading): RawTradeEvent {
  const optional = (field: string, value: string | undefined): RawTradeEvent =>
    value === undefined ? {} : { [field]: value };
  switch (product) {
    case 'equity':
    case 'bond':
      return {
        side: need('side').toUpperCase(),
        isin: need('isin'),
        quantity: need('quantity'),
        price: need('price'),
        currency: need('currency'),
        ...optional('settlementDate', date('settlementDate')),
        ...optional('commission', row['commission']),
      };
    case 'deposit': {
      const told = row['dayCount'] ?? '';
      return {
        direction: row['direction']?.toUpperCase() ?? (need('side').toUpperCase() === 'BUY' ? 'PLACED' : 'TAKEN'),
        currency: need('currency'),
        principal: row['principal'] ?? need('notional'),
        ratePercent: need('ratePercent'),
        dayCount:
          dayCounts[told.toLowerCase()] ??
          fault('dayCount', told, 'is no known day count', `Use one of ${Object.values(dayCounts).join(', ')}.`),
        startDate: needDate('startDate'),
        maturityDate: needDate('maturityDate'),
      };
    }
    default: {
      const near = exchangeOf(row, row['rate'] ?? need('rate'), { need, fault });
      const valueDate = date('valueDate');
      if (product === 'fx-swap') {
        const far = turned(exchangeOf(row, row['farRate'] ?? need('farRate'), { need, fault }));
        return {
          near: { ...near, ...optional('valueDate', valueDate) },
          far: { ...far, valueDate: needDate('farValueDate') },
        };
      }
      const forward =
        product === 'fx-forward' ||
        (product === 'fx' && valueDate !== undefined && isAfterSpot(tradeDate, valueDate, near));
      return { product: forward ? 'fx-forward' : 'fx-spot', ...near, ...optional('valueDate', valueDate) };
    }
  }
}

function isAfterSpot(tradeDate: string, valueDate: string, near: RawTradeEvent): boolean {
  return (
    isDate(tradeDate) &&
    valueDate > spotDate(tradeDate, String(near['boughtCurrency']), String(near['soldCurrency'])).date
  );
}

/** Both amounts are told, or one of them with the pair and the rate. */
function exchangeOf(row: Row, rate: string, { need, fault }: Pick<Reading, 'need' | 'fault'>): RawTradeEvent {
  if (row['boughtAmount'] !== undefined || row['soldAmount'] !== undefined)
    return {
      boughtCurrency: need('boughtCurrency'),
      boughtAmount: need('boughtAmount'),
      soldCurrency: need('soldCurrency'),
      soldAmount: need('soldAmount'),
      rate,
    };
  const [pair, currency, notional, side] = [
    need('pair'),
    need('currency'),
    need('notional'),
    need('side').toUpperCase(),
  ];
  const [base = '', quote = ''] = pair.split('/');
  if (!/^[A-Z]{3}$/.test(base) || !/^[A-Z]{3}$/.test(quote) || (currency !== base && currency !== quote)) {
    fault('pair', pair, `is no currency pair with ${currency || 'a currency'} in it`, 'Write it as EUR/USD.');
    return {};
  }
  if (!/^\d+(\.\d+)?$/.test(notional) || !/^\d+(\.\d+)?$/.test(rate)) {
    fault(
      'notional',
      `${notional} at ${rate}`,
      'amount and rate must be positive decimals',
      'Direction is told by buy or sell, not by a sign.',
    );
    return {};
  }
  const unusable = currencyFault(base, '2000-01-01') ?? currencyFault(quote, '2000-01-01');
  if (unusable) {
    fault('pair', pair, unusable, 'Correct the pair.');
    return {};
  }
  const other = currency === base ? quote : base;
  const counter = formatAmount(
    toMoney(currency === base ? new Decimal(notional).times(rate) : new Decimal(notional).div(rate), other),
  );
  const told = { currency, amount: notional };
  const made = { currency: other, amount: counter };
  const [bought, sold] = side === 'BUY' ? [told, made] : [made, told];
  return {
    boughtCurrency: bought.currency,
    boughtAmount: bought.amount,
    soldCurrency: sold.currency,
    soldAmount: sold.amount,
    rate,
  };
}

const turned = (exchange: RawTradeEvent): RawTradeEvent => ({
  boughtCurrency: exchange['soldCurrency'],
  boughtAmount: exchange['soldAmount'],
  soldCurrency: exchange['boughtCurrency'],
  soldAmount: exchange['boughtAmount'],
  rate: exchange['rate'],
});

const PATTERNS: Readonly<Record<(typeof dateFormats)[number], RegExp>> = {
  'YYYY-MM-DD': /^(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)$/,
  'DD/MM/YYYY': /^(?<d>\d\d)\/(?<m>\d\d)\/(?<y>\d{4})$/,
  'MM/DD/YYYY': /^(?<m>\d\d)\/(?<d>\d\d)\/(?<y>\d{4})$/,
  'DD.MM.YYYY': /^(?<d>\d\d)\.(?<m>\d\d)\.(?<y>\d{4})$/,
  YYYYMMDD: /^(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)$/,
};

function dateOf(text: string, format: (typeof dateFormats)[number]): string | undefined {
  const { y, m, d } = PATTERNS[format].exec(text)?.groups ?? {};
  const date = `${y}-${m}-${d}`;
  return y !== undefined && isDate(date) ? date : undefined;
}
