import fc from 'fast-check';
import type { Fault, PeriodState } from './ledger-acts.js';

/** What a fact looks like before it has a key: everything else follows from these choices. */
export interface DrawnFact {
  readonly shape: 'alone' | 'bridged' | 'parallel' | 'two units';
  readonly unit: number;
  readonly accounting: 'common' | 'TDA' | 'SDA';
  readonly day: number;
  readonly amounts: readonly { readonly currency: string; readonly size: bigint; readonly part: bigint }[];
  readonly accounts: readonly [number, number];
  readonly turned: boolean;
}

interface How {
  readonly adjusting: boolean;
  readonly moved: boolean;
  readonly decided: boolean;
}

export interface DrawnReport {
  readonly accounting: 'TDA' | 'SDA';
  readonly day: number | null;
  readonly book: number | null;
  readonly currency: string | null;
  /** Now, without a moment; now; or the moment of one of the journals. */
  readonly asAt: 'open' | 'now' | number;
}

/** One step of a history. Numbers pick among what is there when its turn comes, so that every step means something. */
export type Command =
  | { readonly step: 'post'; readonly facts: readonly DrawnFact[]; readonly and: number | null; readonly how: How }
  | { readonly step: 'again'; readonly pick: number }
  | { readonly step: 'other content'; readonly pick: number; readonly fact: DrawnFact; readonly how: How }
  | { readonly step: 'spoilt'; readonly fault: Fault; readonly facts: readonly DrawnFact[]; readonly how: How }
  | { readonly step: 'reverse'; readonly picks: readonly number[]; readonly again: boolean; readonly how: How }
  | { readonly step: 'foreign reversal'; readonly pick: number; readonly fact: DrawnFact; readonly how: How }
  | { readonly step: 'period'; readonly month: number; readonly to: PeriodState; readonly people: number }
  | { readonly step: 'add up'; readonly moreThan: number }
  | { readonly step: 'trial balance' | 'unit bridge'; readonly report: DrawnReport }
  | { readonly step: 'remembered'; readonly pick: number }
  | { readonly step: 'balance'; readonly pick: number; readonly accounting: 'TDA' | 'SDA'; readonly day: number }
  | { readonly step: 'summary' }
  | { readonly step: 'propose'; readonly month: number; readonly to: PeriodState | 'payroll'; readonly actor: number }
  | {
      readonly step: 'decide';
      readonly pick: number;
      readonly act: 'approve' | 'reject';
      readonly actor: number;
      readonly asShown: boolean;
    }
  | { readonly step: 'end a day'; readonly day: number }
  | { readonly step: 'at once'; readonly both: readonly [Command, Command] };

/** Plain objects, so that a counterexample can be read and copied. */
const record = <Model>(parts: { [Part in keyof Model]: fc.Arbitrary<Model[Part]> }): fc.Arbitrary<Model> =>
  fc.record<Model>(parts, { noNullPrototype: true });

const MOST = 10n ** 30n;

const size = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: 1n, max: 1_000n }) },
  { weight: 2, arbitrary: fc.bigInt({ min: 1n, max: 10n ** 15n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: MOST - 1_000n, max: MOST }) },
);
const index = fc.nat({ max: 1_000 });
const day = fc.nat({ max: 119 });
const currency = fc.constantFrom('EUR', 'JPY', 'KWD');
const month = fc.nat({ max: 3 });
const state = fc.constantFrom<PeriodState[]>('open', 'soft', 'soft', 'hard');

const fact: fc.Arbitrary<DrawnFact> = record({
  shape: fc.constantFrom<DrawnFact['shape'][]>('alone', 'bridged', 'parallel', 'two units'),
  unit: index,
  accounting: fc.constantFrom<DrawnFact['accounting'][]>('common', 'TDA', 'SDA'),
  day,
  amounts: fc.array(record({ currency, size, part: size }), { minLength: 1, maxLength: 2 }),
  accounts: fc.tuple(index, index),
  turned: fc.boolean(),
});
const facts = fc.array(fact, { minLength: 1, maxLength: 3 });
const how: fc.Arbitrary<How> = record({ adjusting: fc.boolean(), moved: fc.boolean(), decided: fc.boolean() });
const accounting = fc.constantFrom<('TDA' | 'SDA')[]>('TDA', 'SDA');
const report: fc.Arbitrary<DrawnReport> = record({
  accounting,
  day: fc.option(day),
  book: fc.option(index),
  currency: fc.option(currency),
  asAt: fc.oneof(fc.constant<'open'>('open'), fc.constant<'now'>('now'), index),
});

type Weighted = fc.WeightedArbitrary<Command>;
const step = <Step extends Command['step']>(
  weight: number,
  name: Step,
  parts: { [Part in keyof Omit<Extract<Command, { step: Step }>, 'step'>]: fc.Arbitrary<unknown> },
): Weighted => ({ weight, arbitrary: record({ step: fc.constant(name), ...parts }) as fc.Arbitrary<Command> });

const posting: readonly Weighted[] = [
  step(10, 'post', { facts, and: fc.option(index), how }),
  step(3, 'again', { pick: index }),
  step(2, 'other content', { pick: index, fact, how }),
  step(3, 'spoilt', {
    fault: fc.constantFrom<Fault[]>('unbalanced', 'half a bridge', 'bridge of one accounting'),
    facts,
    how,
  }),
  step(4, 'reverse', {
    picks: fc.array(index, { minLength: 1, maxLength: 2 }),
    again: fc.boolean(),
    how,
  }),
  step(2, 'foreign reversal', { pick: index, fact, how }),
  step(3, 'period', { month, to: state, people: fc.nat({ max: 3 }) }),
];
const adding = step(3, 'add up', { moreThan: fc.nat({ max: 12 }) });
const trialBalance = step(4, 'trial balance', { report });
const remembered = step(2, 'remembered', { pick: index });

const decisions: readonly Weighted[] = [
  step(3, 'propose', {
    month,
    to: fc.constantFrom<(PeriodState | 'payroll')[]>('open', 'soft', 'hard', 'hard', 'payroll'),
    actor: index,
  }),
  step(5, 'decide', {
    pick: index,
    act: fc.constantFrom<('approve' | 'reject')[]>('approve', 'approve', 'approve', 'reject'),
    actor: index,
    asShown: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  }),
];
const oneOfTwo = fc.oneof(...posting, ...decisions, adding, trialBalance);

/** A history that books in memory can live through. */
export const pureHistory = (most: number): fc.Arbitrary<Command[]> =>
  fc.array(fc.oneof(...posting, adding, { ...trialBalance, weight: 2 }, remembered), {
    minLength: 1,
    maxLength: most,
    size: 'max',
  });

/** A history of the books in PostgreSQL, with proposals, ends of days, and what happens at once. */
export const fullHistory = (most: number): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.oneof(
      ...posting,
      ...decisions,
      adding,
      trialBalance,
      remembered,
      step(2, 'unit bridge', { report }),
      step(2, 'balance', { pick: index, accounting, day }),
      step(1, 'summary', {}),
      step(1, 'end a day', { day }),
      step(4, 'at once', { both: fc.tuple(oneOfTwo, oneOfTwo) }),
    ),
    { minLength: 1, maxLength: most, size: 'max' },
  );
