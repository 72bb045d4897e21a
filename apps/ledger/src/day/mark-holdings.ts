import { markToMarket, scaledQuantity, type Journal } from '#domain/ledger';
import { divideHalfEven } from '#domain/money';
import type { Transaction } from '#platform/database';
import { DELIVERED } from '../versions/delivered-parts.js';
import { closingPriceOf } from './closing-price.js';
import { POSITIONS_A_PAGE, type Day, type DayStep } from './day.js';
import { holdingKey, holdingsAfter, storeHoldings, type StoredHolding } from './holding.store.js';

/**
 * R14, by trade date and by settlement date: brings what is held to its closing price. By settlement date what is sold and not
 * delivered stays at the value it had when it was sold; its buyer has the change (IFRS 9 B3.1.6).
 */
export const markHoldings: DayStep = {
  name: 'mark-holdings',
  async page(tx, day, after) {
    const holdings = await holdingsAfter(tx, after, POSITIONS_A_PAGE);
    const sold = await soldAndNotDelivered(tx, day.businessDate);
    const journals: Journal[] = [];
    const changed: StoredHolding[] = [];
    for (const stored of holdings.flat()) {
      freeze(stored, sold.get(holdingKey(stored)) ?? 0n);
      const journal = marked(stored, day);
      if (journal) journals.push(journal);
      changed.push(stored);
    }
    await storeHoldings(tx, changed);
    const last = holdings.at(-1)?.[0];
    const more = last && holdings.length === POSITIONS_A_PAGE;
    return { journals, after: more ? [last.book, last.isin, last.currency] : null };
  },
};

/** Scaled quantities that are sold, and not delivered, by holding. */
async function soldAndNotDelivered(tx: Transaction, through: string): Promise<Map<string, bigint>> {
  const rows = await tx.rows<{ book: string; isin: string; currency: string; quantity: string }>(
    `select v.book, v.isin, v.currency, sum(s.quantity - v.quantity)::text as quantity
     from ledger.trade_version v, ${DELIVERED}
     where v.isin is not null and v.captured and not v.delivered and v.withdrawal is null and v.quantity < 0
       and v.trade_date <= $1
     group by 1, 2, 3 having sum(s.quantity - v.quantity) > 0`,
    [through],
  );
  return new Map(rows.map((row) => [holdingKey(row), scaledQuantity(row.quantity)]));
}

/** What is newly sold keeps what the last close made of it; what is delivered, or not sold after all, is released in proportion. */
function freeze(stored: StoredHolding, sold: bigint): void {
  if (stored.accounting !== 'SDA') return;
  const { frozen, mark, holding } = stored;
  const held = holding.quantity > 0n ? holding.quantity : 0n;
  const quantity = sold < held ? sold : held;
  const free = held - frozen.quantity;
  if (quantity <= frozen.quantity || free <= 0n) {
    const minorUnits = frozen.quantity === 0n ? 0n : divideHalfEven(frozen.minorUnits * quantity, frozen.quantity);
    stored.frozen = { quantity, minorUnits };
    return;
  }
  const added = divideHalfEven((mark.assetMinorUnits - frozen.minorUnits) * (quantity - frozen.quantity), free);
  stored.frozen = { quantity, minorUnits: frozen.minorUnits + added };
}

function marked(stored: StoredHolding, { prices, businessDate }: Day): Journal | undefined {
  const { accounting, holding, mark, frozen, isin } = stored;
  // What is held no more is worth nothing at any price.
  const price =
    holding.quantity === 0n
      ? { kind: 'equity' as const, price: '0', currency: stored.currency }
      : closingPriceOf(isin, prices);
  if (!price) return undefined;
  const { quantity, costMinorUnits } = holding;
  const free = quantity - frozen.quantity;
  const cost = frozen.quantity === 0n ? costMinorUnits : divideHalfEven(costMinorUnits * free, quantity);
  const step = markToMarket(
    stored,
    { quantity: free, costMinorUnits: cost },
    price,
    { ...mark, assetMinorUnits: mark.assetMinorUnits - frozen.minorUnits },
    { through: businessDate, accounting },
  );
  if (!step) return undefined;
  stored.mark = { ...step.booked, assetMinorUnits: step.booked.assetMinorUnits + frozen.minorUnits };
  return step.journal;
}
