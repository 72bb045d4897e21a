import type { ExportedJournal, ExportedPosting } from './exported-journal.js';

export interface Sum {
  /** What the amounts have in common, in the order of the question. */
  readonly parts: readonly string[];
  readonly debit: bigint;
  readonly credit: bigint;
}

/** Debits and credits in minor units by whatever tells them apart; memory grows with the accounts, not with the journals. */
export class Sums {
  private readonly sums = new Map<string, { parts: readonly string[]; debit: bigint; credit: bigint }>();

  /** @param partsOf must name the currency, because amounts of two are never added */
  constructor(private readonly partsOf: (journal: ExportedJournal, posting: ExportedPosting) => readonly string[]) {}

  add(journal: ExportedJournal): void {
    for (const posting of journal.postings) {
      const parts = this.partsOf(journal, posting);
      const key = JSON.stringify(parts);
      let sum = this.sums.get(key);
      if (!sum) this.sums.set(key, (sum = { parts, debit: 0n, credit: 0n }));
      const { minorUnits } = posting.amount;
      if (minorUnits > 0n) sum.debit += minorUnits;
      else sum.credit -= minorUnits;
    }
  }

  /** In the order of their parts. */
  list(): Sum[] {
    return [...this.sums.values()].sort((one, other) => compare(one.parts, other.parts));
  }
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const against = other[index] ?? '';
    if (part !== against) return part < against ? -1 : 1;
  }
  return 0;
}
