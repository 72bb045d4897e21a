import type { Command, DrawnFact, DrawnReport } from './drawn-commands.js';
import { dayOf, MONTHS, sidesOf } from './drawn-facts.js';
import {
  momentOf,
  UNITS,
  HUB,
  type Act,
  type Batch,
  type Books,
  type Fact,
  type ReportAsked,
  type Told,
} from './ledger-acts.js';
import { ModelLedger } from './model-ledger.js';

/** The books answered otherwise than the model, or do not hold what it holds. */
export class BooksDiffer extends Error {
  override readonly name = 'BooksDiffer';

  constructor(
    readonly act: string,
    readonly expected: readonly string[],
    readonly told: readonly string[],
  ) {
    super(
      `after: ${act}\nthe model says\n  ${expected.join('\n  or\n  ')}\nthe books say\n  ${told.join('\n  and\n  ')}`,
    );
  }
}

interface Remembered {
  readonly act: Act;
  readonly report: string;
}

const PEOPLE = ['ana', 'luis', 'ANA'] as const;
const BOOKS = [HUB, ...UNITS] as const;
/** Of the reports of a history, how many are asked for once more at its end. */
const ASKED_AGAIN = 3;

/** Lives through commands with the books and the model beside them, and compares what both say. */
export class History {
  private model = ModelLedger.empty();
  private readonly batches: Batch[] = [];
  private readonly keys: string[] = [];
  private readonly remembered: Remembered[] = [];
  private readonly proposals: string[] = [];
  private drawn = 0;
  private latest = 0n;

  constructor(private readonly books: Books) {}

  /** @throws BooksDiffer */
  async live(command: Command): Promise<void> {
    if (command.step === 'at once') {
      const [one, other] = command.both.map((each) => this.actOf(each));
      if (one && other) await this.atOnce(one, other);
      return;
    }
    if (command.step === 'remembered') return this.askAgain(command.pick);
    const act = this.actOf(command);
    if (!act) return;
    const told = await this.books.do(act);
    const expected = this.model.expect(act, told);
    if (told.said !== expected) throw new BooksDiffer(shown(act), [expected], [told.said]);
    this.note(act, told);
  }

  /** Balances, chains, months, proposals; nothing created, nothing lost; nothing that verifying finds. @throws BooksDiffer */
  async compare(): Promise<void> {
    for (let pick = 0; pick < ASKED_AGAIN; pick += 1) await this.askAgain(pick * 7);
    const [expected, { faults, ...found }] = [this.model.whole(), await this.books.whole()];
    const lines = (whole: typeof expected): string[] => [
      ...[...whole.balances].map(([place, units]) => `balance ${place} ${units}`).sort(),
      ...whole.journals.map(({ name, place, recordedAt }) => `journal ${name} at ${place}, ${recordedAt}`),
      ...whole.periods.map((period) => `period ${period}`),
      ...whole.proposals.map((proposal) => `proposal ${proposal}`),
    ];
    const [wanted, there] = [lines(expected), lines(found)];
    const missing = wanted.filter((line) => !there.includes(line));
    const strange = there.filter((line) => !wanted.includes(line));
    const wrong = [...faults, ...unevenSums(found.balances), ...backInTime(found.journals)];
    if (missing.length + strange.length + wrong.length > 0)
      throw new BooksDiffer('comparing all', missing, [...strange, ...wrong]);
  }

  /** Either may have come first; the moment a report was made as at says more than the order. */
  private async atOnce(one: Act, other: Act): Promise<void> {
    const told = await Promise.all([this.books.do(one), this.books.do(other)]);
    const [first, second] = told;
    const expected: string[] = [];
    for (const turned of [false, true]) {
      const model = this.model.fork();
      const [saidFirst, saidSecond] = turned
        ? [model.expect(other, second), model.expect(one, first)].reverse()
        : [model.expect(one, first), model.expect(other, second)];
      if (saidFirst === first.said && saidSecond === second.said) {
        this.model = model;
        for (const [act, answer] of turned
          ? ([
              [other, second],
              [one, first],
            ] as const)
          : ([
              [one, first],
              [other, second],
            ] as const))
          this.note(act, answer);
        return;
      }
      expected.push(`${saidFirst}\n  with\n  ${saidSecond}`);
    }
    throw new BooksDiffer(`at once ${shown(one)} and ${shown(other)}`, expected, [first.said, second.said]);
  }

