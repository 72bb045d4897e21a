import { asPosted, BEGINNING_OF_CHAIN, chainHash, contentHash, Journal, JournalRejected } from '#domain/ledger';
import { journalsOf } from './domain-journals.js';
import {
  momentOf,
  nameOf,
  saidOfPosting,
  type Act,
  type Batch,
  type Books,
  type PeriodChange,
  type PeriodState,
  type ReportAsked,
  type Told,
  type WholeBooks,
} from './ledger-acts.js';
import { KeptSums } from './kept-sums.js';

export interface ChainedJournal {
  readonly name: string;
  readonly journal: Journal;
  readonly sequence: bigint;
  readonly recordedAt: bigint;
  readonly content: Buffer;
  readonly hash: Buffer;
}

const CAUSE = {
  sourceEventId: '00000000-0000-5000-8000-000000000000',
  source: 'front-office.trades.v1/0/0',
  actor: null,
  approver: null,
} as const;

const WAYS = new Map<string, number>([
  ['open soft', 1],
  ['soft hard', 2],
  ['soft open', 2],
  ['hard soft', 2],
]);

const nameOfJournal = ({ head: { key }, book, accounting }: Journal): string => nameOf(key, book, accounting);

/** Books that keep what the domain makes, in chains, without a database: journals of the domain against the model, fast. */
export class BooksInMemory implements Books {
  private readonly journals: ChainedJournal[] = [];
  private readonly byName = new Map<string, ChainedJournal>();
  private readonly byId = new Map<string, ChainedJournal>();
  private readonly undone = new Set<string>();
  private readonly heads = new Map<string, ChainedJournal>();
  private readonly periods = new Map<string, PeriodState>();
  private readonly sums = new KeptSums();
  private clock = 1_781_510_400_000_000n;

  do(act: Act): Promise<Told> {
    return Promise.resolve(this.answer(act));
  }

  whole(): Promise<WholeBooks> {
    return Promise.resolve({
      balances: this.sums.balances(),
      journals: this.inChains().map(({ name, journal: { book }, sequence, recordedAt }) => ({
        name,
        place: `${book} ${sequence}`,
        recordedAt,
      })),
      periods: [...this.periods]
        .filter(([, state]) => state !== 'open')
        .map(([month, state]) => `${month} ${state}`)
        .sort(),
      proposals: [],
      faults: this.faults(),
    });
  }

  private answer(act: Act): Told {
    switch (act.do) {
      case 'post':
        return this.post(act.batch);
      case 'change a period':
        return { said: this.changePeriod(act.change) };
      case 'add up':
        this.sums.addUp(BigInt(act.moreThan));
        return { said: 'added up' };
      case 'trial balance': {
        const asAt = this.momentAsked(act.asked);
        const report = this.sums.trialBalance({ ...act.asked, asAt });
        return { said: report, asAt, report };
      }
      default:
        throw new Error(`books in memory know no ${act.do}`);
    }
  }

  private momentAsked({ asAt }: ReportAsked): string | null {
    this.clock += 1n;
    return asAt === 'now' ? momentOf(this.clock) : asAt;
  }

  private post(batch: Batch): Told {
    const closed = new Set(
      [...this.periods]
        .filter(([, state]) => state === 'hard' || (state === 'soft' && !batch.adjusting))
        .map(([month]) => `${month}-01`),
    );
    const made = journalsOf(batch, {
      closed,
      posted: (key) =>
        this.journals
          .flatMap(({ journal }) => (journal.head.key === key ? [asPosted(journal)] : []))
          .sort((one, other) => (`${one.book} ${one.accounting}` < `${other.book} ${other.accounting}` ? -1 : 1)),
      idOf: (name) => this.byName.get(name)?.journal.id,
    });
    const contents = new Map(made.map((journal) => [journal, contentOf(journal)]));
    const there = (one: Journal): ChainedJournal[] =>
      [this.byId.get(one.id), this.byName.get(nameOfJournal(one))].filter((found) => found !== undefined);
    const known = made.filter((journal) => there(journal).length > 0);
    const rest = made.filter((journal) => there(journal).length === 0);
    const refused = (reason: string): Told => ({ said: `refused: ${reason}` });
    if (known.some((one) => there(one).some(({ content }) => !content.equals(contents.get(one) ?? Buffer.alloc(0)))))
      return refused('key-reused');
    if (rest.some(({ head: { reverses } }) => reverses !== null && this.undone.has(reverses)))
      return refused('already-reversed');
    if (rest.some(({ head }) => closed.has(`${head.effectiveDate.slice(0, 7)}-01`))) return refused('period-closed');
    try {
      for (const { head, book, postings, accounting } of rest) Journal.of(head, book, postings, accounting);
    } catch (error) {
      if (!(error instanceof JournalRejected)) throw error;
      return refused('unbalanced');
    }
    if (isOff(rest)) return refused('bridge-off');
    if (rest.some((journal) => !this.undoesItsOwn(journal))) return refused('foreign-reversal');
    this.clock += 1_000n;
    const placed = rest.map((journal) => this.chain(journal, contents.get(journal) ?? Buffer.alloc(0)));
    const said = saidOfPosting(
      inOrder(placed).map(({ name, sequence }) => `${name} at ${sequence}`),
      known.map(nameOfJournal),
    );
    return { said, recordedAt: this.clock };
  }

