import type { Accounting } from '#domain/ledger';

/** Where the cash of every other book passes. */
export const HUB = 'house.treasury';
export const UNITS = ['house.debt', 'house.risk', 'client.Fundación "Nalón"'] as const;
/** Currencies of two, no and three decimals. */
export const DIGITS: Readonly<Record<string, number>> = { EUR: 2, JPY: 0, KWD: 3 };

export interface Line {
  readonly account: string;
  readonly detail: string;
  readonly currency: string;
  /** Positive debits. */
  readonly units: bigint;
}

/** What a fact does to one book, before the bridge closes it against the hub. */
export interface Side {
  readonly book: string;
  readonly accounting: Accounting;
  readonly lines: readonly Line[];
}

/** How a fact is spoilt on its way into the books. */
export type Fault = 'unbalanced' | 'half a bridge' | 'bridge of one accounting';

export interface Fact {
  readonly kind: 'fact';
  readonly key: string;
  readonly day: string;
  readonly sides: readonly Side[];
  readonly fault: Fault | null;
  /** Journal, by its name, that this fact says it undoes although it is of another book or accounting. */
  readonly undoes: string | null;
}

/** Undoes all journals of an earlier fact. */
export interface Reversal {
  readonly kind: 'reversal';
  readonly of: string;
  /** `again` has a key of its own, so that only the journals it names tell that they are undone already. */
  readonly step: 'reversal' | 'again';
}

/** Posted together, all or none. */
export interface Batch {
  readonly intents: readonly (Fact | Reversal)[];
  /** Taken by a month that is closed softly. */
  readonly adjusting: boolean;
  /** As the service posts: what falls into a closed month goes to the first open day. Else it is tried as it is. */
  readonly moved: boolean;
  readonly people: readonly [actor: string, approver: string] | null;
}

export type PeriodState = 'open' | 'soft' | 'hard';

export interface PeriodChange {
  /** YYYY-MM. */
  readonly month: string;
  readonly to: PeriodState;
  readonly proposedBy: string;
  readonly approvedBy: string | null;
}

/** `null` asks for what is known now, without a moment to remember; `now` for a moment that can be asked for again. */
export interface ReportAsked {
  readonly accounting: 'TDA' | 'SDA';
  readonly asOf: string | null;
  readonly asAt: string | null;
  readonly book: string | null;
  readonly currency: string | null;
}

export interface BalanceAsked {
  readonly book: string;
  readonly account: string;
  readonly detail: string;
  readonly currency: string;
  readonly accounting: 'TDA' | 'SDA';
  readonly through: string;
}

export type Subject =
  | { readonly kind: 'period'; readonly month: string; readonly to: PeriodState }
  | { readonly kind: 'payroll'; readonly batchId: string };

export interface Decision {
  readonly proposalId: string;
  readonly act: 'propose' | 'approve' | 'reject';
  readonly actor: string;
  readonly subject: Subject | null;
  /** Whether the approver was shown what is proposed. */
  readonly asShown: boolean;
}

/** One thing done to the books or asked of them, everything in it decided. */
export type Act =
  | { readonly do: 'post'; readonly batch: Batch }
  | { readonly do: 'change a period'; readonly change: PeriodChange }
  | { readonly do: 'add up'; readonly moreThan: number }
  | { readonly do: 'trial balance'; readonly asked: ReportAsked }
  | { readonly do: 'unit bridge'; readonly asked: ReportAsked }
  | { readonly do: 'balance'; readonly asked: BalanceAsked }
  | { readonly do: 'summary' }
  | { readonly do: 'decide'; readonly decision: Decision }
  | { readonly do: 'end a day'; readonly day: string };

/** What the books answered. */
export interface Told {
  /** In words that the model can say too. */
  readonly said: string;
  /** Microseconds since 1970, where something was posted. */
  readonly recordedAt?: bigint;
  /** The moment a report was made as at. */
  readonly asAt?: string | null;
  /** The report, byte for byte. */
  readonly report?: string;
}

/** Everything the books hold, for comparison with the model. */
export interface WholeBooks {
  /** By book, accounting, account, detail, currency and day, joined by `|`; without zeros. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** Names of the journals in the order of their chains, with their places and moments. */
  readonly journals: readonly { readonly name: string; readonly place: string; readonly recordedAt: bigint }[];
  /** `2026-06 soft`, of months that are not open. */
  readonly periods: readonly string[];
  /** `P1 waiting`. */
  readonly proposals: readonly string[];
  /** What verifying them found. */
  readonly faults: readonly string[];
}

/** Books under test: in memory or in PostgreSQL. */
export interface Books {
  do(act: Act): Promise<Told>;
  whole(): Promise<WholeBooks>;
}

/** How the model names a journal: what is unique to it in all books. */
export const nameOf = (key: string, book: string, accounting: string): string => `${key} in ${book} by ${accounting}`;

const MICROS = 1_000_000n;

/** `2026-06-15T10:00:00.000001Z` of microseconds since 1970. */
export function momentOf(micros: bigint): string {
  const seconds = new Date(Number(micros / 1_000n)).toISOString().slice(0, 19);
  return `${seconds}.${(micros % MICROS).toString().padStart(6, '0')}Z`;
}

export const microsOf = (moment: string): bigint =>
  BigInt(Date.parse(`${moment.slice(0, 19)}Z`)) * 1_000n + BigInt(moment.slice(20, 26));

/** What the books say of a batch that they took. */
export const saidOfPosting = (placed: readonly string[], left: readonly string[]): string =>
  `posted [${placed.join(', ')}], left out [${[...left].sort().join(', ')}]`;

interface Chains {
  readonly upTo: readonly { readonly book: string; readonly sequence: string }[];
}

/** A report without the hashes, which the model does not know. */
export const saidOfReport = ({ upTo, ...report }: Chains): string =>
  JSON.stringify({ ...report, upTo: upTo.map(({ book, sequence }) => `${book} ${sequence}`) });
