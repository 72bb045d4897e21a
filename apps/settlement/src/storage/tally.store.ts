import type { ObligationState } from '#domain/obligation';
import type { Transaction } from '#platform/database';

/** Adds to the counts per state; last in the transaction, because all batches share these rows. */
export async function addToTally(tx: Transaction, changes: ReadonlyMap<ObligationState, number>): Promise<void> {
  const changed = [...changes].filter(([, count]) => count !== 0).sort(([left], [right]) => (left < right ? -1 : 1));
  if (changed.length === 0) return;
  const states = changed.map(([state]) => state);
  // The check comes before the conflict is seen, so a row that is to become less must be there first.
  await tx.execute(
    `insert into settlement.tally (state, count) select state, 0 from unnest($1::text[]) as state
     on conflict on constraint tally_pk do nothing`,
    [states],
  );
  await tx.execute(
    `with locked as (select state from settlement.tally where state = any($1) order by state for update)
     update settlement.tally as t set count = t.count + u.count
     from locked, unnest($1::text[], $2::bigint[]) as u(state, count)
     where t.state = locked.state and t.state = u.state`,
    [states, changed.map(([, count]) => count)],
  );
}

/** Obligations per state, those of count 0 left out. */
export async function readTally(tx: Transaction): Promise<Record<string, number>> {
  const rows = await tx.rows<{ state: string; count: number }>(
    'select state, count::int as count from settlement.tally where count > 0 order by state collate "C"',
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
