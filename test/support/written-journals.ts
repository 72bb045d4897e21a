import type { Journal, Posting } from '#domain/ledger';
import { formatAmount, money } from '#domain/money';

/** `D2100 CIERESM0 1000226.03 EUR`: how an accountant writes a posting. */
export function written({ account, detail, amount: { minorUnits, currency } }: Posting): string {
  const size = money(minorUnits < 0n ? -minorUnits : minorUnits, currency);
  return `${minorUnits > 0n ? 'D' : 'C'}${account}${detail && ` ${detail}`} ${formatAmount(size)} ${currency}`;
}

/** Postings of each journal that counts by trade date, or by settlement date, by book. */
export function writtenByBook(
  journals: readonly Journal[],
  accounting: Exclude<Journal['accounting'], 'common'> = 'TDA',
): Record<string, string[]> {
  return Object.fromEntries(
    journals
      .filter((journal) => journal.accounting === 'common' || journal.accounting === accounting)
      .map(({ book, postings }) => [book, postings.map(written)]),
  );
}

/** Balances of all journals that count in an accounting, by account and currency, without those that came out as zero. */
export function balancesOf(
  journals: readonly Journal[],
  accounting: Exclude<Journal['accounting'], 'common'> = 'TDA',
): Record<string, string> {
  const sums = new Map<string, Posting['amount']>();
  for (const journal of journals) {
    if (journal.accounting !== 'common' && journal.accounting !== accounting) continue;
    for (const { account, amount } of journal.postings) {
      const place = `${account} ${amount.currency}`;
      sums.set(place, money((sums.get(place)?.minorUnits ?? 0n) + amount.minorUnits, amount.currency));
    }
  }
  return Object.fromEntries(
    [...sums].filter(([, { minorUnits }]) => minorUnits !== 0n).map(([place, sum]) => [place, formatAmount(sum)]),
  );
}
