import {
  quantityText,
  regularWayChange,
  regularWayTaken,
  regularWayWithdrawn,
  scaledQuantity,
  shareOf,
  type Journal,
  type OpenPurchase,
} from '#domain/ledger';
import { money } from '#domain/money';
import { updateRows, type Transaction } from '#platform/database';
import { DELIVERED } from '../versions/delivered-parts.js';
import { closingPriceOf } from './closing-price.js';
import { pageOf, POSITIONS_A_PAGE, type Day, type DayStep } from './day.js';

interface DeliveryRow {
  readonly trade_id: string;
  readonly version: number;
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  /** As traded; of a withdrawn version what of it is kept. */
  readonly quantity: string;
  readonly consideration_minor_units: string;
  readonly settled_quantity: string;
  /** A later day is known to bring a part of it. */
  readonly more_to_come: boolean;
  readonly change_minor_units: string;
  readonly change_open_quantity: string;
  readonly change_settled_quantity: string;
  readonly withdrawn: boolean;
}

/** What is booked of a delivery after the day. */
interface Followed {
  readonly changeMinorUnits: bigint;
  readonly openQuantity: bigint;
  readonly delivered: boolean;
  readonly journals: readonly Journal[];
  /** Change of value that has joined the asset. */
  readonly takenMinorUnits: bigint;
}

/**
 * IFRS 9 B3.1.6, in the books by settlement date: what is bought and not delivered changes its fair value from the trade date
 * on; with the delivery that change joins the asset, and of a withdrawn purchase it goes the way it came.
 */
export const followDeliveries: DayStep = {
  name: 'follow-deliveries',
  async page(tx, day, after) {
    const rows = await tx.rows<DeliveryRow>(
      `select v.trade_id, v.version, v.book, v.isin, v.currency, v.quantity::text, v.consideration_minor_units::text,
         s.quantity::text as settled_quantity, s.later > 0 as more_to_come, v.change_minor_units::text,
         v.change_open_quantity::text, v.change_settled_quantity::text, v.withdrawal is not null as withdrawn
       from (
         select * from ledger.trade_version
         where isin is not null and captured and not delivered and trade_date <= $1 and (trade_id, version) > ($2::text, $3::integer)
         order by trade_id, version limit ${POSITIONS_A_PAGE} for update
       ) v, ${DELIVERED}
       order by v.trade_id, v.version`,
      [day.businessDate, after?.[0] ?? '', after?.[1] ?? '0'],
    );
    const followed = rows.map((row) => ({ row, ...follow(row, day) }));
    await keepFollowed(tx, followed);
    await markTaken(tx, followed);
    return pageOf(
      rows,
      followed.flatMap(({ journals }) => journals),
      ({ trade_id, version }) => [trade_id, String(version)],
    );
  },
};

function follow(row: DeliveryRow, { businessDate, prices }: Day): Followed {
  const [quantity, settled] = [scaledQuantity(row.quantity), scaledQuantity(row.settled_quantity)];
  const left = row.withdrawn ? 0n : quantity - settled;
  const nothing: Followed = {
    ...{
      changeMinorUnits: 0n,
      openQuantity: 0n,
      delivered: left === 0n && !row.more_to_come,
      journals: [],
      takenMinorUnits: 0n,
    },
  };
  if (quantity < 0n && !row.withdrawn) return nothing;
  const journals: Journal[] = [];
  let open = purchaseOf(row, scaledQuantity(row.change_open_quantity), BigInt(row.change_minor_units));
  let taken = 0n;
  const came = settled - scaledQuantity(row.change_settled_quantity);
  if (came > 0n && open.bookedMinorUnits !== 0n) {
    const part = { quantity: came, leg: 'delivery', settledSoFar: quantityText(settled) };
    const step = regularWayTaken(open, part, businessDate);
    if (step) {
      journals.push(step.journal);
      open = { ...open, bookedMinorUnits: step.bookedMinorUnits };
      taken = step.takenMinorUnits;
    }
  }
  if (left === 0n) {
    const undone = regularWayWithdrawn(open, businessDate);
    if (undone) journals.push(undone.journal);
    return { ...nothing, journals, takenMinorUnits: taken };
  }
  open = { ...open, quantity: left, cost: costOfRest(row, { before: settled, upTo: quantity, whole: quantity }) };
  const price = closingPriceOf(row.isin, prices);
  const change = price && regularWayChange(open, price, businessDate);
  if (change) journals.push(change.journal);
  return {
    ...{ changeMinorUnits: change?.bookedMinorUnits ?? open.bookedMinorUnits, openQuantity: left },
    ...{ delivered: false, journals, takenMinorUnits: taken },
  };
}

const purchaseOf = (row: DeliveryRow, quantity: bigint, bookedMinorUnits: bigint): OpenPurchase => ({
  tradeId: row.trade_id,
  version: row.version,
  book: row.book,
  isin: row.isin,
  quantity,
  cost: money(0n, row.currency),
  bookedMinorUnits,
});

const costOfRest = (row: DeliveryRow, rest: Parameters<typeof shareOf>[1]) =>
  shareOf(money(BigInt(row.consideration_minor_units), row.currency), rest);

type FollowedRow = Followed & { readonly row: DeliveryRow };

/** Most of what waits for its day stays as it is from one close to the next. */
const isChanged = ({ row, changeMinorUnits, openQuantity, delivered }: FollowedRow): boolean =>
  delivered ||
  changeMinorUnits.toString() !== row.change_minor_units ||
  openQuantity !== scaledQuantity(row.change_open_quantity) ||
  (openQuantity !== 0n && row.settled_quantity !== row.change_settled_quantity);

function keepFollowed(tx: Transaction, followed: readonly FollowedRow[]): Promise<void> {
  return updateRows(
    tx,
    'ledger.trade_version',
    ['trade_id', 'version'],
    {
      trade_id: 'text',
      version: 'integer',
      change_minor_units: 'numeric',
      change_open_quantity: 'numeric',
      change_settled_quantity: 'numeric',
      delivered: 'boolean',
    },
    followed.filter(isChanged).map(({ row, changeMinorUnits, openQuantity, delivered }) => ({
      trade_id: row.trade_id,
      version: row.version,
      change_minor_units: changeMinorUnits,
      change_open_quantity: quantityText(openQuantity),
      change_settled_quantity: row.settled_quantity,
      delivered,
    })),
  );
}

/** What joined the asset is booked of its unrealised result. */
async function markTaken(tx: Transaction, followed: readonly FollowedRow[]): Promise<void> {
  const taken = followed.filter(({ takenMinorUnits }) => takenMinorUnits !== 0n);
  if (taken.length === 0) return;
  await tx.execute(
    `update ledger.holding h set marked_asset_minor_units = h.marked_asset_minor_units + t.taken
     from (
       select book, isin, currency, sum(taken) as taken
       from unnest($1::text[], $2::text[], $3::text[], $4::numeric[]) as given(book, isin, currency, taken) group by 1, 2, 3
     ) t
     where h.book = t.book and h.isin = t.isin and h.currency = t.currency and h.accounting = 'SDA'`,
    [
      taken.map(({ row }) => row.book),
      taken.map(({ row }) => row.isin),
      taken.map(({ row }) => row.currency),
      taken.map(({ takenMinorUnits }) => takenMinorUnits.toString()),
    ],
  );
}
