import { createReadStream, readFileSync } from 'node:fs';
import { decode, frontOfficeTrade } from '#contracts';
import { referenceData } from '#domain/parties';
import { enrich } from '#domain/trade';
import { bytesOfFile, type FileRow } from '#formats/trade-file';
import { collected } from '#test/collected';
import { columns } from './columns.js';
import { readTradeCsv, type TradeCsvOptions } from './index.js';

const usual: TradeCsvOptions = {
  portfolio: 'IMPORTED',
  sourceSystem: 'file-import',
  counterparty: 'BRUMA',
  dateFormat: 'YYYY-MM-DD',
};
const FIXTURES = new URL('../../../test/fixtures/trades-csv/', import.meta.url);

const fromFile = (name: string, options: Partial<TradeCsvOptions> = {}): Promise<FileRow[]> =>
  collected(readTradeCsv(createReadStream(new URL(name, FIXTURES)), { ...usual, ...options }));

const read = (text: string, options: Partial<TradeCsvOptions> = {}): Promise<FileRow[]> =>
  collected(readTradeCsv(bytesOfFile(text), { ...usual, ...options }));

/** Faults of a refused row as `field: rule`, the event of a taken one. */
const shown = (row: FileRow | undefined): unknown =>
  row?.kind === 'refused' ? row.faults.map(({ field, rule }) => `${field}: ${rule}`) : row?.event;

/** A file of one row with the columns and values told. */
const row = async (values: Record<string, string>, options: Partial<TradeCsvOptions> = {}): Promise<unknown> => {
  const [only] = await read(`${Object.keys(values).join(',')}\n${Object.values(values).join(',')}\n`, options);
  return shown(only);
};

const spot = {
  tradeId: 'T-1',
  product: 'FX',
  tradeDate: '2026-06-15',
  pair: 'EUR/USD',
  side: 'Buy',
  currency: 'EUR',
  notional: '1000000',
  rate: '1.0850',
  valueDate: '2026-06-17',
};

const security = {
  tradeId: 'T-1',
  product: 'Security',
  tradeDate: '2026-06-15',
  side: 'SELL',
  isin: 'US0A51B00050',
  quantity: '10',
  price: '1.5',
  currency: 'USD',
};

describe('a trade file with our columns', () => {
  it('gives events that the contract and the standing data accept', async () => {
    for (const one of await fromFile('own-columns.csv')) {
      if (one.kind === 'refused') throw new Error(JSON.stringify(one));
      const event = decode(frontOfficeTrade, JSON.stringify(one.event));
      if (event.action !== 'CANCEL')
        expect([event.tradeId, enrich(event.terms, referenceData).kind]).toEqual([event.tradeId, 'enriched']);
    }
  });

  it('takes a cancel with no more than its identity', async () => {
    expect(shown((await fromFile('own-columns.csv')).at(-1))).toEqual({
      action: 'CANCEL',
      tradeId: 'FX-2',
      version: 2,
      sourceSystem: 'file-import',
    });
  });
});

describe('a trade file with the headers of Strata', () => {
  it('gives the trades that carry enough, and refuses the others by product or field', async () => {
    const rows = await fromFile('strata-headers.csv', { dateFormat: 'DD/MM/YYYY' });
    expect(
      rows.map((one) => [
        one.line,
        one.kind === 'trade' ? (one.event['terms'] as { product: string }).product : shown(one),
      ]),
    ).toEqual([
      [2, 'fx-spot'],
      [3, 'fx-forward'],
      [4, 'fx-swap'],
      [6, 'deposit'],
      [7, 'equity'],
      [8, ['securityId: is not an ISIN (ISO 6166, check digit)']],
      [9, ['product: Fra is not a product that is settled here']],
      [10, ['product: Swaption is not a product that is settled here']],
    ]);
    for (const one of rows) if (one.kind === 'trade') decode(frontOfficeTrade, JSON.stringify(one.event));
  });

  it('turns notional, pair and rate into both amounts, and the far leg of a swap round', async () => {
    const [sell, , swap] = await fromFile('strata-headers.csv', { dateFormat: 'DD/MM/YYYY' });
    expect(shown(sell)).toMatchObject({
      tradeId: 'fx-900',
      terms: {
        boughtCurrency: 'JPY',
        boughtAmount: '235965000',
        soldCurrency: 'USD',
        soldAmount: '1500000',
        rate: '157.31',
      },
    });
    expect(shown(swap)).toMatchObject({
      terms: {
        near: {
          boughtCurrency: 'USD',
          boughtAmount: '268000.00',
          soldCurrency: 'GBP',
          soldAmount: '200000',
          valueDate: '2026-06-17',
        },
        far: {
          boughtCurrency: 'GBP',
          boughtAmount: '200000',
          soldCurrency: 'USD',
          soldAmount: '268500.00',
          valueDate: '2026-09-17',
        },
      },
    });
  });

  it('rolls a date as the row tells, and says so', async () => {
    const deposit = (await fromFile('strata-headers.csv', { dateFormat: 'DD/MM/YYYY' }))[3];
    expect(shown(deposit)).toMatchObject({ terms: { maturityDate: '2026-10-30', direction: 'PLACED' } });
    expect(deposit).toMatchObject({
      remarks: [expect.stringContaining('maturityDate 2026-10-31 rolled to 2026-10-30')],
    });
  });
});

