import { LedgerDesk } from '#test/ledger-desk';
import { endOfDay } from '#test/ledger-events';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { eur, fact, worked6Repo, worked7Issue } from '#test/told-facts';
import { handlers } from '../handlers.js';
import { ledger, verifyLedger } from '../index.js';

const NOSTRO = 'NOSTRO-EUR';
const ISSUE = 'ES0A51B00092';
const ON = '2026-06-15';

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

const journals = async (): Promise<number> =>
  (await desk.db.rows<{ count: number }>('select count(*)::integer from ledger.journal'))[0]?.count ?? 0;

/** Amounts a rule posted to an account, in the order of their days. */
const postedBy = async (rule: string, account: string): Promise<string[]> =>
  (
    await desk.db.rows<{ amount: string }>(
      `select p.minor_units::text as amount from ledger.journal j
       join ledger.posting p on p.book = j.book and p.sequence = j.sequence and p.effective_date = j.effective_date
       where j.rule = $1 and p.account = $2 order by j.effective_date, j.key`,
      [rule, account],
    )
  ).map(({ amount }) => amount);

const june = (day: number): string => `2026-06-${String(day).padStart(2, '0')}`;

describe('a repo (R6)', () => {
  it('earns the differences of rounded cumulatives, and leaves nothing behind', async () => {
    await desk.tell(worked6Repo());
    expect(await desk.balances()).toEqual({
      'house.treasury 1010 NOSTRO-EUR EUR': '490000000',
      'house.treasury 1100 ES0A51B00019 EUR': '-500000000',
      'house.treasury 1105 ES0A51B00019 EUR': '500000000',
      'house.treasury 2200 CIERESM0 EUR': '-490000000',
    });
    for (let day = 16; day <= 21; day += 1) await desk.end(endOfDay(june(day)));
    await desk.tell(fact('repo-ended', { repoId: 'RP1', on: june(22), nostro: NOSTRO }));
    await desk.end(endOfDay(june(22)), endOfDay(june(23)));
    expect(await postedBy('R6.accrual', '5100')).toEqual([
      ...['43556', '43555', '43556', '43555', '43556', '43555', '43556'],
    ]);
    expect(await desk.balances()).toEqual({
      'house.treasury 1010 NOSTRO-EUR EUR': '-304889',
      'house.treasury 5100 EUR': '304889',
    });
  });

  it('of another unit moves its cash over the bridge, and a reverse repo is the mirror', async () => {
    await desk.tell(worked6Repo({ book: 'house.debt', direction: 'REVERSE' }));
    await desk.end(endOfDay(june(16)));
    expect(await desk.balances()).toMatchObject({
      'house.debt 1300 CIERESM0 EUR': '490000000',
      'house.debt 2980 house.treasury EUR': '-490000000',
      'house.debt 1150 CIERESM0 EUR': '43556',
      'house.treasury 1980 house.debt EUR': '490000000',
      'house.treasury 1010 NOSTRO-EUR EUR': '-490000000',
    });
  });

  it('gives the coupon of its collateral back to the owner', async () => {
    await desk.tell(
      worked6Repo(),
      fact('coupon-manufactured', { repoId: 'RP1', couponDate: june(18), amount: eur('30000.00'), nostro: NOSTRO }),
    );
    expect(await desk.balances()).toMatchObject({
      'house.treasury 1160 ES0A51B00019 EUR': '-3000000',
      'house.treasury 1010 NOSTRO-EUR EUR': '493000000',
    });
  });
});

