import type { Accounting } from '#domain/ledger';
import {
  HUB,
  nameOf,
  saidOfPosting,
  type Act,
  type Batch,
  type Fact,
  type Line,
  type PeriodChange,
  type PeriodState,
  type Reversal,
  type Told,
  type WholeBooks,
} from './ledger-acts.js';
import { ModelProposals } from './model-proposals.js';
import { balanceIn, summaryOf, trialBalanceOf, unitBridgeOf } from './model-reports.js';

/** A journal as the model keeps it. */
export interface ModelJournal {
  readonly name: string;
  readonly key: string;
  readonly book: string;
  readonly accounting: Accounting;
  readonly rule: 'fact' | 'reversal';
  readonly day: string;
  /** The day it was meant for, before it was moved out of a closed month. */
  readonly meant: string;
  readonly lines: readonly Line[];
  /** Name of the journal that it undoes. */
  readonly undoes: string | null;
  /** Equal exactly for journals of the same content. */
  readonly content: string;
  readonly sequence: bigint;
  readonly recordedAt: bigint;
}

type Drafted = Omit<ModelJournal, 'sequence' | 'recordedAt' | 'content'>;

export const isBridge = ({ account }: Line): boolean => account === '1980' || account === '2980';

/** Where a month can go, and which of these ways need a second person. */
const WAYS: Readonly<Record<string, 'one' | 'two'>> = {
  'open soft': 'one',
  'soft hard': 'two',
  'soft open': 'two',
  'hard soft': 'two',
};

/**
 * What the ledger has to do, said a second time: maps and sums, no SQL, no hashes, nothing of the domain. Slow where that is
 * plainer. Told what the books answered only for the moments that they chose.
 */
export class ModelLedger {
  private constructor(
    readonly journals: ModelJournal[],
    /** By each of its places. */
    private readonly byPlace: Map<string, ModelJournal>,
    private readonly undone: Set<string>,
    readonly lengths: Map<string, bigint>,
    private readonly months: Map<string, PeriodState>,
    readonly proposals: ModelProposals,
  ) {}

  static empty(): ModelLedger {
    return new ModelLedger([], new Map(), new Set(), new Map(), new Map(), ModelProposals.none());
  }

  /** For two acts at once, of which either may have come first. */
  fork(): ModelLedger {
    return new ModelLedger(
      [...this.journals],
      new Map(this.byPlace),
      new Set(this.undone),
      new Map(this.lengths),
      new Map(this.months),
      this.proposals.fork(),
    );
  }

  /** What the books must have answered; the model has then done the same. */
  expect(act: Act, told: Told): string {
    switch (act.do) {
      case 'post':
        return this.post(act.batch, told.recordedAt ?? 0n);
      case 'change a period':
        return this.changePeriod(act.change);
      case 'add up':
        return 'added up';
      case 'trial balance':
        return trialBalanceOf(this, { ...act.asked, asAt: told.asAt ?? null });
      case 'unit bridge':
        return unitBridgeOf(this, { ...act.asked, asAt: told.asAt ?? null });
      case 'balance':
        return balanceIn(this, act.asked);
      case 'summary':
        return summaryOf(this);
      case 'decide':
        return this.proposals.decide(this, act.decision);
      case 'end a day':
        return this.proposals.endDay(act.day);
    }
  }

  stateOf(month: string): PeriodState {
    return this.months.get(month) ?? 'open';
  }

  changePeriod({ month, to, proposedBy, approvedBy }: PeriodChange): string {
    const from = this.stateOf(month);
    if (from === to) return `was ${from}`;
    const needed = WAYS[`${from} ${to}`];
    const two = approvedBy !== null && approvedBy.trim().toLowerCase() !== proposedBy.trim().toLowerCase();
    if (needed === undefined || (needed === 'one' ? approvedBy !== null && !two : !two)) return 'refused: period-kept';
    this.months.set(month, to);
    return `was ${from}`;
  }

  whole(): Omit<WholeBooks, 'faults'> {
    const balances = new Map<string, bigint>();
    for (const { book, accounting, day, lines } of this.journals)
      for (const { account, detail, currency, units } of lines) {
        const place = [book, accounting, account, detail, currency, day].join('|');
        balances.set(place, (balances.get(place) ?? 0n) + units);
      }
    for (const [place, units] of balances) if (units === 0n) balances.delete(place);
    return {
      balances,
      journals: inChains(this.journals).map(({ name, book, sequence, recordedAt }) => ({
        name,
        place: `${book} ${sequence}`,
        recordedAt,
      })),
      periods: [...this.months]
        .filter(([, state]) => state !== 'open')
        .map(([month, state]) => `${month} ${state}`)
        .sort(),
      proposals: this.proposals.list(),
    };
  }

  private post(batch: Batch, recordedAt: bigint): string {
    const drafts = batch.intents.flatMap((intent) => this.drafted(intent, batch));
    const known = drafts.filter((draft) => this.at(draft).length > 0);
    const rest = drafts.filter((draft) => this.at(draft).length === 0);
    if (known.some((draft) => this.at(draft).some(({ content }) => content !== contentOf(draft))))
      return 'refused: key-reused';
    if (rest.some(({ undoes }) => undoes !== null && this.undone.has(undoes))) return 'refused: already-reversed';
    if (rest.some(({ day }) => !this.takes(day, batch.adjusting))) return 'refused: period-closed';
    const facts = batch.intents.filter((intent) => intent.kind === 'fact');
    if (facts.some(({ fault }) => fault === 'unbalanced')) return 'refused: unbalanced';
    if (facts.some(({ fault }) => fault !== null) || isOff(rest)) return 'refused: bridge-off';
    if (rest.some((draft) => draft.undoes !== null && !this.isOfItsOwn(draft, draft.undoes)))
      return 'refused: foreign-reversal';
    const posted = rest.map((draft) => this.keep(draft, recordedAt));
    return saidOfPosting(
      inChains(posted).map(({ name, sequence }) => `${name} at ${sequence}`),
      known.map(({ name }) => name),
    );
  }

