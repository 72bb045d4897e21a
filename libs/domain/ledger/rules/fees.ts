import { HALF_EVEN, rule } from './posting-rule.js';

/** What dealing costs and earns. */
export const feesRules = {
  clientCommission: rule(
    'R9.client-commission',
    'The house charges {client} a commission for dealing in {isin}.',
    "client's book: D5200 C2980; unit's book: D1980 C4400",
  ),
  feeAccrued: rule('R9.fee', 'Fee {reference} of {payee} is owed.', 'D5200 C2120'),
  feePaid: rule('R9.fee-paid', 'Fee {reference} of {payee} is paid.', 'D2120 C1010'),
  clientInvoice: rule(
    'R9.invoice',
    'Client {client} is invoiced {reference} with {vatPercent} % value-added tax.',
    'D1220 fee + tax, C4400 fee, C2130 fee x tax rate',
    HALF_EVEN,
  ),
  invoiceCollected: rule('R9.invoice-collected', 'Client {client} pays invoice {reference}.', 'D1010 C1220'),
  payroll: rule(
    'R9.payroll',
    'Payroll batch {batch} of the unit {unit} for {period}: {lines} lines, checked against its total.',
    'D5400 gross + employer social security; C2140 net pay, C2141 tax, C2142 social security',
  ),
  payrollPaid: rule('R9.payroll-paid', 'Payroll batch {batch} is paid out.', 'D2140, D2141, D2142 C1010'),
};
