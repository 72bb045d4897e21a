import type { Decimal } from '#domain/money';

/** A front-office trade event as read from a file, before any check: field by field as the contract names them. */
export type RawTradeEvent = Readonly<Record<string, unknown>>;

/** Why a row or document of a file is not taken. */
export interface FileFault {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

/** One row of a file, or one document. */
export type FileRow =
  | { readonly kind: 'trade'; readonly line: number; readonly event: RawTradeEvent }
  | { readonly kind: 'refused'; readonly line: number; readonly faults: readonly FileFault[] };

/** What a file does not say and the sender of it knows. */
export interface FileDefaults {
  readonly portfolio: string;
  /** Counterparty of rows that name none. */
  readonly counterparty?: string;
  readonly sourceSystem: string;
}

export const refused = (line: number, field: string, value: string, rule: string, remedy: string): FileRow => ({
  kind: 'refused',
  line,
  faults: [{ field, value, rule, remedy }],
});

/** Plain decimal text without trailing zeros beyond what the amount needs. */
export const plain = (value: Decimal): string => value.toFixed();
