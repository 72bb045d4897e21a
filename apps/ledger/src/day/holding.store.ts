import {
  heldInLots,
  NO_LOTS,
  NOTHING_HELD,
  NOTHING_MARKED,
  policyOf,
  quantityText,
  scaledQuantity,
  withLotTrade,
  withTrade,
  type BookedCost,
  type BookedMark,
  type Holding,
  type HoldingOfBook,
  type HoldingTrade,
  type LotHolding,
  type Parallel,
} from '#domain/ledger';
import { referenceData } from '#domain/parties';
import { insertRows, type Transaction } from '#platform/database';

/** What a book holds of a security in one of the two accountings, and what of it is booked. */
export interface StoredHolding extends HoldingOfBook {
  readonly accounting: Parallel;
  holding: Holding;
  /** Of a book that sells first what it bought first. */
  lots: LotHolding | null;
  cost: BookedCost;
  mark: BookedMark;
  /** Of the mark, what stays as it was on what is sold and not delivered; by settlement date only. */
  frozen: { readonly quantity: bigint; readonly minorUnits: bigint };
  couponTakenThrough: string | null;
  refold: boolean;
}

interface HoldingRow {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly accounting: Parallel;
  readonly quantity: string;
  readonly cost_minor_units: string;
  readonly realised_minor_units: string;
  readonly booked_realised_minor_units: string;
  readonly booked_short_minor_units: string;
  readonly lots: string;
  readonly marked_asset_minor_units: string;
  readonly marked_short_minor_units: string;
  readonly frozen_quantity: string;
  readonly frozen_minor_units: string;
  readonly coupon_taken_through: string | null;
  readonly refold: boolean;
}

const COLUMNS = {
  book: 'text',
  isin: 'text',
  currency: 'text',
  accounting: 'text',
  quantity: 'numeric',
  cost_minor_units: 'numeric',
  realised_minor_units: 'numeric',
  booked_realised_minor_units: 'numeric',
  booked_short_minor_units: 'numeric',
  lots: 'text',
  marked_asset_minor_units: 'numeric',
  marked_short_minor_units: 'numeric',
  frozen_quantity: 'numeric',
  frozen_minor_units: 'numeric',
  coupon_taken_through: 'date',
  refold: 'boolean',
} as const;

const KEY = ['book', 'isin', 'currency', 'accounting'];

const READ = Object.entries(COLUMNS)
  .map(([name, type]) => (type === 'numeric' || type === 'date' ? `h.${name}::text` : `h.${name}`))
  .join(', ');

export const holdingKey = ({ book, isin, currency }: HoldingOfBook): string => `${book}|${isin}|${currency}`;

/** An empty one, of a book that has traded the security for the first time. */
export function newHolding({ book, isin, currency }: HoldingOfBook, accounting: Parallel): StoredHolding {
  return {
    ...ofBook(book, isin, currency),
    ...{ accounting, ...nothingOf(book), cost: { realisedMinorUnits: 0n, shortMinorUnits: 0n } },
    ...{ mark: NOTHING_MARKED, frozen: { quantity: 0n, minorUnits: 0n }, couponTakenThrough: null, refold: false },
  };
}

function ofBook(book: string, isin: string, currency: string): HoldingOfBook {
  const kind = referenceData.findInstrument(isin)?.kind;
  return { book, isin, currency, ...(kind ? { kind } : {}) };
}

/** Before the first trade. */
export const nothingOf = (book: string): Pick<StoredHolding, 'holding' | 'lots'> => ({
  holding: NOTHING_HELD,
  lots: policyOf(book).costing === 'FIFO' ? NO_LOTS : null,
});

/** Adds one trade or delivery, by the policy of the book. */
export function addTrade(stored: StoredHolding, trade: HoldingTrade): void {
  if (stored.lots === null) stored.holding = withTrade(stored.holding, trade);
  else {
    stored.lots = withLotTrade(stored.lots, trade);
    stored.holding = heldInLots(stored.lots);
  }
}

