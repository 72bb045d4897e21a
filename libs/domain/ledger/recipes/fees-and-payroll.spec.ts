import fc from 'fast-check';
import { amount } from '#test/worked-trades';
import { balancesOf, written, writtenByBook } from '#test/written-journals';
import {
  clientInvoiced,
  feeAccrued,
  feePaid,
  invoiceCollected,
  payrollJournal,
  payrollPaid,
  PayrollRefused,
  payrollRefusals,
  type PayrollBatch,
  type PayrollLine,
} from '../index.js';

const NOSTRO = 'NOSTRO-EUR';
const lineOf = (employee: string, changes: Partial<PayrollLine> = {}): PayrollLine => ({
  employee,
  gross: amount('3000.00'),
  employerSocialSecurity: amount('900.00'),
  netPay: amount('2280.00'),
  tax: amount('530.00'),
  socialSecurity: amount('1090.00'),
  ...changes,
});
const batchOf = (changes: Partial<PayrollBatch> = {}): PayrollBatch => ({
  batchId: 'PAY-2026-06',
  unit: 'risk',
  period: '2026-06',
  effectiveDate: '2026-06-30',
  currency: 'EUR',
  controlTotal: amount('6000.00'),
  lines: [lineOf('E1'), lineOf('E2')],
  ...changes,
});
const NONE_CLOSED = new Set<string>();

describe('R9 fees', () => {
  const fee = { reference: 'K-17', book: 'house.risk', payee: 'KUST', amount: amount('150.00') };
  const invoice = {
    reference: 'A-9',
    book: 'house.risk',
    client: 'LEVANTE',
    fee: amount('1000.00'),
    vatPercent: '21',
  };

  it('are owed when charged and paid over the bridge', () => {
    expect(feeAccrued(fee, '2026-06-15').postings.map(written)).toEqual([
      'D5200 KUST 150.00 EUR',
      'C2120 KUST 150.00 EUR',
    ]);
    expect(writtenByBook(feePaid(fee, '2026-06-30', NOSTRO))).toEqual({
      'house.risk': ['D2120 KUST 150.00 EUR', 'C2980 house.treasury 150.00 EUR'],
      'house.treasury': ['C1010 NOSTRO-EUR 150.00 EUR', 'D1980 house.risk 150.00 EUR'],
    });
  });

  it('are invoiced to a client with value-added tax, and collected', () => {
    expect(clientInvoiced(invoice, '2026-06-15').postings.map(written)).toEqual([
      'D1220 LEVANTE 1210.00 EUR',
      'C4400 LEVANTE 1000.00 EUR',
      'C2130 210.00 EUR',
    ]);
    expect(writtenByBook(invoiceCollected(invoice, '2026-07-01', NOSTRO))['house.risk']).toEqual([
      'C1220 LEVANTE 1210.00 EUR',
      'D1980 house.treasury 1210.00 EUR',
    ]);
  });

  it('leave no receivable behind, whatever the tax rate does to the cents', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.integer({ min: 0, max: 3000 }), (minorUnits, rate) => {
        const one = { ...invoice, fee: { minorUnits, currency: 'EUR' }, vatPercent: (rate / 100).toFixed(2) };
        const all = [clientInvoiced(one, '2026-06-15'), ...invoiceCollected(one, '2026-07-01', NOSTRO)];
        expect(balancesOf(all)).not.toHaveProperty('1220 EUR');
      }),
    );
  });
});

describe('R9 payroll batch', () => {
  it('is booked whole, in one journal of its unit, and paid', () => {
    const journal = payrollJournal(batchOf(), NONE_CLOSED);
    expect(journal.book).toBe('house.risk');
    expect(journal.postings.map(written)).toEqual([
      'D5400 7800.00 EUR',
      'C2140 4560.00 EUR',
      'C2141 1060.00 EUR',
      'C2142 2180.00 EUR',
    ]);
    const paid = payrollPaid(batchOf(), '2026-06-30', NOSTRO);
    const { '1980 EUR': _due, '2980 EUR': _owed, ...balances } = balancesOf([journal, ...paid]);
    expect(balances).toEqual({ '1010 EUR': '-7800.00', '5400 EUR': '7800.00' });
  });

  it('gives the same journal when it is sent again', () => {
    expect(payrollJournal(batchOf(), NONE_CLOSED).id).toBe(payrollJournal(batchOf(), NONE_CLOSED).id);
  });

  it.each<[string, Partial<PayrollBatch>, string]>([
    ['a total that is not the sum', { controlTotal: amount('6000.01') }, 'the lines add up to 6000.00 EUR'],
    ['a total in another currency', { controlTotal: amount('6000', 'USD') }, 'the total is in USD, the batch in EUR'],
    ['a closed month', { period: '2026-05', effectiveDate: '2026-05-29' }, '2026-05 is closed'],
    ['a month that is none', { period: '2026-13' }, '2026-13 is not a month'],
    ['a day of another month', { effectiveDate: '2026-07-01' }, '2026-07-01 is not a day of 2026-06'],
    ['a day that does not exist', { effectiveDate: '2026-06-31' }, '2026-06-31 is not a day of 2026-06'],
    ['an unknown unit', { unit: 'kitchen' as 'risk' }, 'kitchen is not a unit of the house'],
    ['a withdrawn currency', { currency: 'HRK' }, 'HRK was withdrawn'],
    ['no line', { lines: [], controlTotal: amount('0') }, 'the batch has no line'],
    [
      'a line that does not add up',
      { lines: [lineOf('E1', { netPay: amount('2279.99') }), lineOf('E2')] },
      'line 1: gross pay',
    ],
    ['a line below zero', { lines: [lineOf('E1'), lineOf('E2', { tax: amount('-1') })] }, 'line 2: tax is below zero'],
    [
      'a line in another currency',
      { lines: [lineOf('E1'), lineOf('E2', { tax: amount('530', 'USD') })] },
      'line 2: tax is in USD',
    ],
    ['an employee twice', { lines: [lineOf('E1'), lineOf('E1')] }, 'line 2: E1 is in the batch already'],
    ['a line without employee', { lines: [lineOf(''), lineOf('E2')] }, 'line 1: names no employee'],
  ])('books nothing of a batch with %s', (_, changes, reason) => {
    const act = () => payrollJournal(batchOf(changes), new Set(['2026-05-01']));
    expect(act).toThrow(PayrollRefused);
    expect(act).toThrow(reason);
  });

  it('names every fault of every line at once', () => {
    const faults = payrollRefusals(
      batchOf({ lines: [lineOf('E1', { netPay: amount('1') }), lineOf('E1', { tax: amount('530', 'USD') })] }),
      NONE_CLOSED,
    );
    expect(faults.map(({ line, field }) => `${line} ${field}`)).toEqual(['1 netPay', '2 employee', '2 tax']);
  });
});
