/** One place of a file, as it is and as it is with the bug in it. */
export interface Edit {
  /** Must occur exactly once, so that no refactoring can drop the bug unseen. */
  readonly find: string;
  readonly replace: string;
}

export interface Planting {
  readonly file: string;
  readonly edits: readonly Edit[];
}

/** A bug that others have shipped, planted here, and the test that must turn red. */
export interface Mutant extends Planting {
  /** Class of the catalogue and number within it: `B7.2`. */
  readonly id: `B${number}.${number}`;
  /** The behaviour that the bug breaks, in a sentence. */
  readonly title: string;
  /** A second file, where the same is done in two places. */
  readonly also?: Planting;
  readonly spec: string;
  /** Title of the test, or the beginning that all cases of it share. */
  readonly test: string;
  /** Time zone of the run; UTC unless told. */
  readonly zone?: string;
  /** What the failure says where the test fails by an error of the code under test and not by an expectation. */
  readonly because?: string;
}

/** The catalogue of bugs that others have shipped, B1 to B24. */
export const classes: Readonly<Record<`B${number}`, string>> = {
  B1: 'two reversals of one entry are both booked, or a duplicate ends in an error',
  B2: 'a cancel of something pending restores the wrong amount, or is decided on a stale read',
  B3: 'what remains after partial settlements is wrong, or a leg is skipped yet marked as done',
  B4: 'ids collide, or a side write escapes the transaction',
  B5: 'a date depends on the time zone of the machine',
  B6: 'a filter becomes part of the SQL',
  B7: 'a zombie commits after its partition has moved on',
  B8: 'a dead or looping consumer in a process that looks alive',
  B9: 'the cursor of an outbox skips what commits late',
  B10: 'a relay reorders the events of one aggregate',
  B11: 'an idempotency key without the content, or a check outside the transaction',
  B12: 'a chain that does not bind what it should, or forks',
  B13: 'guards that TRUNCATE, replication or the owner of the table walks round',
  B14: 'self-approval',
  B15: 'an undefined condition returns the first row',
  B16: 'a database restart kills or wedges the process',
  B17: 'hostile documents',
  B18: 'escaping of formulas damages negative numbers, or is missing',
  B19: 'floats, wrong scales, lost remainders',
  B20: 'a balance that concurrent postings overwrite, an overdraft that they pass',
  B21: 'an event under the key of the wrong party',
  B22: 'expired or missing input is jumped over',
  B23: 'amounts beyond 2^53',
  B24: 'oracles that round or tolerate',
};

/** Why a class has no planted bug. */
export const withoutMutants: Readonly<Record<`B${number}`, string>> = {};