describe('an FX row', () => {
  it.each([
    [
      'Buy',
      'EUR',
      '1000000',
      { boughtCurrency: 'EUR', boughtAmount: '1000000', soldCurrency: 'USD', soldAmount: '1085000.00' },
    ],
    [
      'SELL',
      'EUR',
      '1000000',
      { boughtCurrency: 'USD', boughtAmount: '1085000.00', soldCurrency: 'EUR', soldAmount: '1000000' },
    ],
    [
      'buy',
      'USD',
      '1085000',
      { boughtCurrency: 'USD', boughtAmount: '1085000', soldCurrency: 'EUR', soldAmount: '1000000.00' },
    ],
  ])('%s of %s %s gives both amounts', async (side, currency, notional, amounts) => {
    expect(await row({ ...spot, side, currency, notional })).toMatchObject({
      terms: { product: 'fx-spot', ...amounts },
    });
  });

  it('is a forward when its value date is after spot', async () => {
    expect(await row({ ...spot, valueDate: '2026-06-18' })).toMatchObject({ terms: { product: 'fx-forward' } });
  });

  it('rounds the other amount to the minor unit of its currency', async () => {
    expect(await row({ ...spot, pair: 'USD/KWD', currency: 'USD', notional: '100', rate: '0.30615' })).toMatchObject({
      terms: { soldCurrency: 'KWD', soldAmount: '30.615' },
    });
    expect(await row({ ...spot, pair: 'USD/JPY', currency: 'USD', notional: '1', rate: '157.5' })).toMatchObject({
      terms: { soldCurrency: 'JPY', soldAmount: '158' },
    });
  });

  it.each([
    [{ side: 'B' }, ['side: is not BUY or SELL']],
    [{ side: '' }, ['side: is required']],
    [{ notional: '-1000000' }, ['notional: is not a decimal above zero']],
    [{ notional: '1e6' }, ['notional: is not a decimal above zero']],
    [{ notional: '0' }, ['notional: is not a decimal above zero']],
    [{ notional: '9'.repeat(400) }, ['notional: is not a decimal above zero']],
    [{ rate: '1,0850' }, []],
    [{ pair: 'EURUSD' }, ['pair: is no currency pair with EUR in it']],
    [{ pair: 'GBP/USD' }, ['pair: is no currency pair with EUR in it']],
    [{ pair: 'EUR/HRK' }, ['pair: HRK was withdrawn after 2022-12-31, EUR took its place']],
    [{ pair: 'EUR/XXX' }, ['pair: XXX has no minor unit by ISO 4217: nothing settles in it']],
    [{ valueDate: '17/06/2026' }, ['valueDate: is not a date YYYY-MM-DD']],
    [{ tradeDate: '2026-02-30' }, ['tradeDate: is not a date YYYY-MM-DD']],
    [{ tradeDate: '9999-12-31' }, ['tradeDate: is not a date YYYY-MM-DD']],
    [{ product: 'constructor' }, ['product: constructor is not a product that is settled here']],
    [{ product: '' }, ['product: is required']],
    [{ version: '1.5' }, ['version: is not a whole number from 1 to 9999']],
    [{ 'Payment Date Convention': 'Nearest' }, ['valueDateConvention: is no known convention']],
  ])('with %j is refused', async (change, faults) => {
    const refusal = await row({ ...spot, ...change });
    if (faults.length > 0) expect(refusal).toEqual(faults);
    else expect(refusal).toBeInstanceOf(Array);
  });

  it('is refused for a calendar that nobody keeps', async () => {
    const told = { ...spot, 'Payment Date Convention': 'Following', 'Payment Date Calendar': 'MOON' };
    expect(await row(told)).toEqual([expect.stringContaining('there is no calendar MOON')]);
  });

  it('tells all its faults at once, with the trade they belong to', async () => {
    const [only] = await read(
      'tradeId,product,tradeDate,counterparty,side,currency,notional,rate,pair\nT-9,FX,15.06.2026,,X,EUR,-1,1.08,EUR/USD\n',
      {
        counterparty: '',
      },
    );
    expect(only).toMatchObject({ kind: 'refused', tradeId: 'T-9' });
    expect(shown(only)).toEqual(
      expect.arrayContaining([
        'tradeDate: is not a date YYYY-MM-DD',
        'side: is not BUY or SELL',
        'notional: is not a decimal above zero',
      ]),
    );
  });
});

