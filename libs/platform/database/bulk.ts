import type { Transaction } from './database.js';

/**
 * Inserts many rows with one statement: `insert into … select * from unnest($1::text[], …)`.
 *
 * `columns` maps column names to PostgreSQL types, in the order of the statement; each row is an object with those keys.
 * `suffix` follows the select, for example `on conflict do nothing` or `returning id`.
 */
export async function insertRows<Column extends string, Returned = unknown>(
  tx: Transaction,
  table: string,
  columns: Readonly<Record<Column, string>>,
  rows: readonly Readonly<Record<Column, unknown>>[],
  suffix = '',
): Promise<Returned[]> {
  if (rows.length === 0) return [];
  const names = Object.keys(columns) as Column[];
  const arrays = names.map((name, index) => `$${index + 1}::${columns[name]}[]`).join(', ');
  return tx.rows<Returned>(
    `insert into ${table} (${names.join(', ')}) select * from unnest(${arrays}) ${suffix}`,
    names.map((name) => rows.map((row) => row[name])),
  );
}
