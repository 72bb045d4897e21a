import { LedgerDesk } from '#test/ledger-desk';
import { captured, endOfDay, partly, settled, withdrawn } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { eur, fact } from '#test/told-facts';
import { amount, worked1Bond, worked2Equity, worked3Spot } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { ledger, verifyLedger } from '../index.js';

const BOND = 'ES0A51B00019';
const SHARE = 'ES0A51E00013';

let database: TestDatabase;
let desk: LedgerDesk;

beforeEach(async () => {
  database = await freshDatabase([ledger]);
  desk = new LedgerDesk(await database.as('ledger'), handlers);
}, 60_000);
afterEach(async () => {
  expect((await verifyLedger(desk.db)).faults).toEqual([]);
  await database.drop();
});

const close = (date: string, isin: string, price: string) => desk.end(endOfDay(date, [], [{ isin, price }]));

/** What a rule booked on an account, by day. */
const postedBy = async (rule: string, account: string): Promise<string[]> =>
  (
    await desk.db.rows<{ line: string }>(
      `select concat_ws(' ', j.effective_date, p.minor_units) as line from ledger.journal j
       join ledger.posting p on p.book = j.book and p.sequence = j.sequence and p.effective_date = j.effective_date
       where j.rule = $1 and p.account = $2 order by j.effective_date, j.key, p.ord`,
      [rule, account],
    )
  ).map(({ line }) => line);