describe('debt issued (R7)', () => {
  it('follows the table of its effective rate, and treasury pays its coupon for the debt unit (R18)', async () => {
    await desk.tell(worked7Issue({ isin: ISSUE }));
    await desk.end(endOfDay('2026-12-31'), endOfDay('2027-06-15'));
    expect(await desk.balances()).toMatchObject({
      [`house.debt 2300 ${ISSUE} EUR`]: '-4959189748',
      [`house.debt 2310 ${ISSUE} EUR`]: '-200000000',
      'house.debt 5100 EUR': '209189748',
    });
    await desk.tell(fact('debt-coupon-paid', { isin: ISSUE, couponDate: '2027-06-15', nostro: NOSTRO }));
    expect(await desk.balances()).toEqual({
      [`house.debt 2300 ${ISSUE} EUR`]: '-4959189748',
      'house.debt 1980 house.treasury EUR': '4950000000',
      'house.debt 2980 house.treasury EUR': '-200000000',
      'house.debt 5100 EUR': '209189748',
      'house.treasury 1010 NOSTRO-EUR EUR': '4750000000',
      'house.treasury 1980 house.debt EUR': '200000000',
      'house.treasury 2980 house.debt EUR': '-4950000000',
    });
    await desk.end(endOfDay('2028-06-15'));
    expect(await postedBy('R7.interest', '5100').then((all) => all.at(-1))).toBe('209578112');
  });

  it('is bought back at its carrying amount of that day, and redeemed at its nominal, once', async () => {
    await desk.tell(worked7Issue({ isin: ISSUE, maturityDate: '2028-06-15' }));
    const buyBack = (buyBackId: string, nominal: string) =>
      fact('debt-bought-back', {
        ...{ isin: ISSUE, buyBackId, nominal: eur(nominal), price: '97', on: '2027-03-01', nostro: NOSTRO },
      });
    expect((await desk.tell(buyBack('B1', '20000000.00'))).parked).toEqual([]);
    const left = { [`house.debt 2300 ${ISSUE} EUR`]: expect.stringMatching(/^-29/) as string };
    expect(await desk.balances()).toMatchObject(left);
    await desk.end(endOfDay('2027-03-01'));
    expect(await postedBy('R7.interest', '5100')).toHaveLength(1);
    const coupon = (couponDate: string) => fact('debt-coupon-paid', { isin: ISSUE, couponDate, nostro: NOSTRO });
    const early = await desk.tell(coupon('2027-06-15'), fact('debt-redeemed', { isin: ISSUE, nostro: NOSTRO }));
    expect(early.parked.map(({ faults }) => faults[0]?.rule)).toEqual([
      'has paid its coupons up to 2027-06-15, not to its maturity on 2028-06-15',
    ]);
    await desk.tell(coupon('2028-06-15'), fact('debt-redeemed', { isin: ISSUE, nostro: NOSTRO }));
    const after = await desk.balances();
    expect(Object.keys(after).filter((account) => /house.debt 23/.test(account))).toEqual([]);
    const again = await desk.tell(fact('debt-redeemed', { isin: ISSUE, nostro: NOSTRO }));
    expect(again.parked.map(({ faults }) => faults[0]?.rule)).toEqual(['has nothing outstanding']);
    await desk.end(endOfDay('2028-06-15'));
    expect(await desk.balances()).toEqual(after);
  });
});

describe('fees, invoices and suspense (R9, R13)', () => {
  it('are owed, paid and collected once', async () => {
    await desk.tell(
      ...[
        fact('fee-accrued', { reference: 'K-1', book: 'house.debt', payee: 'KUSTBEB0', amount: eur('150.00'), on: ON }),
        fact('client-invoiced', {
          ...{ reference: 'A-1', book: 'house.risk', client: 'LEVANTE', fee: eur('1000.00'), vatPercent: '21', on: ON },
        }),
        fact('credit-unidentified', { reference: 'L-1', nostro: NOSTRO, amount: eur('777.00'), valueDate: ON }),
      ],
    );
    expect(await desk.balances()).toEqual({
      'house.debt 5200 KUSTBEB0 EUR': '15000',
      'house.debt 2120 KUSTBEB0 EUR': '-15000',
      'house.risk 1220 LEVANTE EUR': '121000',
      'house.risk 2130 EUR': '-21000',
      'house.risk 4400 LEVANTE EUR': '-100000',
      'house.treasury 1010 NOSTRO-EUR EUR': '77700',
      'house.treasury 2900 L-1 EUR': '-77700',
    });
    const paid = (factId: string) => ({
      ...fact('fee-paid', { reference: 'K-1', payee: 'KUSTBEB0', on: june(16), nostro: NOSTRO }),
      factId,
    });
    const { parked } = await desk.tell(
      paid('once'),
      paid('twice'),
      fact('invoice-collected', { reference: 'A-1', client: 'LEVANTE', on: june(16), nostro: NOSTRO }),
      fact('credit-matched', {
        ...{ reference: 'L-1', nostro: NOSTRO, book: 'house.risk', account: '1200', detail: 'ARTAESM0' },
        ...{ reason: 'sale T9 of 12 June', on: june(16) },
      }),
    );
    expect(parked.map(({ faults }) => faults[0]?.rule)).toEqual(['is paid already']);
    expect(await desk.balances()).toMatchObject({
      'house.risk 1200 ARTAESM0 EUR': '-77700',
      'house.treasury 1010 NOSTRO-EUR EUR': '183700',
    });
    expect(Object.keys(await desk.balances()).filter((account) => / (1220|2120|2900) /.test(account))).toEqual([]);
  });
});

