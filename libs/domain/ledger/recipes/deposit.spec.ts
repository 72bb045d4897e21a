import { settled, tradeDay } from '#test/lived-trades';
import { amount, worked5Deposit } from '#test/worked-trades';
import { written } from '#test/written-journals';
import { depositAccrual, interestUpTo, type OpenDeposit } from '../index.js';

describe('R5 deposit', () => {
  const deposit: OpenDeposit = {
    tradeId: 'T1',
    version: 1,
    book: 'house.treasury',
    counterparty: 'BRUMGB20',
    direction: 'PLACED',
    principal: amount('10000000.00', 'USD'),
    ratePercent: '5',
    dayCount: 'ACT/360',
    startDate: '2026-06-15',
    maturityDate: '2026-07-15',
    interest: amount('41666.67', 'USD'),
    accruedMinorUnits: 0n,
    withdrawn: false,
  };

  it('places 10,000,000 and gets 10,041,666.67 back', () => {
    const trade = worked5Deposit();
    expect(tradeDay(trade)).toEqual([]);
    expect(settled(trade, { leg: 'start', pay: trade.principal })['house.treasury']).toEqual([
      'D1310 BRUMGB20 10000000.00 USD',
      'C1010 NOSTRO-USD 10000000.00 USD',
    ]);
    expect(settled(trade, { leg: 'maturity', receive: amount('10041666.67', 'USD') })['house.treasury']).toEqual([
      'C1310 BRUMGB20 10000000.00 USD',
      'C1150 BRUMGB20 41666.67 USD',
      'D1010 NOSTRO-USD 10041666.67 USD',
    ]);
  });

  it('is the same turned round when taken', () => {
    const trade = worked5Deposit({ direction: 'TAKEN' });
    expect(settled(trade, { leg: 'start', receive: trade.principal })['house.treasury']).toEqual([
      'C2210 BRUMGB20 10000000.00 USD',
      'D1010 NOSTRO-USD 10000000.00 USD',
    ]);
    expect(settled(trade, { leg: 'maturity', pay: amount('10041666.67', 'USD') })['house.treasury']).toEqual([
      'D2210 BRUMGB20 10000000.00 USD',
      'D2310 BRUMGB20 41666.67 USD',
      'C1010 NOSTRO-USD 10041666.67 USD',
    ]);
    expect(depositAccrual({ ...deposit, direction: 'TAKEN' }, '2026-06-16')?.journal.postings.map(written)).toEqual([
      'D5100 1388.89 USD',
      'C2310 BRUMGB20 1388.89 USD',
    ]);
  });

  it('accrues to 41,666.67 in total by differences of rounded cumulatives, whichever days it is run', () => {
    for (const step of [1, 2, 3, 7, 30]) {
      let accruedMinorUnits = 0n;
      for (let day = step; day < 30 + step; day += step) {
        const through = new Date(Date.UTC(2026, 5, 15 + day)).toISOString().slice(0, 10);
        accruedMinorUnits =
          depositAccrual({ ...deposit, accruedMinorUnits }, through)?.accrued.minorUnits ?? accruedMinorUnits;
      }
      expect(accruedMinorUnits).toBe(4_166_667n);
    }
  });

  it('accrues 435.56, 871.11, 1,306.67, 1,742.22, 2,177.78, 2,613.33, 3,048.89 on 4,900,000 at 3.20 % for a week', () => {
    const week = {
      ...deposit,
      principal: amount('4900000.00'),
      ratePercent: '3.20',
      maturityDate: '2026-06-22',
      interest: amount('3048.89'),
    };
    const cumulative = [16, 17, 18, 19, 20, 21, 22].map((day) => interestUpTo(week, `2026-06-${day}`).minorUnits);
    expect(cumulative).toEqual([43556n, 87111n, 130667n, 174222n, 217778n, 261333n, 304889n]);
  });

  it.each([
    ['ACT/365F', '2026-01-31', '2026-02-28', '38356.16'],
    ['30/360', '2026-01-31', '2026-02-28', '38888.89'],
    ['30E/360', '2026-01-30', '2026-03-31', '83333.33'],
    ['30/360', '2026-01-29', '2026-03-31', '86111.11'],
    ['ACT/ACT ISDA', '2023-12-28', '2024-02-28', '84714.42'],
  ] as const)('counts days by %s from %s to %s', (dayCount, startDate, day, interest) => {
    const term = { ...deposit, dayCount, startDate, maturityDate: '2030-01-01' };
    expect(interestUpTo(term, day)).toEqual(amount(interest, 'USD'));
  });

  it('takes back what was accrued when its version is void', () => {
    const back = depositAccrual({ ...deposit, accruedMinorUnits: 138_889n, withdrawn: true }, '2026-06-17');
    expect(back?.journal.postings.map(written)).toEqual(['C1150 BRUMGB20 1388.89 USD', 'D4100 1388.89 USD']);
  });
});
