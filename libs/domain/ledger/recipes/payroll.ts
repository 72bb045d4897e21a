import { isDate } from '#domain/calendars';
import { currencyFault, money, negate, type Money } from '#domain/money';
import type { Unit } from '#domain/trade';
import { credit, debit, Journal, shown, withoutEmpty, type Posting } from '../books/journal.js';
import { postingRules } from '../rules/rule-book.js';
import { cashJournals, headOn } from './fact.js';

/** What one employee earns in a period, as the payroll office worked it out. */
export interface PayrollLine {
  readonly employee: string;
  readonly gross: Money;
  /** Borne by the house on top of gross pay. */
  readonly employerSocialSecurity: Money;
  readonly netPay: Money;
  readonly tax: Money;
  /** Both shares, the employee's and the house's. */
  readonly socialSecurity: Money;
}

/** A batch of the payroll office for one unit, one period and one currency. */
export interface PayrollBatch {
  readonly batchId: string;
  readonly unit: Unit;
  /** Month, `YYYY-MM`. */
  readonly period: string;
  readonly effectiveDate: string;
  readonly currency: string;
  /** Gross pay of all lines, as the sender added it up. */
  readonly controlTotal: Money;
  readonly lines: readonly PayrollLine[];
}

/** Why a batch is refused, in the sender's terms. */
export interface PayrollRefusal {
  /** From 1 on; null where it is about the batch. */
  readonly line: number | null;
  readonly field: string;
  readonly rule: string;
}

/** Nothing of the batch is booked; every reason is named. */
export class PayrollRefused extends Error {
  override readonly name = 'PayrollRefused';

  constructor(
    batchId: string,
    readonly refusals: readonly PayrollRefusal[],
  ) {
    super(`payroll batch ${batchId} is refused: ${refusals.map(({ rule }) => rule).join('; ')}`);
  }
}

const AMOUNTS = ['gross', 'employerSocialSecurity', 'netPay', 'tax', 'socialSecurity'] as const;
const UNITS: readonly string[] = ['treasury', 'debt', 'risk'] satisfies Unit[];

/** Every reason against a batch. @param closed first days of closed months */
export function payrollRefusals(batch: PayrollBatch, closed: ReadonlySet<string>): PayrollRefusal[] {
  const ofBatch = (field: string, rule: string): PayrollRefusal => ({ line: null, field, rule });
  const refusals: PayrollRefusal[] = [];
  const { unit, period, effectiveDate, currency, controlTotal, lines } = batch;
  if (!UNITS.includes(unit)) refusals.push(ofBatch('unit', `${unit} is not a unit of the house`));
  if (!isDate(`${period}-01`)) refusals.push(ofBatch('period', `${period} is not a month YYYY-MM`));
  else if (closed.has(`${period}-01`)) refusals.push(ofBatch('period', `${period} is closed`));
  if (!isDate(effectiveDate) || effectiveDate.slice(0, 7) !== period)
    refusals.push(ofBatch('effectiveDate', `${effectiveDate} is not a day of ${period}`));
  const fault = currencyFault(currency, effectiveDate);
  if (fault) refusals.push(ofBatch('currency', fault));
  if (lines.length === 0) refusals.push(ofBatch('lines', 'the batch has no line'));
  const gross = lines.reduce((sum, line) => sum + line.gross.minorUnits, 0n);
  if (controlTotal.currency !== currency)
    refusals.push(ofBatch('controlTotal', `the total is in ${controlTotal.currency}, the batch in ${currency}`));
  else if (!fault && controlTotal.minorUnits !== gross)
    refusals.push(
      ofBatch(
        'controlTotal',
        `the total is ${shown(controlTotal)}, the lines add up to ${shown(money(gross, currency))}`,
      ),
    );
  return [...refusals, ...lines.flatMap((line, index) => lineRefusals(line, index, batch))];
}

function lineRefusals(line: PayrollLine, index: number, { currency, lines }: PayrollBatch): PayrollRefusal[] {
  const refusals: PayrollRefusal[] = [];
  const refuse = (field: string, rule: string): void => {
    refusals.push({ line: index + 1, field, rule: `line ${index + 1}: ${rule}` });
  };
  if (line.employee === '') refuse('employee', 'names no employee');
  else if (lines.findIndex(({ employee }) => employee === line.employee) !== index)
    refuse('employee', `${line.employee} is in the batch already`);
  for (const field of AMOUNTS) {
    if (line[field].currency !== currency)
      refuse(field, `${field} is in ${line[field].currency}, the batch in ${currency}`);
    if (line[field].minorUnits < 0n) refuse(field, `${field} is below zero`);
  }
  const { gross, employerSocialSecurity, netPay, tax, socialSecurity } = line;
  const borne = gross.minorUnits + employerSocialSecurity.minorUnits;
  const owed = netPay.minorUnits + tax.minorUnits + socialSecurity.minorUnits;
  if (borne !== owed)
    refuse(
      'netPay',
      `gross pay and the house's social security differ from what is owed by ${borne - owed} minor units`,
    );
  return refusals;
}

interface Owed {
  readonly cost: Money;
  readonly postings: Posting[];
}

function owedOf({ currency, lines }: PayrollBatch): Owed {
  const sum = (...fields: readonly (typeof AMOUNTS)[number][]): Money =>
    money(
      lines.reduce((total, line) => fields.reduce((ofLine, field) => ofLine + line[field].minorUnits, total), 0n),
      currency,
    );
  return {
    cost: sum('gross', 'employerSocialSecurity'),
    postings: withoutEmpty([
      credit('2140', '', sum('netPay')),
      credit('2141', '', sum('tax')),
      credit('2142', '', sum('socialSecurity')),
    ]),
  };
}

/**
 * R9: the whole batch in one journal of its unit, or nothing. A batch that is sent again gives the same journal.
 * @throws PayrollRefused with every reason
 */
export function payrollJournal(batch: PayrollBatch, closed: ReadonlySet<string>): Journal {
  const refusals = payrollRefusals(batch, closed);
  if (refusals.length > 0) throw new PayrollRefused(batch.batchId, refusals);
  const { batchId, unit, period, effectiveDate, controlTotal, lines } = batch;
  const { cost, postings } = owedOf(batch);
  const head = headOn(effectiveDate, postingRules.payroll, {
    key: `payroll/${batchId}`,
    tradeId: batchId,
    inputs: { batch: batchId, unit, period, lines: String(lines.length), total: shown(controlTotal) },
  });
  return Journal.of(head, `house.${unit}`, [debit('5400', '', cost), ...postings]);
}

/** R9: net pay, tax and social security of a booked batch are paid. */
export function payrollPaid(batch: PayrollBatch, on: string, nostro: string): Journal[] {
  const { cost, postings } = owedOf(batch);
  const head = headOn(on, postingRules.payrollPaid, {
    key: `payroll/${batch.batchId}/paid`,
    tradeId: batch.batchId,
    inputs: { batch: batch.batchId, amount: shown(cost) },
  });
  const owed = postings.map((posting) => ({ ...posting, amount: negate(posting.amount) }));
  return cashJournals(head, `house.${batch.unit}`, owed, { nostro, cash: negate(cost) });
}