  private undoesItsOwn({ head: { reverses }, book, accounting }: Journal): boolean {
    return (
      reverses === null ||
      this.journals.some(
        ({ journal }) => journal.id === reverses && journal.book === book && journal.accounting === accounting,
      )
    );
  }

  private chain(journal: Journal, content: Buffer): ChainedJournal {
    const before = this.heads.get(journal.book);
    const sequence = (before?.sequence ?? 0n) + 1n;
    const recordedAt = this.clock;
    const previousHash = before?.hash ?? BEGINNING_OF_CHAIN;
    const hash = chainHash({ ...CAUSE, sequence, recordedAtMicros: recordedAt, contentHash: content, previousHash });
    const chained = { name: nameOfJournal(journal), journal, sequence, recordedAt, content, hash };
    this.heads.set(journal.book, chained);
    this.journals.push(chained);
    this.byName.set(chained.name, chained);
    this.byId.set(journal.id, chained);
    if (journal.head.reverses !== null) this.undone.add(journal.head.reverses);
    this.sums.post(chained);
    return chained;
  }

  private changePeriod({ month, to, proposedBy, approvedBy }: PeriodChange): string {
    const from = this.periods.get(month) ?? 'open';
    if (from === to) return `was ${from}`;
    const people = new Set([proposedBy, ...(approvedBy === null ? [] : [approvedBy])].map((one) => one.toLowerCase()));
    if ((WAYS.get(`${from} ${to}`) ?? 3) > people.size || (people.size === 1 && approvedBy !== null))
      return 'refused: period-kept';
    this.periods.set(month, to);
    return `was ${from}`;
  }

  private inChains(): ChainedJournal[] {
    return inOrder(this.journals);
  }

  /** Content and chain computed anew, as an auditor would. */
  private faults(): string[] {
    const faults: string[] = [];
    let book = '';
    let previousHash: Buffer = BEGINNING_OF_CHAIN;
    for (const { name, journal, sequence, recordedAt, hash } of this.inChains()) {
      if (journal.book !== book) [book, previousHash] = [journal.book, BEGINNING_OF_CHAIN];
      const place = { ...CAUSE, sequence, recordedAtMicros: recordedAt, contentHash: contentOf(journal), previousHash };
      if (!chainHash(place).equals(hash)) faults.push(`${name} is not tied to the one before it`);
      previousHash = hash;
    }
    return faults;
  }
}

function inOrder(journals: readonly ChainedJournal[]): ChainedJournal[] {
  return [...journals].sort((one, other) =>
    one.journal.book === other.journal.book
      ? Number(one.sequence - other.sequence)
      : one.journal.book < other.journal.book
        ? -1
        : 1,
  );
}

function contentOf({ id, book, accounting, postings, head }: Journal): Buffer {
  return contentHash({
    id,
    book,
    accounting,
    key: head.key,
    rule: head.rule.id,
    ruleVersion: head.rule.version,
    effectiveDate: head.effectiveDate,
    tradeId: head.tradeId,
    reverses: head.reverses,
    inputs: JSON.stringify(head.inputs),
    postings: postings.map(({ account, detail, amount: { minorUnits, currency } }) => ({
      account,
      detail,
      currency,
      minorUnits: minorUnits.toString(),
    })),
  });
}

function isOff(journals: readonly Journal[]): boolean {
  const sums = new Map<string, bigint>();
  for (const { head, accounting, postings } of journals)
    for (const { account, amount } of postings)
      for (const other of ['TDA', 'SDA'])
        if ((account === '1980' || account === '2980') && accounting !== other) {
          const place = `${head.key}|${head.effectiveDate}|${amount.currency}|${other}`;
          sums.set(place, (sums.get(place) ?? 0n) + amount.minorUnits);
        }
  return [...sums.values()].some((sum) => sum !== 0n);
}