describe('fails (R10, R11)', () => {
  const report = (date: string, changes: object = {}) =>
    fact('penalty-reported', {
      ...{ tradeId: 'T1', version: 1, leg: 'delivery', book: 'house.debt', isin: 'ES0A51B00019' },
      ...{ depository: 'IBRCESM0', role: 'causes', date, method: 'SECU', penaltyClass: 'sovereign-debt' },
      ...{ value: eur('49625000.00'), cash: eur('0.00'), cashBasisPoints: '0', ...changes },
    });

  it('book the penalty of each day as it is reported, a report again replacing the one before', async () => {
    await desk.tell(report(june(18)));
    await desk.end(endOfDay(june(18)));
    await desk.tell(report(june(19)), report(june(18), { value: eur('50000000.00') }));
    await desk.end(endOfDay(june(19)), endOfDay(june(22)));
    expect(await postedBy('R11.expected', '5300')).toEqual(['49625', '50000']);
    await desk.tell(
      report(june(22), { tradeId: 'T2', role: 'suffers', penaltyClass: 'other-debt', value: eur('2020000.00') }),
    );
    await desk.end(endOfDay(june(30)));
    const settled = (on: string, factId: string) => ({
      ...fact('penalties-settled', {
        ...{
          book: 'house.debt',
          depository: 'IBRCESM0',
          month: '2026-06',
          listedNet: eur('-950.00'),
          on,
          nostro: NOSTRO,
        },
      }),
      factId,
    });
    const { parked } = await desk.tell(settled('2026-07-20', 'list'), settled('2026-07-21', 'list-again'));
    expect(parked.map(({ faults }) => faults[0]?.rule)).toEqual(['is settled already']);
    expect(await desk.balances()).toEqual({
      'house.debt 2900 IBRCESM0 2026-06 EUR': '-585',
      'house.debt 2980 house.treasury EUR': '-95000',
      'house.debt 4300 EUR': '-4040',
      'house.debt 5300 EUR': '99625',
      'house.treasury 1010 NOSTRO-EUR EUR': '-95000',
      'house.treasury 1980 house.debt EUR': '95000',
    });
  });

  it('are compensated and claimed for', async () => {
    const ofTrade = { tradeId: 'T1', version: 1, book: 'house.treasury', counterparty: 'CIERESM0' };
    await desk.tell(
      fact('fail-compensated', {
        ...{ ...ofTrade, leg: 'delivery', occasion: 'buy-in', amount: eur('2500.00'), direction: 'received', on: ON },
        nostro: NOSTRO,
      }),
      fact('interest-claimed', {
        ...{ ...ofTrade, amount: eur('1000000.00'), ratePercent: '3.65', days: 2, basis: 365, on: ON },
      }),
    );
    expect(await desk.balances()).toEqual({
      'house.treasury 1010 NOSTRO-EUR EUR': '250000',
      'house.treasury 4200 CIERESM0 EUR': '-250000',
      'house.treasury 1230 CIERESM0 EUR': '20000',
      'house.treasury 4100 EUR': '-20000',
    });
  });
});

describe('what is borrowed, and what may be lost (R14, R17)', () => {
  it('is a memo with a fee that runs to the day of return, and an allowance as it was last stated', async () => {
    const stated = (on: string, exposure: string) =>
      fact('allowance-stated', {
        ...{ book: 'house.debt.collect', isin: 'ES0A51B00019', exposure: eur(exposure) },
        ...{ probabilityOfDefault: '0.002', lossGivenDefault: '0.45', on },
      });
    await desk.tell(
      fact('securities-borrowed', {
        ...{ borrowId: 'BW1', book: 'house.risk', isin: 'ES0A51E00013', counterparty: 'ARTAESM0' },
        ...{ value: eur('360000.00'), feeRatePercent: '0.50', from: ON },
      }),
      stated(june(16), '2000000.00'),
      stated(ON, '1000000.00'),
    );
    await desk.end(endOfDay(june(16)));
    expect(await desk.balances()).toEqual({
      'house.risk 9100 ARTAESM0 EUR': '36000000',
      'house.risk 9190 ARTAESM0 EUR': '-36000000',
      'house.risk 5200 EUR': '500',
      'house.risk 2120 ARTAESM0 EUR': '-500',
      'house.debt.collect 5500 ES0A51B00019 EUR': '180000',
      'house.debt.collect 1390 ES0A51B00019 EUR': '-180000',
    });
    await desk.tell(fact('securities-returned', { borrowId: 'BW1', on: june(18) }), stated(june(18), '0.00'));
    await desk.end(endOfDay(june(18)), endOfDay(june(19)));
    expect(await desk.balances()).toEqual({
      'house.risk 5200 EUR': '1500',
      'house.risk 2120 ARTAESM0 EUR': '-1500',
    });
  });
});

