import { totals } from '#domain/money';
import { Journal, type JournalHead, type Posting } from './journal.js';

/** All nostros are kept in this book; cash of any other passes the bridge. */
export const TREASURY = 'house.treasury';

export interface BookSide {
  readonly book: string;
  readonly postings: readonly Posting[];
}

/**
 * R18: makes one journal per book of a fact that touches several. Each book but the hub is closed against the hub through
 * 1980 due from units (debit) or 2980 due to units (credit), and the hub gets the mirror, so that the inter-unit accounts
 * of all books sum to zero per currency.
 * @throws JournalRejected when the books together do not balance
 */
export function linkedJournals(head: JournalHead, sides: readonly BookSide[], hub = TREASURY): Journal[] {
  const postingsOf = new Map<string, Posting[]>();
  for (const { book, postings } of sides) {
    const list = postingsOf.get(book);
    if (list) list.push(...postings);
    else postingsOf.set(book, [...postings]);
  }
  if (postingsOf.size === 1) return [...postingsOf].map(([book, postings]) => Journal.of(head, book, postings));

  const hubPostings = postingsOf.get(hub) ?? [];
  postingsOf.set(hub, hubPostings);
  for (const [book, postings] of postingsOf) {
    if (book === hub) continue;
    for (const [currency, sum] of totals(postings.map(({ amount }) => amount))) {
      if (sum === 0n) continue;
      postings.push(bridge(hub, -sum, currency));
      hubPostings.push(bridge(book, sum, currency));
    }
  }
  return [...postingsOf]
    .filter(([, postings]) => postings.length > 0)
    .map(([book, postings]) => Journal.of(head, book, postings));
}

function bridge(other: string, minorUnits: bigint, currency: string): Posting {
  return { account: minorUnits > 0n ? '1980' : '2980', detail: other, amount: { minorUnits, currency } };
}