describe('a bond bought (R1, R14)', () => {
  const bought = worked1Bond();

  it('is at fair value from its trade date, earns from its delivery, and stands the same in both accountings then', async () => {
    await desk.book(captured('T1', bought));
    await close('2026-06-15', BOND, '99.50');
    expect(await desk.balances('TDA')).toEqual({
      [`house.debt 1100 ${BOND} EUR`]: '99500000',
      [`house.debt 1150 ${BOND} EUR`]: '772603',
      'house.debt 2100 CIERESM0 EUR': '-100022603',
      [`house.debt 4210 ${BOND} EUR`]: '-250000',
    });
    expect(await desk.balances('SDA')).toEqual({
      [`house.debt 1400 ${BOND} EUR`]: '250000',
      [`house.debt 4210 ${BOND} EUR`]: '-250000',
      'house.debt 9100 CIERESM0 EUR': '100022603',
      'house.debt 9190 CIERESM0 EUR': '-100022603',
    });
    await close('2026-06-16', BOND, '99.40');
    await desk.settle(settled('T1', bought));
    await close('2026-06-17', BOND, '99.40');
    const delivered = {
      [`house.debt 1100 ${BOND} EUR`]: '99400000',
      [`house.debt 1150 ${BOND} EUR`]: '772603',
      'house.debt 2980 house.treasury EUR': '-100022603',
      [`house.debt 4210 ${BOND} EUR`]: '-150000',
      'house.treasury 1010 NOSTRO-EUR EUR': '-100022603',
      'house.treasury 1980 house.debt EUR': '100022603',
    };
    expect(await desk.balances('TDA')).toEqual(delivered);
    expect(await desk.balances('SDA')).toEqual(delivered);
    await close('2026-06-18', BOND, '99.40');
    await close('2026-06-19', BOND, '99.40');
    const earned = { ...delivered, [`house.debt 1150 ${BOND} EUR`]: '789041', 'house.debt 4100 EUR': '-16438' };
    expect(await desk.balances('TDA')).toEqual(earned);
    expect(await desk.balances('SDA')).toEqual(earned);
    expect(await postedBy('R8.accrual', '1150')).toEqual(['2026-06-18 8219', '2026-06-19 8219']);
  });

  it('in parts takes its change of value part by part, and withdrawn before delivery gives it back', async () => {
    const other = worked1Bond({ counterparty: 'ARTAESM0' });
    await desk.book(captured('T1', bought), captured('T2', other));
    await close('2026-06-16', BOND, '99.50');
    await desk.settle(
      partly('T1', bought, {
        ...{ quantity: '400000', cash: amount('400090.41'), leftQuantity: '600000', leftCash: amount('600135.62') },
      }),
    );
    await desk.withdraw(withdrawn('T2'));
    await close('2026-06-17', BOND, '99.50');
    expect(await desk.balances('SDA')).toMatchObject({
      [`house.debt 1100 ${BOND} EUR`]: '39800000',
      [`house.debt 1400 ${BOND} EUR`]: '150000',
      [`house.debt 4210 ${BOND} EUR`]: '-250000',
    });
    const settledWhole = { quantity: '600000', pay: amount('600135.62'), effectiveDate: '2026-06-18' };
    await desk.settle(settled('T1', bought, settledWhole));
    await close('2026-06-18', BOND, '99.50');
    expect(await desk.balances('SDA')).toEqual(await desk.balances('TDA'));
  });

  it.each([
    ['as the custodian has announced it', true, ['2027-03-12 3000000', '2027-03-12 -2975342', '2027-03-12 -24658']],
    ['on its date where nobody has', false, ['2027-03-15 3000000', '2027-03-15 -3000000']],
  ])('has its coupon taken %s, and paid less what is withheld (R8)', async (_, announced, taken) => {
    await desk.book(captured('T1', bought));
    await desk.settle(settled('T1', bought));
    await desk.end(endOfDay('2026-06-17'));
    const coupon = {
      book: 'house.debt',
      isin: BOND,
      couponDate: '2027-03-15',
      nominal: '1000000',
      gross: eur('30000.00'),
    };
    if (announced) await desk.tell(fact('coupon-entitlement', { ...coupon, recordDate: '2027-03-12' }));
    await desk.end(endOfDay('2027-03-11'), endOfDay('2027-03-12'));
    await desk.tell(
      fact('coupon-received', { ...coupon, withholdingPercent: '15', payDate: '2027-03-15', nostro: 'NOSTRO-EUR' }),
    );
    await desk.end(endOfDay('2027-03-15'));
    const entitlement = [
      ...(await postedBy('R8.entitlement', '1160')),
      ...(await postedBy('R8.entitlement', '1150')),
      ...(await postedBy('R8.entitlement', '4100')),
    ];
    expect(entitlement).toEqual(taken);
    const after = await desk.balances('TDA');
    expect(after).toEqual({
      [`house.debt 1100 ${BOND} EUR`]: '99250000',
      [`house.debt 1170 ${BOND} EUR`]: '450000',
      'house.debt 2980 house.treasury EUR': '-100022603',
      'house.debt 1980 house.treasury EUR': '2550000',
      'house.debt 4100 EUR': '-2227397',
      'house.treasury 1010 NOSTRO-EUR EUR': '-97472603',
      'house.treasury 1980 house.debt EUR': '100022603',
      'house.treasury 2980 house.debt EUR': '-2550000',
    });
    expect(await desk.balances('SDA')).toEqual(after);
    // The next period has 366 days.
    await desk.end(endOfDay('2027-03-16'));
    expect(await desk.balances()).toMatchObject({ [`house.debt 1150 ${BOND} EUR`]: '8197' });
  });
});

