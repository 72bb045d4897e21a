import type { DisputeRow, EventOf, tradeDisputed } from '#contracts';
import { insertRows, type Transaction } from '#platform/database';

export type DisputeKind = 'differs' | 'alleged' | 'unanswered';

export interface OpenDispute extends Omit<DisputeRow, 'reason'> {
  readonly kind: DisputeKind;
}

/** A trade has one dispute at most; a newer one takes the place of the older. */
export async function openDisputes(tx: Transaction, disputes: readonly EventOf<typeof tradeDisputed>[]): Promise<void> {
  await insertRows(
    tx,
    'confirmation.dispute',
    {
      trade_id: 'text',
      version: 'int',
      counterparty: 'text',
      kind: 'text',
      differences: 'text',
      counterfactual: 'text',
      since: 'text',
    },
    disputes.map((dispute) => ({
      trade_id: dispute.tradeId,
      version: dispute.version,
      counterparty: dispute.counterparty,
      kind: dispute.kind,
      differences: JSON.stringify(dispute.differences),
      counterfactual: dispute.counterfactual,
      since: dispute.occurredAt,
    })),
    `on conflict on constraint dispute_pk do update set version = excluded.version, counterparty = excluded.counterparty,
       kind = excluded.kind, differences = excluded.differences, counterfactual = excluded.counterfactual, since = excluded.since`,
  );
}

export async function resolveDisputes(tx: Transaction, tradeIds: readonly string[]): Promise<void> {
  if (tradeIds.length === 0) return;
  await tx.execute('delete from confirmation.dispute where trade_id = any($1)', [tradeIds]);
}

export interface DisputePageQuery {
  readonly kind: DisputeKind | undefined;
  /** Time and trade of the last row of the page before. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

/** Open disputes, the oldest first. */
export async function disputePage(tx: Transaction, { kind, after, limit }: DisputePageQuery): Promise<OpenDispute[]> {
  const rows = await tx.rows<Omit<OpenDispute, 'differences'> & { differences: string }>(
    `select trade_id as "tradeId", version, counterparty, kind, differences, counterfactual, since
     from confirmation.dispute
     where ($1::text is null or kind = $1) and ($2::text is null or (since, trade_id) > ($2::text collate "C", $3::text))
     order by since, trade_id limit $4`,
    [kind ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map((row) => ({ ...row, differences: JSON.parse(row.differences) as DisputeRow['differences'] }));
}

export async function countDisputes(tx: Transaction): Promise<Record<string, number>> {
  const rows = await tx.rows<{ kind: string; count: number }>(
    'select kind, count(*)::int as count from confirmation.dispute group by kind order by kind',
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}
