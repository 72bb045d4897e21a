import type { Transaction } from '#platform/database';

/** Adds to the number of agreed trades; touches one row, last in the transaction because all batches share it. */
export async function countAgreed(tx: Transaction, change: number): Promise<void> {
  if (change === 0) return;
  await tx.execute(`update reconciliation.tally set count = count + $1 where name = 'agreed'`, [change]);
}

export async function agreedTrades(tx: Transaction): Promise<number> {
  const [row] = await tx.rows<{ count: number }>(
    `select count::int as count from reconciliation.tally where name = 'agreed'`,
  );
  return row?.count ?? 0;
}
