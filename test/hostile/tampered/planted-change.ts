import type { Transaction } from '#platform/database';

/** One thing that somebody does to the books behind their back, and who has to find it. */
export interface PlantedChange {
  readonly title: string;
  readonly work: (tx: Transaction) => Promise<unknown>;
  /** What the findings must name: a journal of this book by its number, or a thing in their words. */
  readonly names: { readonly book: string } | RegExp;
  /** Whether a capsule holds what was changed. */
  readonly inCapsule: boolean;
}

export const statements =
  (...all: readonly string[]) =>
  async (tx: Transaction): Promise<void> => {
    for (const statement of all) {
      const touched = await tx.execute(statement);
      // A change that hits nothing would be a test of nothing.
      if (touched === 0 && !/^(alter|truncate|create|drop)/.test(statement))
        throw new Error(`nothing to change: ${statement}`);
    }
  };
