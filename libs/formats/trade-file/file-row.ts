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

/** A fault whose value is cut to what a clerk can read. */
export function fault(field: string, value: string, rule: string, remedy: string): FileFault {
  const shown = value.length <= LONGEST_EXCERPT ? value : `${value.slice(0, LONGEST_EXCERPT - 3)}...`;
  return { field, value: shown || 'nothing', rule, remedy };
}

export function refused(line: number, faults: readonly FileFault[], tradeId: string | null = null): FileRow {
  return { kind: 'refused', line, tradeId, faults };
}
