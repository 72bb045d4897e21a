import { insertRows, type Transaction } from '#platform/database';
import { BegunElsewhere } from './batch.js';

/** Makes rows that the handler has found missing. @throws BegunElsewhere when another instance has made one of them meanwhile */
export async function beginRows<Column extends string>(
  tx: Transaction,
  table: string,
  columns: Readonly<Record<Column, string>>,
  rows: readonly Readonly<Record<Column, unknown>>[],
): Promise<void> {
  const inserted = await insertRows(tx, table, columns, rows, 'on conflict do nothing returning 1');
  if (inserted.length < rows.length) throw new BegunElsewhere(`a row of ${table} was begun by another instance`);
}
