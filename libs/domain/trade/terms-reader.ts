import { closedBecause, following, isDealingDate, type Purpose } from '#domain/calendars';
import { currencyFault, Decimal, parseMoney, type Money } from '#domain/money';

/** A rule that the terms break; field as JSON pointer. */
export interface TermsFault {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

/** Where a filled field comes from. */
export interface Provenance {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly why: string;
}

/**
 * Reads what a desk has written. What cannot be read is undefined and noted as a fault, so that a sender hears of all faults
 * at once; what is filled in is noted with where it comes from.
 */
export class TermsReader {
  readonly faults: TermsFault[] = [];
  readonly provenance: Provenance[] = [];

  constructor(readonly tradeDate: string) {}

  /** @param field as JSON pointer below the terms */
  fault(field: string, value: string, rule: string, remedy: string): void {
    this.faults.push({ field: `/terms${field}`, value, rule, remedy });
  }

  filled(field: string, value: string, rule: string, why: string): void {
    this.provenance.push({ field, value, rule, why });
  }

  amount(field: string, text: string, currency: string, mayBeZero = false): Money | undefined {
    const unusable = currencyFault(currency, this.tradeDate);
    if (unusable !== undefined) {
      this.fault(field, `${text} ${currency}`, unusable, 'Correct the currency.');
      return undefined;
    }
    try {
      const amount = parseMoney(text, currency);
      if (amount.minorUnits > 0n || (mayBeZero && amount.minorUnits === 0n)) return amount;
      this.fault(
        field,
        text,
        'must be greater than zero',
        'Direction is told by side or by bought and sold, not by a sign.',
      );
    } catch (error) {
      this.fault(field, `${text} ${currency}`, (error as Error).message, 'Correct amount or currency.');
    }
    return undefined;
  }

  positive(field: string, text: string): Decimal | undefined {
    const value = this.decimal(field, text);
    if (!value || value.gt(0)) return value;
    this.fault(field, text, 'must be greater than zero', 'Direction is told by the side, not by a sign.');
    return undefined;
  }

  decimal(field: string, text: string): Decimal | undefined {
    if (/^-?\d+(\.\d+)?$/.test(text)) return new Decimal(text);
    this.fault(field, text, 'is not an exact decimal', 'Write digits with a point, no exponent.');
    return undefined;
  }

  /** Not before the trade date; a day on which nothing settles rolls to the following business day, and says so. */
  businessDay(field: string, date: string, calendars: readonly string[], purpose: Purpose): string | undefined {
    if (!isDealingDate(date)) {
      this.fault(field, date, 'is not a day of the calendar', 'Correct the date.');
      return undefined;
    }
    if (date < this.tradeDate) {
      this.fault(field, date, `is before the trade date ${this.tradeDate}`, 'Correct one of the dates.');
      return undefined;
    }
    if (closedBecause(date, calendars, purpose) === undefined) return date;
    const found = following(date, calendars, purpose);
    const name = field.slice(1).replace(/\/(.)/g, (_, letter: string) => letter.toUpperCase());
    this.filled(name, found.date, `told ${date}, rolled to the following business day`, found.why.join('; '));
    return found.date;
  }
}
