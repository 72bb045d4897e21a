import {
  costToBook,
  holdingCostJournal,
  NOTHING_HELD,
  quantityText,
  scaledQuantity,
  withTrade,
  type BookedCost,
  type Holding,
  type HoldingOfBook,
  type Journal,
} from '#domain/ledger';
import type { Transaction } from '#platform/database';
import type { DayStep } from './day.js';

const PAGE = 5_000;

interface HoldingRow {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly quantity: string;
  readonly cost_minor_units: string;
  readonly realised_minor_units: string;
  readonly booked_realised_minor_units: string;
  readonly booked_short_minor_units: string;
  readonly refold: boolean;
}

interface TradeRow {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly quantity: string;
  readonly amount_minor_units: string;
}

interface HoldingAtEnd extends HoldingOfBook {
  holding: Holding;
  readonly booked: BookedCost;
}

const keyOf = ({ book, isin, currency }: HoldingOfBook): string => `${book}|${isin}|${currency}`;

/**
 * R2 and R17: folds the day's trades, in the order of trade date, trade id and version, into the holdings at average cost and
 * posts what has been realised. A holding in which an earlier day changed is folded anew from its first trade. One page: there
 * are as many journals as securities held.
 */
export const bookCostOfSales: DayStep = {
  name: 'book-cost-of-sales',
  async page(tx, { businessDate, previousDate }) {
    return { journals: await costOfSales(tx, previousDate, businessDate), after: null };
  },
};

async function costOfSales(tx: Transaction, ended: string | null, through: string): Promise<Journal[]> {
  const holdings = await lockHoldings(tx);
  const touched = new Map<string, HoldingAtEnd>();
  for (const [key, { refold, ...holding }] of holdings)
    if (refold) touched.set(key, { ...holding, holding: NOTHING_HELD });
  if (touched.size > 0)
    await foldTrades(
      tx,
      `select v.book, v.isin, v.currency, v.quantity::text, v.amount_minor_units::text
       from ledger.trade_version v join ledger.holding h on h.book = v.book and h.isin = v.isin and h.currency = v.currency
       where h.refold and v.trade_date <= $1::date and v.quantity <> 0
       order by v.book, v.isin, v.currency, v.trade_date, v.trade_id, v.version`,
      [through],
      (trade) => touched.get(keyOf(trade)),
    );
  await foldTrades(
    tx,
    `select v.book, v.isin, v.currency, v.quantity::text, v.amount_minor_units::text
     from ledger.trade_version v
     where v.isin is not null and v.trade_date <= $1::date and v.trade_date > $2::date and v.quantity <> 0
     order by v.book, v.isin, v.currency, v.trade_date, v.trade_id, v.version`,
    [through, ended ?? '-infinity'],
    (trade) => {
      const key = keyOf(trade);
      const known = holdings.get(key);
      if (known?.refold) return undefined;
      let holding = touched.get(key);
      if (!holding) touched.set(key, (holding = known ?? nothingOf(trade)));
      return holding;
    },
  );
  const atEnd = [...touched.values()];
  await storeHoldings(tx, atEnd);
  return atEnd.flatMap((one) => holdingCostJournal(one, one.holding, one.booked, through) ?? []);
}

const nothingOf = ({ book, isin, currency }: HoldingOfBook): HoldingAtEnd => ({
  book,
  isin,
  currency,
  holding: NOTHING_HELD,
  booked: { realisedMinorUnits: 0n, shortMinorUnits: 0n },
});

async function lockHoldings(tx: Transaction): Promise<Map<string, HoldingAtEnd & { refold: boolean }>> {
  const rows = await tx.rows<HoldingRow>(
    `select book, isin, currency, quantity::text, cost_minor_units::text, realised_minor_units::text,
       booked_realised_minor_units::text, booked_short_minor_units::text, refold
     from ledger.holding order by book, isin, currency for update`,
  );
  return new Map(
    rows.map(({ book, isin, currency, refold, ...row }) => [
      keyOf({ book, isin, currency }),
      {
        book,
        isin,
        currency,
        refold,
        holding: {
          quantity: scaledQuantity(row.quantity),
          costMinorUnits: BigInt(row.cost_minor_units),
          realisedMinorUnits: BigInt(row.realised_minor_units),
        },
        booked: {
          realisedMinorUnits: BigInt(row.booked_realised_minor_units),
          shortMinorUnits: BigInt(row.booked_short_minor_units),
        },
      },
    ]),
  );
}

/** Reads through a cursor: memory grows with the holdings, not with their trades. */
async function foldTrades(
  tx: Transaction,
  query: string,
  parameters: readonly string[],
  holdingOf: (trade: TradeRow) => HoldingAtEnd | undefined,
): Promise<void> {
  await tx.execute(`declare trades_of_holdings no scroll cursor for ${query}`, parameters);
  for (;;) {
    const trades = await tx.rows<TradeRow>(`fetch ${PAGE} from trades_of_holdings`);
    for (const trade of trades) {
      const at = holdingOf(trade);
      if (!at) continue;
      at.holding = withTrade(at.holding, {
        quantity: scaledQuantity(trade.quantity),
        amountMinorUnits: BigInt(trade.amount_minor_units),
      });
    }
    if (trades.length < PAGE) break;
  }
  await tx.execute('close trades_of_holdings');
}

async function storeHoldings(tx: Transaction, holdings: readonly HoldingAtEnd[]): Promise<void> {
  if (holdings.length === 0) return;
  const booked = holdings.map(({ holding }) => costToBook(holding));
  await tx.execute(
    `insert into ledger.holding (book, isin, currency, quantity, cost_minor_units, realised_minor_units,
       booked_realised_minor_units, booked_short_minor_units)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[])
     on conflict on constraint holding_pk do update set quantity = excluded.quantity,
       cost_minor_units = excluded.cost_minor_units, realised_minor_units = excluded.realised_minor_units,
       booked_realised_minor_units = excluded.booked_realised_minor_units,
       booked_short_minor_units = excluded.booked_short_minor_units, refold = false`,
    [
      holdings.map(({ book }) => book),
      holdings.map(({ isin }) => isin),
      holdings.map(({ currency }) => currency),
      holdings.map(({ holding }) => quantityText(holding.quantity)),
      holdings.map(({ holding }) => holding.costMinorUnits.toString()),
      holdings.map(({ holding }) => holding.realisedMinorUnits.toString()),
      booked.map(({ realisedMinorUnits }) => realisedMinorUnits.toString()),
      booked.map(({ shortMinorUnits }) => shortMinorUnits.toString()),
    ],
  );
}
