import { readKept } from '#contracts';
import type {
  Borrowing,
  ClientInvoice,
  Coupon,
  CouponClaim,
  DebtIssue,
  ExpectedLoss,
  FailingDay,
  Fee,
  PayrollBatch,
  PenalisedFail,
  Repo,
  UnidentifiedCredit,
} from '#domain/ledger';
import type { Money } from '#domain/money';
import { insertRows, type Transaction } from '#platform/database';

/** What other systems told and what of it the books show, by kind. Amounts are `Money`, so that they are read back exactly. */
export interface PositionKinds {
  readonly repo: Of<Repo, { readonly accrued: Money; readonly ended: boolean }>;
  readonly issue: Of<
    DebtIssue,
    {
      readonly outstanding: Money;
      readonly carrying: Money;
      readonly payable: Money;
      readonly paidThrough: string;
      /** Last day up to which its interest is booked. */
      readonly interestThrough: string;
    }
  >;
  readonly coupon: Of<Coupon & { readonly recordDate: string }, { readonly taken: boolean }>;
  readonly claim: Of<CouponClaim & { readonly on: string }, { readonly settled: boolean }>;
  readonly fee: Of<Fee, { readonly paid: boolean }>;
  readonly invoice: Of<ClientInvoice, { readonly collected: boolean }>;
  readonly payroll: Of<PayrollBatch, { readonly state: 'waiting' | 'booked' | 'paid'; readonly contentHash: string }>;
  readonly credit: Of<UnidentifiedCredit, { readonly matched: boolean }>;
  readonly penalty: Of<
    PenalisedFail,
    {
      readonly days: readonly FailingDay[];
      readonly expected: Money;
      /** Months that the depository has settled. */
      readonly settledMonths: readonly string[];
    }
  >;
  readonly borrowing: Of<Borrowing, { readonly fee: Money }>;
  readonly allowance: Of<
    { readonly book: string; readonly isin: string; readonly loss: ExpectedLoss; readonly on: string },
    { readonly allowed: Money }
  >;
}

interface Of<Terms, Booked> {
  readonly terms: Terms;
  readonly booked: Booked;
}

export type PositionKind = keyof PositionKinds;

export type Position<Kind extends PositionKind = PositionKind> = {
  readonly [Each in Kind]: PositionKinds[Each] & {
    readonly kind: Each;
    readonly id: string;
    /** Positions that one fact concerns together; empty where there are none. */
    readonly gathered: string;
    /** The end of the day still goes over it. */
    readonly live: boolean;
  };
}[Kind];

/** Positions that a fact is about: the one of an id, or all that are gathered under a name. */
export type About = { readonly kind: PositionKind } & ({ readonly id: string } | { readonly gathered: string });

interface PositionRow {
  readonly kind: PositionKind;
  readonly position_id: string;
  readonly gathered: string;
  readonly terms: string;
  readonly booked: string;
  readonly live: boolean;
}

const COLUMNS = {
  kind: 'text',
  position_id: 'text',
  gathered: 'text',
  terms: 'text',
  booked: 'text',
  live: 'boolean',
} as const;

const positionOf = <Kind extends PositionKind>({ kind, position_id, terms, booked, ...row }: PositionRow) =>
  ({ ...row, kind, id: position_id, terms: readKept(terms), booked: readKept(booked) }) as unknown as Position<Kind>;

const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind}|${id}`;

/** The positions that a batch of facts is about, locked, as they become while its facts are booked one after the other. */
export class PositionsOfBatch {
  private readonly changed = new Map<string, Position>();

  private constructor(private readonly known: Map<string, Position>) {}

  static async lock(tx: Transaction, about: readonly About[]): Promise<PositionsOfBatch> {
    const known = new Map<string, Position>();
    if (about.length === 0) return new PositionsOfBatch(known);
    const ids = about.filter((one) => 'id' in one);
    const names = about.filter((one) => 'gathered' in one);
    const rows = await tx.rows<PositionRow>(
      `select kind, position_id, gathered, terms, booked, live from ledger.told_position
       where (kind, position_id) in (select * from unnest($1::text[], $2::text[]))
          or gathered <> '' and (kind, gathered) in (select * from unnest($3::text[], $4::text[]))
       order by kind, position_id for update`,
      [
        ids.map(({ kind }) => kind),
        ids.map(({ id }) => id),
        names.map(({ kind }) => kind),
        names.map(({ gathered }) => gathered),
      ],
    );
    for (const row of rows) {
      const position = positionOf(row);
      known.set(keyOf(position), position);
    }
    return new PositionsOfBatch(known);
  }

  /** As they stand after the facts before. */
  about(one: About): readonly Position[] {
    if ('id' in one) {
      const found = this.known.get(keyOf(one));
      return found ? [found] : [];
    }
    return [...this.known.values()].filter(({ kind, gathered }) => kind === one.kind && gathered === one.gathered);
  }

  change(positions: readonly Position[]): void {
    for (const position of positions) {
      this.known.set(keyOf(position), position);
      this.changed.set(keyOf(position), position);
    }
  }

  keep(tx: Transaction): Promise<void> {
    return keepPositions(tx, [...this.changed.values()]);
  }
}

export async function keepPositions(tx: Transaction, positions: readonly Position[]): Promise<void> {
  await insertRows(
    tx,
    'ledger.told_position',
    COLUMNS,
    [...positions]
      .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))
      .map(({ kind, id, gathered, terms, booked, live }) => ({
        kind,
        position_id: id,
        gathered,
        terms: JSON.stringify(terms),
        booked: JSON.stringify(booked),
        live,
      })),
    `on conflict on constraint told_position_pk do update
       set gathered = excluded.gathered, terms = excluded.terms, booked = excluded.booked, live = excluded.live`,
  );
}

/** Positions of one kind that the end of the day goes over, locked, in the order of their ids. @param after the last one done */
export async function livePositions<Kind extends PositionKind>(
  tx: Transaction,
  kind: Kind,
  after: string,
  limit: number,
): Promise<Position<Kind>[]> {
  const rows = await tx.rows<PositionRow>(
    `select kind, position_id, gathered, terms, booked, live from ledger.told_position
     where kind = $1 and live and position_id > $2 order by position_id limit ${limit} for update`,
    [kind, after],
  );
  return rows.map((row) => positionOf<Kind>(row));
}

/** One position, locked. */
export async function findPosition<Kind extends PositionKind>(
  tx: Transaction,
  kind: Kind,
  id: string,
): Promise<Position<Kind> | undefined> {
  const [row] = await tx.rows<PositionRow>(
    `select kind, position_id, gathered, terms, booked, live from ledger.told_position
     where kind = $1 and position_id = $2 for update`,
    [kind, id],
  );
  return row && positionOf<Kind>(row);
}