  private note(act: Act, { said, asAt, report, recordedAt }: Told): void {
    if (act.do === 'post' && said.startsWith('posted')) {
      this.batches.push(act.batch);
      for (const intent of act.batch.intents)
        this.keys.push(intent.kind === 'fact' ? intent.key : `${intent.of}/${intent.step}`);
    }
    if (recordedAt !== undefined && recordedAt > this.latest) this.latest = recordedAt;
    if ((act.do === 'trial balance' || act.do === 'unit bridge') && asAt != null && report !== undefined)
      this.remembered.push({ act: { ...act, asked: { ...act.asked, asAt } }, report });
  }

  /** A report as at a moment is the same, byte for byte, whatever was posted and added up since. @throws BooksDiffer */
  private async askAgain(pick: number): Promise<void> {
    const remembered = picked(this.remembered, pick);
    if (!remembered) return;
    const { report } = await this.books.do(remembered.act);
    if (report !== remembered.report)
      throw new BooksDiffer(`asking again ${shown(remembered.act)}`, [remembered.report], [report ?? '']);
  }

  /** What a command means in these books; undefined where there is nothing yet that it could mean. */
  private actOf(command: Command): Act | undefined {
    switch (command.step) {
      case 'post': {
        const intents: Batch['intents'][number][] = command.facts.map((fact) => this.factOf(fact));
        const repeated = command.and === null ? undefined : picked(this.batches, command.and)?.intents[0];
        return batchOf([...intents, ...(repeated ? [repeated] : [])], command.how);
      }
      case 'again': {
        const batch = picked(this.batches, command.pick);
        return batch && { do: 'post', batch };
      }
      case 'other content': {
        // Under the key of a reversal two journals of one book would have one id, in one batch even.
        const key = picked(this.keys, command.pick)?.split('/')[0];
        return key === undefined ? undefined : batchOf([this.factOf(command.fact, { key })], command.how);
      }
      case 'spoilt': {
        const [first, ...rest] = command.facts.map((fact) => this.factOf(fact));
        return first && batchOf([...rest, { ...first, fault: faultOf(first, command.fault) }], command.how);
      }
      case 'reverse': {
        const keys = new Set(command.picks.map((pick) => picked(this.keys, pick)));
        const step = command.again ? 'again' : 'reversal';
        const intents = [...keys].flatMap((of) => (of === undefined ? [] : [{ kind: 'reversal' as const, of, step }]));
        return intents.length === 0 ? undefined : batchOf(intents as Batch['intents'], command.how);
      }
      case 'foreign reversal': {
        const original = picked(this.model.journals, command.pick);
        const fact = this.factOf({ ...command.fact, shape: 'alone' }, { undoes: original?.name ?? null });
        return original && batchOf([fact], command.how);
      }
      case 'period': {
        const [proposedBy, approvedBy] = [PEOPLE[0], [null, null, PEOPLE[1], PEOPLE[2]][command.people] ?? null];
        return {
          do: 'change a period',
          change: { month: monthOf(command.month), to: command.to, proposedBy, approvedBy },
        };
      }
      case 'add up':
        return { do: 'add up', moreThan: command.moreThan };
      case 'trial balance':
      case 'unit bridge':
        return { do: command.step, asked: this.asked(command.report) };
      case 'balance': {
        const journal = picked(this.model.journals, command.pick);
        const line = journal && picked(journal.lines, command.pick);
        if (!line) return undefined;
        const { account, detail, currency } = line;
        const { accounting, day } = command;
        return {
          do: 'balance',
          asked: { book: journal.book, account, detail, currency, accounting, through: dayOf(day) },
        };
      }
      case 'summary':
        return { do: 'summary' };
      case 'end a day':
        return { do: 'end a day', day: dayOf(command.day) };
      case 'propose': {
        const month = monthOf(command.month);
        this.proposals.push(`P${this.proposals.length % 40}`);
        const proposalId = this.proposals.at(-1) ?? '';
        const { to } = command;
        const subject = to === 'payroll' ? { kind: to, batchId: 'PAY-1' } : { kind: 'period' as const, month, to };
        const actor = personOf(command.actor);
        return { do: 'decide', decision: { proposalId, act: 'propose', actor, subject, asShown: true } };
      }
      case 'decide': {
        const proposalId = picked(this.proposals.slice(-6), command.pick) ?? 'P-none';
        const { act, asShown } = command;
        return {
          do: 'decide',
          decision: { proposalId, act, actor: personOf(command.actor), subject: null, asShown },
        };
      }
      case 'remembered':
      case 'at once':
        return undefined;
    }
  }