describe('a bond bought over the record date of a coupon (R8)', () => {
  it('has its coupon claimed from the seller, who pays it, and neither earns it twice', async () => {
    const terms = { tradeDate: '2027-03-11', accruedInterest: amount('29835.62'), cash: amount('1022335.62') };
    const bought = worked1Bond(terms);
    await desk.book(captured('T1', bought));
    await desk.end(endOfDay('2027-03-11'));
    await desk.tell(
      fact('coupon-claimed', {
        ...{ tradeId: 'T1', version: 1, book: 'house.debt', counterparty: 'CIERESM0', side: 'BUY', isin: BOND },
        ...{ couponDate: '2027-03-15', nominal: '1000000', gross: eur('30000.00'), accrued: eur('29835.62') },
        on: '2027-03-12',
      }),
    );
    await desk.end(endOfDay('2027-03-12'));
    const claimed = { 'house.debt 1160 CIERESM0 EUR': '3000000', 'house.debt 4100 EUR': '-16438' };
    expect(await desk.balances('TDA')).toMatchObject(claimed);
    expect(await desk.balances('SDA')).toMatchObject({ ...claimed, [`house.debt 1150 ${BOND} EUR`]: '-2983562' });
    await desk.settle(settled('T1', bought, { effectiveDate: '2027-03-15' }));
    const paid = (factId: string) => ({
      ...fact('coupon-claim-settled', {
        ...{ tradeId: 'T1', version: 1, couponDate: '2027-03-15', on: '2027-03-16', nostro: 'NOSTRO-EUR' },
      }),
      factId,
    });
    expect((await desk.tell(paid('once'), paid('twice'))).parked.map(({ faults }) => faults[0]?.rule)).toEqual([
      'is settled already',
    ]);
    await desk.end(endOfDay('2027-03-15'));
    const after = await desk.balances('TDA');
    expect(Object.keys(after).filter((account) => /house.debt 11[56]0 /.test(account))).toEqual([]);
    expect(after).toMatchObject({ 'house.debt 4100 EUR': '-16438' });
    expect(await desk.balances('SDA')).toEqual(after);
    await desk.end(endOfDay('2027-03-16'));
    expect(await desk.balances('SDA')).toMatchObject({ [`house.debt 1150 ${BOND} EUR`]: '8197' });
    expect(await desk.balances('SDA')).toEqual(await desk.balances('TDA'));
  });
});

describe('shares sold (R2)', () => {
  const lot = (book: string, quantity: string, consideration: string, changes: object = {}) =>
    worked2Equity({ book, quantity, consideration: amount(consideration), ...changes });

  /** The sale has its commission in what it settles for. */
  const sale = (book: string) =>
    lot(book, '600', '36000.00', {
      ...{ side: 'SELL', tradeDate: '2026-06-17', settlementDate: '2026-06-19' },
      ...{ commission: amount('20.00'), cash: amount('35980.00') },
    });

  it.each([
    ['at average cost', 'house.risk', '-480000'],
    ['first in first out', 'house.risk.market-making', '-600000'],
  ])('%s realise what the book says, on the day of the trade or of the delivery', async (_, book, gain) => {
    const first = lot(book, '1000', '50000.00');
    const second = lot(book, '500', '28000.00', { tradeDate: '2026-06-16', settlementDate: '2026-06-18' });
    await desk.book(captured('T1', first), captured('T2', second));
    await desk.settle(settled('T1', first), settled('T2', second));
    await desk.end(endOfDay('2026-06-16'), endOfDay('2026-06-18'));
    await desk.book(captured('T3', sale(book)));
    await desk.end(endOfDay('2026-06-19'));
    expect(await desk.balances('TDA')).toMatchObject({
      [`${book} 4200 ${SHARE} EUR`]: gain,
      [`${book} 1200 ARTAESM0 EUR`]: '3598000',
      [`${book} 5200 EUR`]: '2000',
    });
    expect(Object.keys(await desk.balances('SDA')).filter((account) => account.includes(' 4200 '))).toEqual([]);
    await desk.settle(settled('T3', sale(book), { effectiveDate: '2026-06-22' }));
    await desk.end(endOfDay('2026-06-22'));
    const after = await desk.balances('SDA');
    expect(after).toMatchObject({ [`${book} 4200 ${SHARE} EUR`]: gain, [`${book} 5200 EUR`]: '2000' });
    expect(after).toEqual(await desk.balances('TDA'));
  });

  it('are held at what they were worth until they are delivered, by settlement date, and marked no more (IFRS 9 B3.1.6)', async () => {
    const bought = lot('house.risk', '1000', '50000.00');
    await desk.book(captured('T1', bought));
    await desk.settle(settled('T1', bought, { effectiveDate: '2026-06-16' }));
    await close('2026-06-16', SHARE, '55.00');
    await desk.book(captured('T2', sale('house.risk')));
    await close('2026-06-17', SHARE, '60.00');
    // 400 shares at 60, 600 frozen at 55.
    expect(await desk.balances('SDA')).toMatchObject({
      [`house.risk 1100 ${SHARE} EUR`]: '5700000',
      [`house.risk 4210 ${SHARE} EUR`]: '-700000',
    });
    expect(await desk.balances('TDA')).toMatchObject({
      [`house.risk 1100 ${SHARE} EUR`]: '2400000',
      [`house.risk 4210 ${SHARE} EUR`]: '-400000',
      [`house.risk 4200 ${SHARE} EUR`]: '-600000',
    });
    await close('2026-06-18', SHARE, '58.00');
    expect(await desk.balances('SDA')).toMatchObject({ [`house.risk 1100 ${SHARE} EUR`]: '5620000' });
    await desk.settle(settled('T2', sale('house.risk'), { effectiveDate: '2026-06-19' }));
    await close('2026-06-19', SHARE, '58.00');
    expect(await postedBy('R14.release-sda', '4210')).toEqual(['2026-06-19 300000']);
    expect(await desk.balances('SDA')).toEqual(await desk.balances('TDA'));
  });
});

