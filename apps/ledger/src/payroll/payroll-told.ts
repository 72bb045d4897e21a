import type { EventOf, Fault, payrollBatch } from '#contracts';
import { payrollRefusals, type PayrollBatch, type PayrollLine } from '#domain/ledger';
import { AmountRejected, currencyFault, parseMoney, zero, type Money } from '#domain/money';

export type ToldBatch = EventOf<typeof payrollBatch>;

type AmountName = 'gross' | 'employerSocialSecurity' | 'netPay' | 'tax' | 'socialSecurity';

const REMEDY = 'Correct the batch and send it whole, as another message.';

/** The batch as the books know it, or every reason against it: it is taken whole or not at all. */
export function payrollTold(
  told: ToldBatch,
  closed: ReadonlySet<string>,
): { readonly batch: PayrollBatch } | { readonly faults: readonly Fault[] } {
  const unknown = currencyFault(told.currency, told.effectiveDate);
  if (unknown !== undefined)
    return { faults: [{ field: '/currency', value: told.currency, rule: unknown, remedy: REMEDY }] };
  const faults: Fault[] = [];
  const amount = (field: string, text: string): Money => {
    try {
      return parseMoney(text, told.currency);
    } catch (error) {
      if (!(error instanceof AmountRejected)) throw error;
      faults.push({ field, value: text, rule: error.message, remedy: REMEDY });
      return zero(told.currency);
    }
  };
  const { batchId, period, effectiveDate, currency } = told;
  const batch: PayrollBatch = {
    ...{ batchId, period, effectiveDate, currency },
    // What is no unit of the house is refused by name.
    unit: told.unit as PayrollBatch['unit'],
    controlTotal: amount('/controlTotal', told.controlTotal),
    lines: told.lines.map((line, index): PayrollLine => {
      const of = (name: AmountName): Money => amount(`/lines/${index}/${name}`, line[name]);
      return {
        employee: line.employee,
        gross: of('gross'),
        employerSocialSecurity: of('employerSocialSecurity'),
        netPay: of('netPay'),
        tax: of('tax'),
        socialSecurity: of('socialSecurity'),
      };
    }),
  };
  // Sums over amounts that cannot be read would be told wrongly.
  if (faults.length > 0) return { faults };
  const refusals = payrollRefusals(batch, closed);
  if (refusals.length === 0) return { batch };
  return {
    faults: refusals.map(({ line, field, rule }) => ({
      field: line === null ? `/${field}` : `/lines/${line - 1}/${field}`,
      value: valueOf(told, line, field),
      rule,
      remedy: REMEDY,
    })),
  };
}

function valueOf(told: ToldBatch, line: number | null, field: string): string {
  const from = (line === null ? told : told.lines[line - 1]) as Readonly<Record<string, unknown>> | undefined;
  const value = from?.[field];
  return typeof value === 'string' ? value : '';
}
