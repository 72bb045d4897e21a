import { forwardRelease, forwardValuation, type Journal, type OpenForward } from '#domain/ledger';
import { updateRows } from '#platform/database';
import { FORWARD_COLUMNS, forwardOf, type ForwardRow } from '../versions/forward-positions.js';
import { pageOf, POSITIONS_A_PAGE, type DayStep } from './day.js';

/** R4: brings every open forward to its value at the closing rates, and releases what is booked of withdrawn ones. */
export const valueForwards: DayStep = {
  name: 'value-forwards',
  async page(tx, { businessDate, rates }, after) {
    const rows = await tx.rows<ForwardRow & { closed: boolean }>(
      `select ${FORWARD_COLUMNS}, closed from ledger.forward_position
       where opened and (not closed or booked_minor_units <> 0) and (trade_id, version, leg) > ($1::text, $2::integer, $3::text)
       order by trade_id, version, leg limit ${POSITIONS_A_PAGE} for update`,
      [after?.[0] ?? '', after?.[1] ?? '0', after?.[2] ?? ''],
    );
    const journals: Journal[] = [];
    const valued: { forward: OpenForward; minorUnits: bigint }[] = [];
    for (const row of rows) {
      const forward = forwardOf(row);
      const valuation = row.closed ? undefined : forwardValuation(forward, rates, businessDate);
      const journal = row.closed ? forwardRelease(forward, 'withdrawn', businessDate) : valuation?.journal;
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
    return pageOf(rows, journals, ({ trade_id, version, leg }) => [trade_id, String(version), leg]);
  },
};