function storedOf(row: HoldingRow): StoredHolding {
  const { book, isin, currency, accounting, refold } = row;
  const holding = {
    quantity: scaledQuantity(row.quantity),
    costMinorUnits: BigInt(row.cost_minor_units),
    realisedMinorUnits: BigInt(row.realised_minor_units),
  };
  return {
    ...ofBook(book, isin, currency),
    ...{ accounting, refold, holding },
    lots:
      policyOf(book).costing === 'FIFO'
        ? { lots: lotsIn(row.lots), realisedMinorUnits: holding.realisedMinorUnits }
        : null,
    cost: {
      realisedMinorUnits: BigInt(row.booked_realised_minor_units),
      shortMinorUnits: BigInt(row.booked_short_minor_units),
    },
    mark: {
      assetMinorUnits: BigInt(row.marked_asset_minor_units),
      shortMinorUnits: BigInt(row.marked_short_minor_units),
    },
    frozen: { quantity: scaledQuantity(row.frozen_quantity), minorUnits: BigInt(row.frozen_minor_units) },
    couponTakenThrough: row.coupon_taken_through,
  };
}

const lotsIn = (text: string): HoldingTrade[] =>
  (JSON.parse(text) as [string, string][]).map(([quantity, amount]) => ({
    quantity: BigInt(quantity),
    amountMinorUnits: BigInt(amount),
  }));

const lotsText = (lots: LotHolding | null): string =>
  JSON.stringify((lots?.lots ?? []).map(({ quantity, amountMinorUnits }) => [`${quantity}`, `${amountMinorUnits}`]));

/** All holdings, locked. */
export async function lockHoldings(tx: Transaction): Promise<StoredHolding[]> {
  const rows = await tx.rows<HoldingRow>(
    `select ${READ} from ledger.holding h order by h.book, h.isin, h.currency, h.accounting for update`,
  );
  return rows.map(storedOf);
}

/** Both accountings of the holdings after the last one done, locked: what one of them posts has the key of the other's. */
export async function holdingsAfter(
  tx: Transaction,
  after: readonly string[] | null,
  limit: number,
): Promise<(readonly StoredHolding[])[]> {
  const rows = await tx.rows<HoldingRow>(
    `select ${READ} from ledger.holding h
     where (h.book, h.isin, h.currency) in (
       select distinct k.book, k.isin, k.currency from ledger.holding k
       where (k.book, k.isin, k.currency) > ($1::text, $2::text, $3::text) order by 1, 2, 3 limit ${limit})
     order by h.book, h.isin, h.currency, h.accounting desc for update`,
    [after?.[0] ?? '', after?.[1] ?? '', after?.[2] ?? ''],
  );
  const gathered = new Map<string, StoredHolding[]>();
  for (const stored of rows.map(storedOf)) {
    const both = gathered.get(holdingKey(stored));
    if (both) both.push(stored);
    else gathered.set(holdingKey(stored), [stored]);
  }
  return [...gathered.values()];
}

export async function storeHoldings(tx: Transaction, holdings: readonly StoredHolding[]): Promise<void> {
  await insertRows(
    tx,
    'ledger.holding',
    COLUMNS,
    holdings.map(({ book, isin, currency, accounting, holding, lots, cost, mark, frozen, ...stored }) => ({
      ...{ book, isin, currency, accounting },
      quantity: quantityText(holding.quantity),
      cost_minor_units: holding.costMinorUnits,
      realised_minor_units: holding.realisedMinorUnits,
      booked_realised_minor_units: cost.realisedMinorUnits,
      booked_short_minor_units: cost.shortMinorUnits,
      lots: lotsText(lots),
      marked_asset_minor_units: mark.assetMinorUnits,
      marked_short_minor_units: mark.shortMinorUnits,
      frozen_quantity: quantityText(frozen.quantity),
      frozen_minor_units: frozen.minorUnits,
      coupon_taken_through: stored.couponTakenThrough,
      refold: stored.refold,
    })),
    `on conflict on constraint holding_pk do update set ${Object.keys(COLUMNS)
      .filter((name) => !KEY.includes(name))
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}`,
  );
}