  /** What is where this journal would go. */
  private at(draft: Drafted): ModelJournal[] {
    return placesOf(draft).flatMap((place) => this.byPlace.get(place) ?? []);
  }

  private isOfItsOwn({ book, accounting }: Drafted, undoes: string): boolean {
    const original = this.journals.find(({ name }) => name === undoes);
    return original?.book === book && original.accounting === accounting;
  }

  private keep(draft: Drafted, recordedAt: bigint): ModelJournal {
    const sequence = (this.lengths.get(draft.book) ?? 0n) + 1n;
    const journal = { ...draft, content: contentOf(draft), sequence, recordedAt };
    this.lengths.set(draft.book, sequence);
    this.journals.push(journal);
    for (const place of placesOf(draft)) this.byPlace.set(place, journal);
    if (draft.undoes !== null) this.undone.add(draft.undoes);
    return journal;
  }

  private takes(day: string, adjusting: boolean): boolean {
    const state = this.stateOf(day.slice(0, 7));
    return state === 'open' || (state === 'soft' && adjusting);
  }

  private openDay(day: string, adjusting: boolean): string {
    if (this.takes(day, adjusting)) return day;
    for (let [year = 0, month = 0] = day.split('-').map(Number); ;) {
      [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
      const first = `${year}-${String(month).padStart(2, '0')}-01`;
      if (this.takes(first, adjusting)) return first;
    }
  }

  private drafted(intent: Fact | Reversal, batch: Batch): Drafted[] {
    const drafts = intent.kind === 'fact' ? draftsOf(intent) : this.undoing(intent);
    return batch.moved ? drafts.map((one) => ({ ...one, day: this.openDay(one.day, batch.adjusting) })) : drafts;
  }

  private undoing({ of, step }: Reversal): Drafted[] {
    return this.journals
      .filter(({ key }) => key === of)
      .sort(byBookAndAccounting)
      .map(({ book, accounting, day, lines, name }) => ({
        key: `${of}/${step}`,
        name: nameOf(`${of}/${step}`, book, accounting),
        book,
        accounting,
        rule: 'reversal',
        day,
        meant: day,
        lines: lines.map((line) => ({ ...line, units: -line.units })),
        undoes: name,
      }));
  }
}

function draftsOf({ key, day, sides, undoes }: Fact): Drafted[] {
  return bridged(sides).map(({ book, accounting, lines }) => ({
    key,
    name: nameOf(key, book, accounting),
    book,
    accounting,
    rule: 'fact',
    day,
    meant: day,
    lines,
    undoes,
  }));
}

/** Each book but the hub owes the hub what it took, in both accountings; the hub keeps the mirror once. */
function bridged(sides: readonly Side[]): Side[] {
  if (sides.every(({ book }) => book === sides[0]?.book)) return [...sides];
  const mirror: Line[] = [];
  const units = sides.map((side): Side => {
    if (side.book === HUB) return side;
    const owed: Line[] = [];
    for (const [currency, units] of sumsOf(side.lines)) {
      owed.push(dueTo(HUB, currency, -units));
      if (side.accounting !== 'SDA') mirror.push(dueTo(side.book, currency, units));
    }
    return { ...side, lines: [...side.lines, ...owed] };
  });
  return units.map((side) => (side.book === HUB ? { ...side, lines: [...side.lines, ...mirror] } : side));
}

type Side = Fact['sides'][number];

const dueTo = (detail: string, currency: string, units: bigint): Line => ({
  account: units > 0n ? '1980' : '2980',
  detail,
  currency,
  units,
});

function sumsOf(lines: readonly Line[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, units } of lines) sums.set(currency, (sums.get(currency) ?? 0n) + units);
  return sums;
}

/** What is owed between the units, of each fact, day and currency, in either accounting. */
function isOff(drafts: readonly Drafted[]): boolean {
  const sums = new Map<string, bigint>();
  for (const { key, day, accounting, lines } of drafts)
    for (const line of lines.filter(isBridge))
      for (const one of ['TDA', 'SDA']) {
        if (accounting !== 'common' && accounting !== one) continue;
        const place = JSON.stringify([key, day, line.currency, one]);
        sums.set(place, (sums.get(place) ?? 0n) + line.units);
      }
  return [...sums.values()].some((sum) => sum !== 0n);
}

/** A key has one journal in a book and accounting, whatever the rule; and by one rule one, of those that count by trade date. */
const placesOf = ({ name, key, book, accounting, rule }: Drafted): string[] => [
  name,
  `${key} in ${book} under ${rule}${accounting === 'SDA' ? ' by settlement date' : ''}`,
];

const contentOf = ({ name, rule, day, meant, lines, undoes }: Drafted): string =>
  JSON.stringify([
    name,
    rule,
    day,
    meant,
    undoes,
    lines.map((line) => [line.account, line.detail, line.currency, `${line.units}`]),
  ]);

const byBookAndAccounting = (one: ModelJournal, other: ModelJournal): number =>
  `${one.book} ${one.accounting}` < `${other.book} ${other.accounting}` ? -1 : 1;

function inChains(journals: readonly ModelJournal[]): ModelJournal[] {
  return [...journals].sort((one, other) =>
    one.book === other.book ? Number(one.sequence - other.sequence) : one.book < other.book ? -1 : 1,
  );
}
