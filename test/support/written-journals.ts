import type { Journal, Posting } from '#domain/ledger';
import { formatAmount, money } from '#domain/money';

/** `D2100 CIERESM0 1000226.03 EUR`: how an accountant writes a posting. */
export function written({ account, detail, amount: { minorUnits, currency } }: Posting): string {
  const size = money(minorUnits < 0n ? -minorUnits : minorUnits, currency);
  return `${minorUnits > 0n ? 'D' : 'C'}${account}${detail && ` ${detail}`} ${formatAmount(size)} ${currency}`;
}

/** Postings of each journal, by book. */
export function writtenByBook(journals: readonly Journal[]): Record<string, string[]> {
  return Object.fromEntries(journals.map(({ book, postings }) => [book, postings.map(written)]));
}