describe('dates of a trade file', () => {
  it.each([
    ['06/12/2026', 'DD/MM/YYYY', '2026-12-06'],
    ['06/12/2026', 'MM/DD/YYYY', '2026-06-12'],
    ['06.12.2026', 'DD.MM.YYYY', '2026-12-06'],
    ['20261206', 'YYYYMMDD', '2026-12-06'],
  ] as const)('%s as %s is %s', async (text, dateFormat, tradeDate) => {
    expect(await row({ ...security, tradeDate: text }, { dateFormat })).toMatchObject({ terms: { tradeDate } });
  });

  it('are refused in any other format', async () => {
    expect(await row({ ...security, tradeDate: '25/12/2026' }, { dateFormat: 'MM/DD/YYYY' })).toEqual([
      'tradeDate: is not a date MM/DD/YYYY',
    ]);
    expect(await row({ ...security, tradeDate: '6/12/2026' }, { dateFormat: 'DD/MM/YYYY' })).toEqual([
      'tradeDate: is not a date DD/MM/YYYY',
    ]);
  });
});

describe('a trade file that is not quite one', () => {
  const good = `${Object.keys(spot).join(',')}\n${Object.values(spot).join(',')}\n`;

  it('is refused without columns for trade and product', async () => {
    expect((await read('a,b,c\n1,2,3\n4,5,6\n')).map(shown)).toEqual([
      ['header: names no column for product and trade id'],
    ]);
    expect(await read('')).toEqual([]);
  });

  it('loses the row whose values have slipped, and no other', async () => {
    const [slipped, next] = await read(good.replace('1000000', '1,000,000') + Object.values(spot).join(',') + '\n');
    expect(slipped?.kind).toBe('refused');
    expect(next?.kind).toBe('trade');
  });

  it('loses the last row where the file breaks off within it', async () => {
    const cut = good.slice(0, good.lastIndexOf('.0850'));
    expect(shown((await read(cut))[0])).toEqual(
      expect.arrayContaining([expect.stringContaining('has 8 values for 9 columns, and the file breaks off')]),
    );
    expect((await read(good.trimEnd()))[0]?.kind).toBe('trade');
  });

  it('is refused where two columns tell different things', async () => {
    expect(shown((await read('Id,Trade Id,product\nA,B,FX\n'))[0])).toEqual([
      'tradeId: is told differently by two columns',
    ]);
  });

  it('passes over columns it does not know, also such as are named like inner parts of the language', async () => {
    const [only] = await read(good.replace('tradeId', '__proto__,constructor,tradeId').replace('\nT-1', '\nx,y,T-1'));
    expect(only).toMatchObject({ kind: 'trade', event: { tradeId: 'T-1' } });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('refuses positions and sensitivities among trades', async () => {
    expect(await row({ ...spot, 'Strata Position Type': 'SEC' })).toEqual([
      'positionType: says the row is SEC, not a trade',
    ]);
    expect(await row({ ...spot, 'Strata Sensitivity Type': 'Trade' })).toMatchObject({ tradeId: 'T-1' });
  });

  it('ends at a line of ten megabytes and at an unclosed quote, with the line', async () => {
    for (const bad of ['x'.repeat(10_000_000), `"${'x\n'.repeat(100_000)}`]) {
      const [first, second, ...rest] = await read(`${good}${bad}\n`);
      expect(first?.kind).toBe('trade');
      expect(second).toMatchObject({
        kind: 'refused',
        faults: [{ remedy: 'Correct the file; nothing is read from this line on.' }],
      });
      expect(rest).toEqual([]);
    }
  });

  it('is not UTF-8', async () => {
    const latin: Uint8Array = Buffer.from(good.replace('T-1', 'T-\u00f1'), 'latin1');
    const bytes = (async function* () {
      yield latin;
    })();
    expect(shown((await collected(readTradeCsv(bytes, usual)))[0])).toEqual(['tradeId: is not UTF-8']);
  });

  it('fails with the error of the disk, not with half a file', async () => {
    const broken = (async function* () {
      yield Buffer.from(good);
      throw new Error('disk gone');
    })();
    await expect(collected(readTradeCsv(broken, usual))).rejects.toThrow('disk gone');
  });
});

it('has every column documented', () => {
  const documented = readFileSync(new URL('../../../docs/import.md', import.meta.url), 'utf8');
  for (const field of Object.keys(columns)) expect(documented).toContain(`\`${field}\``);
});