describe('an exchange of currencies (R12)', () => {
  it('is profit for the difference of the closing rates alone, and a second close at the same rate posts nothing', async () => {
    const near = { bought: amount('1000000.00', 'USD'), sold: amount('909090.91'), rate: '1.10' };
    const spot = worked3Spot({ near });
    await desk.book(captured('T1', spot));
    await desk.settle(settled('T1', spot));
    const rate = (text: string) => [{ base: 'EUR', quote: 'USD', rate: text }];
    await desk.end(endOfDay('2026-06-17', rate('1.10')));
    expect(Object.keys(await desk.balances()).filter((account) => account.includes(' 4500 '))).toEqual([]);
    await desk.end(endOfDay('2026-06-18', rate('1.08')), endOfDay('2026-06-19', rate('1.08')), endOfDay('2026-06-22'));
    expect(await desk.balances()).toMatchObject({
      'house.treasury 1902 USD EUR': '92592593',
      'house.treasury 1902 EUR EUR': '-90909091',
      'house.treasury 4500 EUR': '-1683502',
    });
    expect(await postedBy('R12.revaluation', '4500')).toEqual([
      ...['2026-06-17 90909091', '2026-06-17 -90909091', '2026-06-18 -1683502'],
    ]);
  });

  it('is left alone where one of its currencies has no rate', async () => {
    const spot = worked3Spot();
    await desk.book(captured('T1', spot));
    await desk.settle(settled('T1', spot));
    await desk.end(endOfDay('2026-06-17'));
    expect(await postedBy('R12.revaluation', '4500')).toEqual([]);
  });
});

describe('a security that is held no more', () => {
  it('is worth nothing, though no price is told for it any more', async () => {
    const shares = worked2Equity();
    await desk.book(captured('T1', shares));
    await close('2026-06-15', SHARE, '55.00');
    await desk.withdraw(withdrawn('T1'));
    await desk.end(endOfDay('2026-06-16'));
    expect(await desk.balances('TDA')).toEqual({});
    expect(await desk.balances('SDA')).toEqual({});
  });

  it('is no obstacle to the close of a day when it is dealt before it is issued', async () => {
    const early = worked1Bond({ isin: 'GB0A51B00073', tradeDate: '2024-07-29' });
    await desk.book(captured('T1', early));
    await expect(desk.end(endOfDay('2024-07-29'))).resolves.toBeDefined();
  });
});
