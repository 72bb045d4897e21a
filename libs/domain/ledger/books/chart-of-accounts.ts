/** What an account is: decides on which side it grows and whether it is closed into retained earnings (R16). */
export type AccountKind = 'asset' | 'liability' | 'equity' | 'income' | 'expense' | 'off-balance';

export interface Account {
  readonly number: AccountNumber;
  readonly name: string;
  readonly kind: AccountKind;
}

/** The chart of accounts as data: number, name, kind. Numbers are the house's own. */
const CHART = [
  ['1010', 'Nostro', 'asset'],
  ['1100', 'Securities at fair value through profit or loss', 'asset'],
  ['1105', 'Securities pledged', 'asset'],
  ['1110', 'Securities at fair value through other comprehensive income', 'asset'],
  ['1120', 'Securities at amortised cost', 'asset'],
  ['1150', 'Accrued interest receivable', 'asset'],
  ['1160', 'Coupons receivable', 'asset'],
  ['1170', 'Tax recoverable', 'asset'],
  ['1200', 'Due from unsettled sales', 'asset'],
  ['1210', 'Fails to deliver', 'asset'],
  ['1220', 'Client fees receivable', 'asset'],
  ['1230', 'Claims receivable', 'asset'],
  ['1250', 'Penalties receivable', 'asset'],
  ['1300', 'Reverse repo', 'asset'],
  ['1310', 'Money market deposits placed', 'asset'],
  ['1390', 'Loss allowance', 'asset'],
  ['1400', 'Derivative assets', 'asset'],
  ['1901', 'FX position', 'asset'],
  ['1902', 'FX countervalue', 'asset'],
  ['1980', 'Due from units', 'asset'],
  ['2100', 'Due on unsettled purchases', 'liability'],
  ['2110', 'Fails to receive', 'liability'],
  ['2120', 'Fees payable', 'liability'],
  ['2130', 'VAT payable', 'liability'],
  ['2140', 'Net pay payable', 'liability'],
  ['2141', 'Payroll tax payable', 'liability'],
  ['2142', 'Social security payable', 'liability'],
  ['2150', 'Penalties payable', 'liability'],
  ['2200', 'Repo liability', 'liability'],
  ['2210', 'Deposits taken', 'liability'],
  ['2300', 'Debt issued', 'liability'],
  ['2310', 'Interest payable', 'liability'],
  ['2400', 'Derivative liabilities', 'liability'],
  ['2410', 'Short positions', 'liability'],
  ['2900', 'Suspense, unidentified', 'liability'],
  ['2980', 'Due to units', 'liability'],
  ['3100', 'Other comprehensive income reserve', 'equity'],
  ['3900', 'Retained earnings', 'equity'],
  ['4100', 'Interest income', 'income'],
  ['4200', 'Realised profit and loss', 'income'],
  ['4210', 'Unrealised profit and loss', 'income'],
  ['4300', 'Penalty income', 'income'],
  ['4400', 'Fee income', 'income'],
  ['4500', 'FX profit and loss', 'income'],
  ['5100', 'Interest expense', 'expense'],
  ['5200', 'Fees', 'expense'],
  ['5300', 'Penalties', 'expense'],
  ['5400', 'Staff', 'expense'],
  ['5500', 'Impairment', 'expense'],
  ['9100', 'Commitments', 'off-balance'],
  ['9190', 'Commitments, contra', 'off-balance'],
] as const satisfies readonly (readonly [string, string, AccountKind])[];

export type AccountNumber = (typeof CHART)[number][0];

export const chartOfAccounts: readonly Account[] = CHART.map(([number, name, kind]) => ({ number, name, kind }));

const byNumber = new Map<string, Account>(chartOfAccounts.map((account) => [account.number, account]));

export function findAccount(number: string): Account | undefined {
  return byNumber.get(number);
}
