import { PositionsOfBatch, type Position } from '../facts/position.store.js';
import type { Transaction } from '#platform/database';

interface DeliveredRow {
  readonly trade_id: string;
  readonly version: number;
  readonly accrued: string;
}

/**
 * Accrued interest of trades that are not delivered, and that a claim of their coupon has taken from 1150 already (R8): by
 * `book|isin|currency`, in minor units, below zero for sales.
 */
export async function claimedAccrued(
  tx: Transaction,
  holdings: readonly string[],
  through: string,
): Promise<Map<string, bigint>> {
  const positions = await PositionsOfBatch.lock(
    tx,
    holdings.map((gathered) => ({ kind: 'claim', gathered })),
  );
  const claims = holdings
    .flatMap((gathered) => positions.about({ kind: 'claim', gathered }) as readonly Position<'claim'>[])
    .filter(({ live, terms }) => live && terms.on <= through);
  const delivered = await deliveredOf(tx, claims, through);
  const open = new Map<string, bigint>();
  for (const claim of claims) {
    const { tradeId, version, side, accrued } = claim.terms;
    const claimed = side === 'BUY' ? accrued.minorUnits : -accrued.minorUnits;
    const left = claimed - (delivered.get(`${tradeId}|${version}`) ?? 0n);
    if (left === 0n || left > 0n !== claimed > 0n) positions.change([{ ...claim, live: false }]);
    else open.set(claim.gathered, (open.get(claim.gathered) ?? 0n) + left);
  }
  await positions.keep(tx);
  return open;
}

async function deliveredOf(
  tx: Transaction,
  claims: readonly Position<'claim'>[],
  through: string,
): Promise<Map<string, bigint>> {
  if (claims.length === 0) return new Map();
  const rows = await tx.rows<DeliveredRow>(
    `select trade_id, version, sum(accrued_minor_units)::text as accrued from ledger.settled_part
     where effective_date <= $1 and (trade_id, version) in (select * from unnest($2::text[], $3::integer[])) group by 1, 2`,
    [through, claims.map(({ terms }) => terms.tradeId), claims.map(({ terms }) => terms.version)],
  );
  return new Map(rows.map(({ trade_id, version, accrued }) => [`${trade_id}|${version}`, BigInt(accrued)]));
}
