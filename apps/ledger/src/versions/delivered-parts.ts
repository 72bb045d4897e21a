import { quantityText, settledHoldingChange, type Journal, type SecurityTrade, type SettledPart } from '#domain/ledger';
import { insertRows, type Transaction } from '#platform/database';
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

const COLUMNS = {
  trade_id: 'text',
  version: 'integer',
  settled_so_far: 'text',
  book: 'text',
  isin: 'text',
  currency: 'text',
  effective_date: 'date',
  quantity: 'numeric',
  amount_minor_units: 'numeric',
  accrued_minor_units: 'numeric',
} as const;

/** Notes what was delivered; what was delivered on a day that has ended is folded in anew. */
export async function noteDelivered(
  tx: Transaction,
  parts: readonly DeliveredPart[],
  ended: string | null,
): Promise<void> {
  await insertRows(
    tx,
    'ledger.settled_part',
    COLUMNS,
    parts.map((part) => ({
      trade_id: part.tradeId,
      version: part.version,
      settled_so_far: part.settledSoFar,
      book: part.book,
      isin: part.isin,
      currency: part.currency,
      effective_date: part.effectiveDate,
      quantity: part.quantity,
      amount_minor_units: part.amountMinorUnits,
      accrued_minor_units: part.accruedMinorUnits,
    })),
    'on conflict on constraint settled_part_pk do nothing',
  );
  const moved = parts.map(({ effectiveDate, ...part }) => ({ ...part, tradeDate: effectiveDate }));
  await refoldLate(tx, moved, ended, 'SDA');
}

/** Of a version `v`: what of it was delivered by the end of the day $1, and what is known to be delivered later. */
export const DELIVERED = `lateral (
  select coalesce(sum(p.quantity) filter (where p.effective_date <= $1), 0) as quantity,
    coalesce(sum(p.accrued_minor_units) filter (where p.effective_date <= $1), 0) as accrued,
    coalesce(sum(p.accrued_minor_units) filter (where p.effective_date > $1), 0) as accrued_later,
    count(*) filter (where p.effective_date > $1) as later
  from ledger.settled_part p where p.trade_id = v.trade_id and p.version = v.version) s`;
