import type { Parallel } from '#domain/ledger';
import type { Transaction } from '#platform/database';

export interface HoldingMoved {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  /** By settlement date the day of the delivery. */
  readonly tradeDate: string;
}

/** Where a trade or delivery of a day that has ended came, went or changed, its cost is folded anew at the next end of day. */
export async function refoldLate(
  tx: Transaction,
  moved: readonly HoldingMoved[],
  ended: string | null,
  accounting: Parallel = 'TDA',
): Promise<void> {
  const late = new Map(
    moved
      .filter(({ tradeDate }) => ended !== null && tradeDate <= ended)
      .map((one) => [`${one.book}|${one.isin}|${one.currency}`, one]),
  );
  if (late.size === 0) return;
  const ordered = [...late.keys()].sort().map((key) => late.get(key) as HoldingMoved);
  await tx.execute(
    `insert into ledger.holding (book, isin, currency, accounting, refold)
     select given.*, $4, true from unnest($1::text[], $2::text[], $3::text[]) as given
     on conflict on constraint holding_pk do update set refold = true`,
    [
      ordered.map(({ book }) => book),
      ordered.map(({ isin }) => isin),
      ordered.map(({ currency }) => currency),
      accounting,
    ],
  );
}