describe('a fact that cannot be booked', () => {
  const yen = { amount: '100.5', currency: 'JPY' };
  it.each([
    ['an amount the currency does not have', worked6Repo({ cash: yen }), '/cash/amount', '100.5', /0 decimals of JPY/],
    [
      'an unknown currency',
      worked6Repo({ cash: { amount: '1', currency: 'XQX' } }),
      '/cash/currency',
      'XQX',
      /ISO 4217/,
    ],
    ['an amount below zero', worked6Repo({ cash: eur('-1.00') }), '/cash/amount', '-1.00', /above zero/],
    ['an unknown book', worked6Repo({ book: 'house.kitchen' }), '/book', 'house.kitchen', /no book/],
    ['a client nobody knows', worked6Repo({ book: 'client.NOBODY' }), '/book', 'client.NOBODY', /no book/],
    ['an unknown counterparty', worked6Repo({ counterparty: 'NOBODY' }), '/counterparty', 'NOBODY', /no party/],
    ['an unknown account', worked6Repo({ nostro: 'NOSTRO-XXX' }), '/nostro', 'NOSTRO-XXX', /no account/],
    ['an account in another currency', worked6Repo({ nostro: 'NOSTRO-USD' }), '/nostro', 'NOSTRO-USD', /kept in USD/],
    ['a rate beyond reason', worked6Repo({ ratePercent: '99999' }), '/ratePercent', '99999', /between -100 and 1000/],
    ['dates the wrong way round', worked6Repo({ endDate: ON }), '/endDate', ON, /after 2026-06-15/],
    ['a wrong identifier', worked7Issue({ isin: 'ES0A51B00011' }), '/isin', 'ES0A51B00011', /check digit/],
    [
      'an issue without regular coupons',
      worked7Issue({ isin: ISSUE, maturityDate: '2031-07-01' }),
      '',
      '',
      /no coupon date/,
    ],
    [
      'an end of what never began',
      fact('repo-ended', { repoId: 'RP9', on: ON, nostro: NOSTRO }),
      '/repoId',
      'RP9',
      /no repo/,
    ],
    [
      'an account the chart does not have',
      fact('credit-matched', {
        ...{
          reference: 'L-1',
          nostro: NOSTRO,
          book: 'house.risk',
          account: '9999',
          detail: '',
          reason: 'sale',
          on: ON,
        },
      }),
      '/account',
      '9999',
      /no account of the chart/,
    ],
    [
      'an account that others post to',
      fact('credit-matched', {
        ...{
          reference: 'L-1',
          nostro: NOSTRO,
          book: 'house.risk',
          account: '1980',
          detail: 'x',
          reason: 'sale',
          on: ON,
        },
      }),
      '/account',
      '1980',
      /by the ledger itself/,
    ],
  ])('for %s is set aside with what is wrong, and its neighbours are booked', async (_, wrong, field, value, rule) => {
    await desk.tell(
      fact('credit-unidentified', { reference: 'L-1', nostro: NOSTRO, amount: eur('5.00'), valueDate: ON }),
    );
    const good = { reference: 'K-1', book: 'house.debt', payee: 'KUSTBEB0', amount: eur('150.00'), on: ON };
    const { parked } = await desk.tell(wrong, fact('fee-accrued', good));
    expect(parked.map(({ faults }) => faults)).toEqual([
      [{ field, value, rule: expect.stringMatching(rule) as string, remedy: expect.stringMatching(/\w/) as string }],
    ]);
    expect(await desk.balances()).toMatchObject({ 'house.debt 2120 KUSTBEB0 EUR': '-15000' });
    expect(await journals()).toBe(2);
  });

  it('for having been told before is a duplicate, and on other terms is set aside', async () => {
    await desk.tell(worked6Repo());
    const { duplicates, parked } = await desk.tell(worked6Repo(), worked6Repo({ ratePercent: '3.30' }));
    expect([duplicates.length, parked.map(({ faults }) => faults[0]?.rule)]).toEqual([
      1,
      ['is known already, on other terms'],
    ]);
    expect(await journals()).toBe(1);
  });
});
