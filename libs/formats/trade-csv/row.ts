import { calendarsOf, roll, UnknownCalendar } from '#domain/calendars';
import { fault, type FileFault } from '#formats/trade-file';
import { conventionOf } from './codes.js';
import type { Field } from './columns.js';
import { readDate, type DateFormat } from './date-format.js';

/**
 * One row by field. Reading collects every fault; a value that is faulty reads as undefined, and a row with a fault is
 * refused as a whole.
 */
export class Row {
  readonly faults: FileFault[] = [];
  readonly remarks: string[] = [];

  constructor(
    private readonly values: ReadonlyMap<Field, string>,
    private readonly format: DateFormat,
  ) {}

  text(field: Field): string | undefined {
    return this.values.get(field);
  }

  need(field: Field): string | undefined {
    return this.text(field) ?? this.fault(field, '', 'is required', `Fill the column ${field}.`);
  }

  date(field: Field): string | undefined {
    const text = this.text(field);
    if (text === undefined) return undefined;
    const remedy = 'Tell the format in which the file writes its dates.';
    return readDate(text, this.format) ?? this.fault(field, text, `is not a date ${this.format}`, remedy);
  }

  needDate(field: Field): string | undefined {
    return this.text(field) === undefined ? this.need(field) : this.date(field);
  }

  /** A date rolled as the row itself tells: by its convention, in its calendars and those of the currencies. */
  rolled(field: Field, convention: Field, calendars: Field, currencies: readonly string[]): string | undefined {
    const date = this.date(field);
    const told = this.text(convention);
    if (date === undefined || told === undefined) return date;
    const rule = conventionOf(told);
    if (rule === undefined)
      return this.fault(
        convention,
        told,
        'is no known convention',
        'Use Following, ModifiedFollowing, Preceding or None.',
      );
    if (rule === 'none') return date;
    try {
      const named =
        this.text(calendars)
          ?.split('+')
          .map((id) => id.trim()) ?? [];
      const found = roll(date, rule, [...new Set([...named, ...calendarsOf(currencies)])], 'cash');
      if (found.date !== date) this.remarks.push(`${field} ${date} rolled to ${found.date}: ${found.why.join('; ')}`);
      return found.date;
    } catch (error) {
      if (!(error instanceof UnknownCalendar)) throw error;
      return this.fault(calendars, this.text(calendars) ?? '', error.message, 'Correct the calendar.');
    }
  }

  /** One of the words told, whatever its case. */
  oneOf<Word extends string>(field: Field, words: readonly Word[]): Word | undefined {
    const text = this.need(field);
    if (text === undefined) return undefined;
    const word = words.find((one) => one === text.toUpperCase());
    return word ?? this.fault(field, text, `is not ${words.join(' or ')}`, 'Correct the value.');
  }

  /** Digits with a point, above zero; direction is never told by a sign. */
  positive(field: Field): string | undefined {
    const text = this.need(field);
    if (text === undefined) return undefined;
    if (/^\d{1,21}(\.\d{1,12})?$/.test(text) && /[1-9]/.test(text)) return text;
    return this.fault(
      field,
      text,
      'is not a decimal above zero',
      'Write digits with a point; direction is told by buy or sell.',
    );
  }

  fault(field: Field | '', value: string, rule: string, remedy: string): undefined {
    this.faults.push(fault(field, value, rule, remedy));
    return undefined;
  }
}
