import { forwardRelease, forwardValuation, type ClosingRates, type Journal, type OpenForward } from '#domain/ledger';
import { updateRows, type Transaction } from '#platform/database';
import { FORWARD_COLUMNS, forwardOf, type ForwardRow } from '../versions/forward-positions.js';

/** R4: brings every open forward to its value at the closing rates, and releases what is booked of withdrawn ones. */
export async function valueForwards(tx: Transaction, rates: ClosingRates, through: string): Promise<Journal[]> {
  const rows = await tx.rows<ForwardRow & { closed: boolean }>(
    `select ${FORWARD_COLUMNS}, closed from ledger.forward_position
     where opened and (not closed or booked_minor_units <> 0)
     order by trade_id, version, leg for update`,
  );
  const journals: Journal[] = [];
  const valued: { forward: OpenForward; minorUnits: bigint }[] = [];
  for (const row of rows) {
    const forward = forwardOf(row);
    const valuation = row.closed ? undefined : forwardValuation(forward, rates, through);
    const journal = row.closed ? forwardRelease(forward, 'withdrawn', through) : valuation?.journal;
    if (!journal) continue;
    journals.push(journal);
    valued.push({ forward, minorUnits: valuation?.value.minorUnits ?? 0n });
  }
  await updateRows(
    tx,
    'ledger.forward_position',
    ['trade_id', 'version', 'leg'],
    { trade_id: 'text', version: 'integer', leg: 'text', booked_minor_units: 'numeric' },
    valued.map(({ forward, minorUnits }) => ({
      trade_id: forward.tradeId,
      version: forward.version,
      leg: forward.leg,
      booked_minor_units: minorUnits.toString(),
    })),
  );
  return journals;
}
