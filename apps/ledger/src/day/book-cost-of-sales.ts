import {
  costToBook,
  holdingCostJournal,
  releaseOfSold,
  scaledQuantity,
  type Journal,
  type Parallel,
} from '#domain/ledger';
import type { Transaction } from '#platform/database';
import type { DayStep } from './day.js';
import {
  addTrade,
  holdingKey,
  lockHoldings,
  newHolding,
  nothingOf,
  storeHoldings,
  type StoredHolding,
} from './holding.store.js';

const PAGE = 5_000;

interface TradeRow {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly quantity: string;
  readonly amount_minor_units: string;
}

/** Where the trades of each accounting stand, and the day that counts. */
const TRADES = {
  TDA: { table: 'ledger.trade_version', day: 'trade_date', order: 'v.trade_date, v.trade_id, v.version' },
  SDA: {
    table: 'ledger.settled_part',
    day: 'effective_date',
    order: 'v.effective_date, v.trade_id, v.version, v.settled_so_far',
  },
} as const satisfies Record<Parallel, { table: string; day: string; order: string }>;

/** A holding into which the day's trades are folded. */
interface Folded {
  readonly stored: StoredHolding;
  /** Held before; null where it is folded anew from its first trade. */
  readonly heldBefore: bigint | null;
  soldToday: bigint;
}

/**
 * R2 and R17, by trade date and by settlement date: folds what was dealt, or delivered, on the day in the order of date, trade
 * id and version into the holdings, at average cost or first in first out as the policy of the book says, and posts what has
 * been realised. A holding in which an earlier day changed is folded anew from its first trade. One page: there are as many
 * journals as securities held.
 */
export const bookCostOfSales: DayStep = {
  name: 'book-cost-of-sales',
  async page(tx, { businessDate, previousDate }) {
    const known = await lockHoldings(tx);
    const folded = [
      ...(await foldDay(tx, 'TDA', known, { ended: previousDate, through: businessDate })),
      ...(await foldDay(tx, 'SDA', known, { ended: previousDate, through: businessDate })),
    ].sort(byHolding);
    const journals = folded.flatMap((one) => journalsOf(one, businessDate));
    await storeHoldings(
      tx,
      folded.map(({ stored }) => stored),
    );
    return {
      journals: journals.sort((left, right) =>
        left.head.key < right.head.key ? -1 : left.head.key > right.head.key ? 1 : 0,
      ),
      after: null,
    };
  },
};

function byHolding({ stored: left }: Folded, { stored: right }: Folded): number {
  const [one, other] = [holdingKey(left), holdingKey(right)];
  if (one !== other) return one < other ? -1 : 1;
  return left.accounting === right.accounting ? 0 : left.accounting === 'TDA' ? -1 : 1;
}

async function foldDay(
  tx: Transaction,
  accounting: Parallel,
  known: readonly StoredHolding[],
  { ended, through }: { readonly ended: string | null; readonly through: string },
): Promise<Folded[]> {
  const { table, day, order } = TRADES[accounting];
  const holdings = new Map(known.filter((one) => one.accounting === accounting).map((one) => [holdingKey(one), one]));
  const touched = new Map<string, Folded>();
  for (const [key, stored] of holdings)
    if (stored.refold) {
      Object.assign(stored, nothingOf(stored.book));
      touched.set(key, { stored, heldBefore: null, soldToday: 0n });
    }
  if (touched.size > 0)
    await foldTrades(
      tx,
      `select v.book, v.isin, v.currency, v.quantity::text, v.amount_minor_units::text
       from ${table} v join ledger.holding h on h.book = v.book and h.isin = v.isin and h.currency = v.currency
       where h.refold and h.accounting = '${accounting}' and v.${day} <= $1::date and v.quantity <> 0
       order by v.book, v.isin, v.currency, ${order}`,
      [through],
      (trade) => touched.get(holdingKey(trade)),
    );
  await foldTrades(
    tx,
    `select v.book, v.isin, v.currency, v.quantity::text, v.amount_minor_units::text from ${table} v
     where v.isin is not null and v.${day} <= $1::date and v.${day} > $2::date and v.quantity <> 0
     order by v.book, v.isin, v.currency, ${order}`,
    [through, ended ?? '-infinity'],
    (trade) => {
      const key = holdingKey(trade);
      const stored = holdings.get(key);
      if (stored?.refold) return undefined;
      const before = touched.get(key);
      if (before) return before;
      const one = stored ?? newHolding(trade, accounting);
      const folded = { stored: one, heldBefore: one.holding.quantity, soldToday: 0n };
      touched.set(key, folded);
      return folded;
    },
  );
  for (const { stored } of touched.values()) stored.refold = false;
  return [...touched.values()];
}

/** Reads through a cursor: memory grows with the holdings, not with their trades. */
async function foldTrades(
  tx: Transaction,
  query: string,
  parameters: readonly string[],
  holdingOf: (trade: TradeRow) => Folded | undefined,
): Promise<void> {
  await tx.execute(`declare trades_of_holdings no scroll cursor for ${query}`, parameters);
  for (;;) {
    const trades = await tx.rows<TradeRow>(`fetch ${PAGE} from trades_of_holdings`);
    for (const trade of trades) {
      const folded = holdingOf(trade);
      if (!folded) continue;
      const quantity = scaledQuantity(trade.quantity);
      if (quantity < 0n) folded.soldToday -= quantity;
      addTrade(folded.stored, { quantity, amountMinorUnits: BigInt(trade.amount_minor_units) });
    }
    if (trades.length < PAGE) break;
  }
  await tx.execute('close trades_of_holdings');
}

function journalsOf({ stored, heldBefore, soldToday }: Folded, through: string): Journal[] {
  const journals: Journal[] = [];
  const release = heldBefore === null ? undefined : released(stored, { sold: soldToday, held: heldBefore }, through);
  if (release) journals.push(release);
  const cost = holdingCostJournal(stored, stored.holding, stored.cost, through, stored.accounting);
  stored.cost = costToBook(stored.holding);
  if (cost) journals.push(cost);
  return journals;
}

/** What was marked on what is sold is profit no more: by settlement date, what had been left as it was when it was sold. */
function released(
  stored: StoredHolding,
  quantities: { readonly sold: bigint; readonly held: bigint },
  through: string,
): Journal | undefined {
  const { accounting, frozen, mark } = stored;
  const ofFrozen = frozen.quantity > 0n;
  const release = releaseOfSold(
    stored,
    ofFrozen ? { sold: quantities.sold, held: frozen.quantity } : quantities,
    ofFrozen ? { ...mark, assetMinorUnits: frozen.minorUnits } : mark,
    { through, accounting },
  );
  if (!release) return undefined;
  if (ofFrozen) {
    const taken = frozen.minorUnits - release.booked.assetMinorUnits;
    stored.mark = { ...mark, assetMinorUnits: mark.assetMinorUnits - taken };
    const left = frozen.quantity - quantities.sold;
    stored.frozen = { quantity: left > 0n ? left : 0n, minorUnits: release.booked.assetMinorUnits };
  } else stored.mark = release.booked;
  return release.journal;
}