  private factOf(drawn: DrawnFact, { key, undoes = null }: { key?: string; undoes?: string | null } = {}): Fact {
    this.drawn += 1;
    return {
      kind: 'fact',
      key: key ?? `T${this.drawn}`,
      day: dayOf(drawn.day),
      sides: sidesOf(drawn),
      fault: null,
      undoes,
    };
  }

  private asked({ accounting, day, book, currency, asAt }: DrawnReport): ReportAsked {
    const moment = typeof asAt === 'number' ? picked(this.model.journals, asAt)?.recordedAt : undefined;
    return {
      accounting,
      asOf: day === null ? null : dayOf(day),
      book: book === null ? null : (picked(BOOKS, book) ?? null),
      currency,
      asAt: typeof asAt === 'number' ? (moment === undefined ? null : momentOf(moment)) : asAt === 'now' ? 'now' : null,
    };
  }
}

const picked = <Item>(items: readonly Item[], pick: number): Item | undefined =>
  items.length === 0 ? undefined : items[pick % items.length];
const monthOf = (month: number): string => picked(MONTHS, month) ?? MONTHS[0];
const personOf = (actor: number): string => picked(PEOPLE, actor) ?? PEOPLE[0];

function batchOf(
  intents: Batch['intents'],
  { adjusting, moved, decided }: { readonly adjusting: boolean; readonly moved: boolean; readonly decided: boolean },
): Act {
  // Facts of one key are one fact: a batch has no journal twice.
  const seen = new Set<string>();
  const once = intents.filter((intent) => {
    const key = intent.kind === 'fact' ? intent.key : intent.of;
    return !seen.has(key) && seen.add(key);
  });
  return { do: 'post', batch: { intents: once, adjusting, moved, people: decided ? ['ana', 'luis'] : null } };
}

/** What a shape cannot be spoilt by leaves it unbalanced. */
function faultOf({ sides }: Fact, fault: NonNullable<Fact['fault']>): Fact['fault'] {
  const bridged = sides.some(({ book }) => book !== sides[0]?.book);
  if (fault === 'half a bridge' && bridged) return fault;
  return fault === 'bridge of one accounting' && bridged && sides.some(({ accounting }) => accounting === 'SDA')
    ? fault
    : 'unbalanced';
}

/** Money is neither made nor lost: every book sums to zero, in each of its accountings and currencies. */
function unevenSums(balances: ReadonlyMap<string, bigint>): string[] {
  const sums = new Map<string, bigint>();
  for (const [place, units] of balances) {
    const [book, accounting, , , currency] = place.split('|');
    const name = `${book} ${accounting} ${currency}`;
    sums.set(name, (sums.get(name) ?? 0n) + units);
  }
  return [...sums].filter(([, sum]) => sum !== 0n).map(([name, sum]) => `${name} is off by ${sum}`);
}

/** Journals of one call share their moment; every other is recorded later than the one before it. */
function backInTime(journals: readonly { name: string; place: string; recordedAt: bigint }[]): string[] {
  return journals.flatMap(({ name, place, recordedAt }, at) => {
    const before = journals[at - 1];
    const sameBook = before?.place.replace(/ \d+$/, '') === place.replace(/ \d+$/, '');
    return before && sameBook && before.recordedAt > recordedAt ? [`${name} is recorded before the one before it`] : [];
  });
}

const shown = (act: Act): string =>
  JSON.stringify(act, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
