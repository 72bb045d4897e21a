import fc from 'fast-check';

/** What a sender might put on the wire, and how it was made. */
export interface HostileInput {
  readonly bytes: Buffer;
  /** The changes that made it, in order; shrinking takes them away. */
  readonly made: readonly string[];
  /** Which of the reader's options are used, and in which pieces the bytes arrive. */
  readonly variant: number;
}

/** One change, drawn before it is known what there is to change: numbers are taken modulo what is there. */
export interface Change {
  readonly kind: number;
  readonly at: number;
  readonly pick: number;
  /** 1 nearly always; seldom more, for what only hurts in quantity. */
  readonly scale: number;
}

const anyNumber = fc.noBias(fc.nat(0xffff));

const scale = fc.oneof(
  { weight: 399, arbitrary: fc.constant(1) },
  { weight: 4, arbitrary: fc.constant(100) },
  { weight: 1, arbitrary: fc.constant(5_000) },
);

const change: fc.Arbitrary<Change> = fc.record({ kind: anyNumber, at: anyNumber, pick: anyNumber, scale });

/** Draws of everything that decides about one input. */
export interface Draw {
  readonly base: number;
  /** Changes of what the text says. */
  readonly inside: readonly Change[];
  /** Changes of the bytes it is written in. */
  readonly outside: readonly Change[];
  readonly variant: number;
}

export const draws: fc.Arbitrary<Draw> = fc.record({
  base: anyNumber,
  inside: fc.array(change, { maxLength: 4 }),
  outside: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(change, { minLength: 1, maxLength: 2 }) },
  ),
  variant: anyNumber,
});

export function chosen<Item>(from: readonly Item[], number: number): Item {
  const item = from[number % from.length];
  if (item === undefined) throw new Error('there is nothing to choose from');
  return item;
}
