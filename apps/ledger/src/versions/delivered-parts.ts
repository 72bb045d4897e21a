import { quantityText, settledHoldingChange, type Journal, type SecurityTrade, type SettledPart } from '#domain/ledger';
import { columnsOf, type Transaction } from '#platform/database';
import { refoldLate } from './holdings.js';

/** A part of a delivery as the books by settlement date see it. */
export interface DeliveredPart {
  readonly tradeId: string;
  readonly version: number;
  /** Names the part among those of its delivery. */
  readonly settledSoFar: string;
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly effectiveDate: string;
  /** Below zero where the house delivers. */
  readonly quantity: string;
  readonly amountMinorUnits: bigint;
  readonly accruedMinorUnits: bigint;
}

export function deliveredPart(part: SettledPart, trade: SecurityTrade, journals: readonly Journal[]): DeliveredPart {
  const { tradeId, version, settledSoFar, effectiveDate } = part;
  const { quantity, amountMinorUnits } = settledHoldingChange({ ...part, trade });
  const accruedMinorUnits = journals
    .filter(({ accounting }) => accounting === 'SDA')
    .flatMap(({ postings }) => postings)
    .filter(({ account }) => account === '1150')
    .reduce((sum, { amount }) => sum + amount.minorUnits, 0n);
  return {
    ...{ tradeId, version, settledSoFar, effectiveDate, book: trade.book, isin: trade.isin },
    ...{
      currency: trade.consideration.currency,
      quantity: quantityText(quantity),
      amountMinorUnits,
      accruedMinorUnits,
    },
  };
}

const TYPES = ['text', 'integer', 'text', 'text', 'text', 'text', 'date', 'numeric', 'numeric', 'numeric'] as const;

/** Notes what was delivered, once a part, and with its version how much of it; a part of an ended day is folded in anew. */
export async function noteDelivered(
  tx: Transaction,
  parts: readonly DeliveredPart[],
  ended: string | null,
): Promise<void> {
  if (parts.length === 0) return;
  const { places, parameters } = columnsOf(TYPES, [
    parts.map(({ tradeId }) => tradeId),
    parts.map(({ version }) => version),
    parts.map(({ settledSoFar }) => settledSoFar),
    parts.map(({ book }) => book),
    parts.map(({ isin }) => isin),
    parts.map(({ currency }) => currency),
    parts.map(({ effectiveDate }) => effectiveDate),
    parts.map(({ quantity }) => quantity),
    parts.map(({ amountMinorUnits }) => amountMinorUnits),
    parts.map(({ accruedMinorUnits }) => accruedMinorUnits),
  ]);
  await tx.execute(
    `with given as (
       select * from unnest(${places.join(', ')})
         as g(trade_id, version, settled_so_far, book, isin, currency, effective_date, quantity, amount, accrued)
     ), noted as (
       insert into ledger.settled_part (trade_id, version, settled_so_far, book, isin, currency, effective_date, quantity,
         amount_minor_units)
       select trade_id, version, settled_so_far, book, isin, currency, effective_date, quantity, amount from given
       on conflict on constraint settled_part_pk do nothing returning trade_id, version, settled_so_far
     )
     insert into ledger.trade_version as v (trade_id, version, settled_quantity, settled_accrued_minor_units)
     select g.trade_id, g.version, sum(g.quantity), sum(g.accrued)
     from given g join noted n using (trade_id, version, settled_so_far)
     group by 1, 2 order by 1, 2
     on conflict on constraint trade_version_pk do update set settled_quantity = v.settled_quantity + excluded.settled_quantity,
       settled_accrued_minor_units = v.settled_accrued_minor_units + excluded.settled_accrued_minor_units`,
    parameters,
  );
  const moved = parts.map(({ effectiveDate, ...part }) => ({ ...part, tradeDate: effectiveDate }));
  await refoldLate(tx, moved, ended, 'SDA');
}
