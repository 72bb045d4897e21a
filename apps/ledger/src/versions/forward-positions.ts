import { exchangeLegs, type BookedVersion, type OpenForward } from '#domain/ledger';
import type { Exchange, FxSwapTrade, FxTrade, LegName, Trade } from '#domain/trade';
import { insertRows, type Transaction } from '#platform/database';

const COLUMNS = {
  trade_id: 'text',
  version: 'integer',
  leg: 'text',
  book: 'text',
  counterparty: 'text',
  bought_minor_units: 'numeric',
  bought_currency: 'text',
  sold_minor_units: 'numeric',
  sold_currency: 'text',
  opened: 'boolean',
  closed: 'boolean',
} as const;

export interface ForwardRow {
  readonly trade_id: string;
  readonly version: number;
  readonly leg: string;
  readonly book: string;
  readonly counterparty: string;
  readonly bought_minor_units: string;
  readonly bought_currency: string;
  readonly sold_minor_units: string;
  readonly sold_currency: string;
  readonly booked_minor_units: string;
}

export const FORWARD_COLUMNS = `trade_id, version, leg, book, counterparty, bought_minor_units::text, bought_currency,
  sold_minor_units::text, sold_currency, booked_minor_units::text`;

export const forwardOf = (row: ForwardRow): OpenForward => ({
  tradeId: row.trade_id,
  version: row.version,
  leg: row.leg,
  book: row.book,
  counterparty: row.counterparty,
  bought: { minorUnits: BigInt(row.bought_minor_units), currency: row.bought_currency },
  sold: { minorUnits: BigInt(row.sold_minor_units), currency: row.sold_currency },
  bookedMinorUnits: BigInt(row.booked_minor_units),
});

/** Forwards and both legs of swaps are valued until they are exchanged; a spot is not (R3, R4). */
const isForward = (trade: Trade): trade is FxTrade | FxSwapTrade =>
  trade.product === 'fx-forward' || trade.product === 'fx-swap';

const rowOf = ({ tradeId, version, trade }: Omit<BookedVersion, 'basis'>, leg: string, { bought, sold }: Exchange) => ({
  trade_id: tradeId,
  version,
  leg,
  book: trade.book,
  counterparty: trade.counterparty,
  bought_minor_units: bought.minorUnits.toString(),
  bought_currency: bought.currency,
  sold_minor_units: sold.minorUnits.toString(),
  sold_currency: sold.currency,
});

const byKey = (left: { trade_id: string }, right: { trade_id: string }): number =>
  left.trade_id < right.trade_id ? -1 : 1;

/** From the trade date on these legs are valued, unless they were exchanged already. */
export async function openForwards(tx: Transaction, versions: readonly BookedVersion[]): Promise<void> {
  const rows = versions.flatMap(({ tradeId, version, trade }) =>
    isForward(trade)
      ? exchangeLegs(trade).map(({ leg, exchange }) => ({
          ...rowOf({ tradeId, version, trade }, leg, exchange),
          opened: true,
          closed: false,
        }))
      : [],
  );
  await insertRows(
    tx,
    'ledger.forward_position',
    COLUMNS,
    rows.sort(byKey),
    `on conflict on constraint forward_position_pk do update set opened = true, book = excluded.book,
       counterparty = excluded.counterparty, bought_minor_units = excluded.bought_minor_units,
       bought_currency = excluded.bought_currency, sold_minor_units = excluded.sold_minor_units,
       sold_currency = excluded.sold_currency`,
  );
}

export interface ExchangedLeg {
  readonly tradeId: string;
  readonly version: number;
  readonly leg: LegName;
  readonly trade: Trade;
}

/**
 * These legs are exchanged: they are valued no more.
 * @returns those of which a value is booked, to be released
 */
export async function closeExchanged(tx: Transaction, legs: readonly ExchangedLeg[]): Promise<OpenForward[]> {
  const rows = legs.flatMap(({ tradeId, version, leg, trade }) => {
    if (!isForward(trade)) return [];
    const exchange = trade.product === 'fx-swap' && leg === 'far' ? trade.far : trade.near;
    return [{ ...rowOf({ tradeId, version, trade }, leg, exchange), opened: false, closed: true }];
  });
  if (rows.length === 0) return [];
  const booked = await tx.rows<ForwardRow>(
    `select ${FORWARD_COLUMNS} from ledger.forward_position
     where (trade_id, version, leg) in (select * from unnest($1::text[], $2::integer[], $3::text[])) and booked_minor_units <> 0
     order by trade_id, version, leg for update`,
    [rows.map(({ trade_id }) => trade_id), rows.map(({ version }) => version), rows.map(({ leg }) => leg)],
  );
  await insertRows(
    tx,
    'ledger.forward_position',
    COLUMNS,
    rows.sort(byKey),
    'on conflict on constraint forward_position_pk do update set closed = true, booked_minor_units = 0',
  );
  return booked.map(forwardOf);
}

/** Legs of these versions of which a value is booked, locked. */
export async function valuedForwardsOf(
  tx: Transaction,
  versions: readonly { readonly tradeId: string; readonly version: number }[],
): Promise<OpenForward[]> {
  const rows = await tx.rows<ForwardRow>(
    `select ${FORWARD_COLUMNS} from ledger.forward_position
     where (trade_id, version) in (select * from unnest($1::text[], $2::integer[])) and booked_minor_units <> 0
     order by trade_id, version, leg for update`,
    [versions.map(({ tradeId }) => tradeId), versions.map(({ version }) => version)],
  );
  return rows.map(forwardOf);
}

/** The value of these legs is released: nothing is booked of them any more. */
export async function forgetBooked(tx: Transaction, forwards: readonly OpenForward[]): Promise<void> {
  if (forwards.length === 0) return;
  await tx.execute(
    `update ledger.forward_position set booked_minor_units = 0
     where (trade_id, version, leg) in (select * from unnest($1::text[], $2::integer[], $3::text[]))`,
    [forwards.map(({ tradeId }) => tradeId), forwards.map(({ version }) => version), forwards.map(({ leg }) => leg)],
  );
}

/** These versions are void: their legs are valued no more, and the end of the day releases what is booked. */
export async function closeWithdrawn(
  tx: Transaction,
  versions: readonly { readonly tradeId: string; readonly version: number }[],
): Promise<void> {
  await tx.execute(
    `update ledger.forward_position set closed = true
     where (trade_id, version) in (select * from unnest($1::text[], $2::integer[])) and not closed`,
    [versions.map(({ tradeId }) => tradeId), versions.map(({ version }) => version)],
  );
}
