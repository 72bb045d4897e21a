/** A front-office trade event as read from a file, before any check: field by field as the contract names them. */
export type RawTradeEvent = Readonly<Record<string, unknown>>;

/** Why a row or document of a file is not taken. */
export interface FileFault {
  /** Column, element or field. */
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

/** One row of a file, or one document. `line` counts from 1; a row over several lines goes by its last. */
export type FileRow =
  | {
      readonly kind: 'trade';
      readonly line: number;
      readonly event: RawTradeEvent;
      /** What was concluded from the file or left aside, in words for the sender. */
      readonly remarks: readonly string[];
    }
  | {
      readonly kind: 'refused';
      readonly line: number;
      /** Where the row names one. */
      readonly tradeId: string | null;
      readonly faults: readonly FileFault[];
    };

/** What a file does not say and the sender of it knows. */
export interface FileDefaults {
  readonly portfolio: string;
  /** Counterparty of rows that name none. */
  readonly counterparty?: string;
  readonly sourceSystem: string;
}

const LONGEST_EXCERPT = 80;
const LONGEST_SENTENCE = 240;

/** A fault cut to what a clerk can read: element names and what a parser says of them are the sender's text as well. */
export function fault(field: string, value: string, rule: string, remedy: string): FileFault {
  return {
    field: cut(field, LONGEST_EXCERPT),
    value: cut(value.trim(), LONGEST_EXCERPT) || 'nothing',
    rule: cut(rule, LONGEST_SENTENCE),
    remedy: cut(remedy, LONGEST_SENTENCE),
  };
}

const cut = (text: string, longest: number): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;

export function refused(line: number, faults: readonly FileFault[], tradeId: string | null = null): FileRow {
  return { kind: 'refused', line, tradeId, faults };
}
