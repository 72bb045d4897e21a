import type { Transaction } from '#platform/database';

/** Adds to counts that a service keeps by name; last in the transaction, because all batches share these rows. */
export async function addToTally<Name extends string>(
  tx: Transaction,
  service: string,
  changes: Readonly<Record<Name, number>>,
): Promise<void> {
  const changed = Object.entries<number>(changes).filter(([, change]) => change !== 0);
  if (changed.length === 0) return;
  await tx.execute(
    `with locked as (select name from ${service}.tally where name = any($1) order by name for update)
     update ${service}.tally as t set count = t.count + change.count
     from locked, unnest($1::text[], $2::bigint[]) as change(name, count)
     where t.name = locked.name and t.name = change.name`,
    [changed.map(([name]) => name), changed.map(([, change]) => change)],
  );
}

/** The counts of these names. */
export async function readTally<Name extends string>(
  tx: Transaction,
  service: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const rows = await tx.rows<{ name: string; count: number }>(
    `select name, count::int as count from ${service}.tally where name = any($1)`,
    [names],
  );
  const counts = names.map((name) => [name, rows.find((row) => row.name === name)?.count ?? 0]);
  return Object.fromEntries(counts) as Record<Name, number>;
}
