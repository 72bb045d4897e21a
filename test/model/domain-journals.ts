import {
  findAccount,
  Journal,
  JournalRejected,
  linkedJournals,
  onOpenDay,
  postingRules,
  reversalOf,
  type JournalHead,
  type PostedJournal,
  type Posting,
} from '#domain/ledger';
import { HUB, type Batch, type Fact, type Line } from './ledger-acts.js';

/** What the domain has to know of the books to make the journals of a batch. */
export interface BooksKnown {
  /** First days of the months that take nothing of this batch. */
  readonly closed: ReadonlySet<string>;
  /** All journals under a key, in the order they were posted. */
  readonly posted: (key: string) => readonly PostedJournal[];
  readonly idOf: (name: string) => string | undefined;
}

/** The journals of a batch as the domain makes them, spoilt where the batch says so. @throws JournalRejected */
export function journalsOf({ intents, moved }: Batch, known: BooksKnown): Journal[] {
  return intents.flatMap((intent): Journal[] => {
    const journals =
      intent.kind === 'fact'
        ? factJournals(intent, known)
        : known.posted(intent.of).flatMap((original) => {
            const reversal = reversalOf(original);
            return reversal ? [withKey(reversal, `${intent.of}/${intent.step}`)] : [];
          });
    const onTheirDays = moved ? journals.map((journal) => onOpenDay(journal, known.closed)) : journals;
    return intent.kind === 'fact' ? spoilt(onTheirDays, intent.fault) : onTheirDays;
  });
}

function factJournals({ key, day, sides, undoes }: Fact, { idOf }: BooksKnown): Journal[] {
  const reverses = undoes === null ? null : (idOf(undoes) ?? null);
  const head: JournalHead = {
    key,
    rule: postingRules.bondTradeDate,
    effectiveDate: day,
    tradeId: key,
    reverses,
    inputs: { note: 'drawn' },
  };
  return linkedJournals(
    head,
    sides.map(({ lines, ...side }) => ({ ...side, postings: lines.map(postingOf) })),
    HUB,
  );
}

function spoilt(journals: readonly Journal[], fault: Fact['fault']): Journal[] {
  switch (fault) {
    case null:
      return [...journals];
    case 'unbalanced':
      return journals.map((journal, index) => (index === 0 ? unbalanced(journal) : journal));
    case 'half a bridge':
      return journals.slice(0, -1);
    case 'bridge of one accounting':
      return journals.map((journal) => (journal.accounting === 'SDA' ? doubled(journal) : journal));
  }
}

function postingOf({ account, detail, currency, units }: Line): Posting {
  const { number } = findAccount(account) ?? {};
  if (number === undefined) throw new JournalRejected('', '', `posts to ${account}`);
  return { account: number, detail, amount: { minorUnits: units, currency } };
}

const withKey = ({ head, book, postings, accounting }: Journal, key: string): Journal =>
  Journal.of({ ...head, key }, book, postings, accounting);

/** What `Journal.of` would refuse, as a service with a bug would hand it over. */
const unbalanced = (journal: Journal): Journal => ({
  ...journal,
  postings: journal.postings.map((posting, index) => (index === 0 ? scaled(posting, 2n) : posting)),
});

const doubled = ({ head, book, postings, accounting }: Journal): Journal =>
  Journal.of(
    head,
    book,
    postings.map((posting) => scaled(posting, 2n)),
    accounting,
  );

const scaled = ({ account, detail, amount: { minorUnits, currency } }: Posting, by: bigint): Posting => ({
  account,
  detail,
  amount: { minorUnits: minorUnits * by, currency },
});
