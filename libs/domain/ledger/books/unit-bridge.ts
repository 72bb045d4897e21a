import { totals } from '#domain/money';
import { Journal, JournalRejected, type Accounting, type JournalHead, type Posting } from './journal.js';

/** All nostros are kept in this book; cash of any other passes the bridge. */
export const TREASURY = 'house.treasury';

export interface BookSide {
  readonly book: string;
  readonly postings: readonly Posting[];
  /** `common` where not told. A side of one accounting needs one of the other that moves the same over the bridge. */
  readonly accounting?: Accounting;
  /** The head's where not told. Sides of one book must differ in it. */
  readonly rule?: JournalHead['rule'];
}

interface OpenJournal {
  readonly book: string;
  readonly accounting: Accounting;
  readonly rule: JournalHead['rule'];
  readonly postings: Posting[];
}

/**
 * R18: makes one journal per book and accounting of a fact that touches several. Each book but the hub is closed against the
 * hub through 1980 due from units (debit) or 2980 due to units (credit), and the hub gets the mirror, so that the inter-unit
 * accounts of all books sum to zero per currency, by trade date and by settlement date.
 * @throws JournalRejected when the books together do not balance, or the two accountings move different amounts
 */
export function linkedJournals(head: JournalHead, sides: readonly BookSide[], hub = TREASURY): Journal[] {
  const journals = gathered(head, sides);
  if (sides.some(({ book }) => book !== sides[0]?.book)) closeAgainstHub(head, journals, hub);
  return inBothAccountings(journals, hub)
    .filter(({ postings }) => postings.length > 0)
    .map(({ book, rule, accounting, postings }) => Journal.of({ ...head, rule }, book, postings, accounting));
}

/** One open journal per book and accounting, in the order of the sides. */
function gathered(head: JournalHead, sides: readonly BookSide[]): OpenJournal[] {
  const journals: OpenJournal[] = [];
  for (const { book, postings, accounting = 'common', rule = head.rule } of sides) {
    const known = journals.find((one) => one.book === book && one.accounting === accounting);
    if (known) known.postings.push(...postings);
    else journals.push({ book, accounting, rule, postings: [...postings] });
  }
  return journals;
}

/** The mirror stands once in the hub, common to both accountings, which is why both must move the same. */
function closeAgainstHub(head: JournalHead, journals: OpenJournal[], hub: string): void {
  let mirror = journals.find(({ book, accounting }) => book === hub && accounting === 'common');
  if (!mirror) journals.push((mirror = { book: hub, accounting: 'common', rule: head.rule, postings: [] }));
  const moved = journals
    .filter(({ book }) => book !== hub)
    .map((journal) => ({ journal, sums: sumsOf(journal.postings) }));
  for (const { journal, sums } of moved) {
    const { book, accounting, postings } = journal;
    if (accounting !== 'common') {
      const other = moved.find((one) => one.journal.book === book && isOther(one.journal.accounting, accounting));
      if (!sameSums(sums, other?.sums ?? new Map()))
        throw new JournalRejected(
          head.key,
          book,
          'moves other amounts over the bridge by trade date than by settlement',
        );
    }
    for (const [currency, sum] of sums) {
      postings.push(bridge(hub, -sum, currency));
      if (accounting !== 'SDA') mirror.postings.push(bridge(book, sum, currency));
    }
  }
}

const isOther = (one: Accounting, than: Accounting): boolean => one !== 'common' && one !== than;

const sumsOf = (postings: readonly Posting[]): Map<string, bigint> =>
  new Map([...totals(postings.map(({ amount }) => amount))].filter(([, sum]) => sum !== 0n));

const sameSums = (left: ReadonlyMap<string, bigint>, right: ReadonlyMap<string, bigint>): boolean =>
  left.size === right.size && [...left].every(([currency, sum]) => right.get(currency) === sum);

/** Where the hub itself books by both accountings, what is common to them balances only within each, and joins each. */
function inBothAccountings(journals: readonly OpenJournal[], hub: string): OpenJournal[] {
  const book = journals.every((one) => one.book === journals[0]?.book) ? journals[0]?.book : hub;
  const common = journals.find((one) => one.book === book && one.accounting === 'common');
  const parallel = journals.filter((one) => one.book === book && one.accounting !== 'common');
  if (!common || parallel.length === 0 || sumsOf(common.postings).size === 0) return [...journals];
  for (const { postings } of parallel) postings.push(...common.postings);
  return journals.filter((one) => one !== common);
}

function bridge(other: string, minorUnits: bigint, currency: string): Posting {
  return { account: minorUnits > 0n ? '1980' : '2980', detail: other, amount: { minorUnits, currency } };
}
