import { forwardRelease, forwardValuation, type ClosingRates, type Journal, type OpenForward } from '#domain/ledger';
import type { Transaction } from '#platform/database';
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
  if (valued.length > 0)
    await tx.execute(
      `update ledger.forward_position f set booked_minor_units = v.booked
       from unnest($1::text[], $2::integer[], $3::text[], $4::numeric[]) as v(trade_id, version, leg, booked)
       where f.trade_id = v.trade_id and f.version = v.version and f.leg = v.leg`,
      [
        valued.map(({ forward }) => forward.tradeId),
        valued.map(({ forward }) => forward.version),
        valued.map(({ forward }) => forward.leg),
        valued.map(({ minorUnits }) => minorUnits.toString()),
      ],
    );
  return journals;
}
