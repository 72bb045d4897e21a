export interface LedgerFault {
  readonly book: string;
  /** Place in the chain of the book; null for what has none. */
  readonly sequence: string | null;
  readonly what: string;
}

export const FAULTS_SHOWN = 100;

/** Counts all faults and keeps the first. */
export class Findings {
  readonly first: LedgerFault[] = [];
  count = 0;

  add(book: string, sequence: string | bigint | null, what: string): void {
    this.count += 1;
    if (this.first.length < FAULTS_SHOWN)
      this.first.push({ book, sequence: sequence === null ? null : String(sequence), what });
  }
}
