import type { backOfficeFact, EventOf, payrollBatch } from '#contracts';

type Fact = EventOf<typeof backOfficeFact>;
type FactOf<Kind extends Fact['kind']> = Extract<Fact, { readonly kind: Kind }>;

/** A fact without what every fact has. */
type Body<Kind extends Fact['kind']> = Omit<FactOf<Kind>, 'kind' | 'factId' | 'occurredAt'>;

let told = 0;

/** What another system tells, under an id of its own. */
export function fact<Kind extends Fact['kind']>(kind: Kind, body: Body<Kind>): Fact {
  told += 1;
  return { kind, factId: `F-${told}`, occurredAt: '2026-06-15T10:00:00Z', ...body } as unknown as Fact;
}

export const eur = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'EUR' });

const NOSTRO = 'NOSTRO-EUR';

/** R6: EUR 4,900,000 for seven days at 3.20 %, ACT/360. */
export const worked6Repo = (changes: Partial<Body<'repo-opened'>> = {}): Fact =>
  fact('repo-opened', {
    repoId: 'RP1',
    book: 'house.treasury',
    counterparty: 'CIERESM0',
    direction: 'REPO',
    cash: eur('4900000.00'),
    ratePercent: '3.20',
    dayCount: 'ACT/360',
    startDate: '2026-06-15',
    endDate: '2026-06-22',
    collateral: { isin: 'ES0A51B00019', value: eur('5000000.00'), mayBePledgedOn: true },
    nostro: NOSTRO,
    ...changes,
  });

/** R7: EUR 50,000,000 at 4 % a year, issued at 99.40 with costs of 200,000. */
export const worked7Issue = (changes: Partial<Body<'debt-issued'>> = {}): Fact =>
  fact('debt-issued', {
    isin: 'ES0A51B00027',
    book: 'house.debt',
    nominal: eur('50000000.00'),
    couponPercent: '4',
    couponsPerYear: 1,
    issueDate: '2026-06-15',
    maturityDate: '2031-06-15',
    issuePrice: '99.40',
    costs: eur('200000.00'),
    nostro: NOSTRO,
    ...changes,
  });

/** Two employees of treasury in June. */
export const payroll = (changes: Partial<EventOf<typeof payrollBatch>> = {}): EventOf<typeof payrollBatch> => ({
  messageId: 'PAY-1-1',
  batchId: 'PAY-1',
  unit: 'treasury',
  period: '2026-06',
  effectiveDate: '2026-06-30',
  currency: 'EUR',
  controlTotal: '5500.00',
  lines: [
    {
      ...{ employee: 'E-1', gross: '3000.00', employerSocialSecurity: '900.00' },
      ...{ netPay: '2200.00', tax: '500.00', socialSecurity: '1200.00' },
    },
    {
      ...{ employee: 'E-2', gross: '2500.00', employerSocialSecurity: '750.00' },
      ...{ netPay: '1900.00', tax: '350.00', socialSecurity: '1000.00' },
    },
  ],
  preparedBy: 'carmen',
  reason: 'Payroll of June',
  occurredAt: '2026-06-15T10:00:00Z',
  ...changes,
});
