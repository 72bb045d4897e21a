import type { Transaction } from './database.js';

/** Control characters that no text of ours contains: between the values of a column, and for a value that is null. */
const BETWEEN = '\u001f';
const NULL = '\u001e';

/**
 * Inserts many rows with one statement: `insert into … select * from unnest($1, …)`.
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
  const { places, parameters } = columnsOf(
    names.map((name) => columns[name]),
    names.map((name) => rows.map((row) => row[name])),
  );
  return tx.rows<Returned>(
    `insert into ${table} (${names.join(', ')}) select * from unnest(${places.join(', ')}) ${suffix}`,
    parameters,
  );
}

type Rows<Column extends string> = readonly Readonly<Record<Column, unknown>>[];

/**
 * Updates many rows with one statement. A row of the table is found by its `keys`; the other `columns` get the values given.
 * Rows of the table that are not named stay; so do those named without a row in the table.
 */
export function updateRows<Column extends string>(
  tx: Transaction,
  table: string,
  keys: readonly NoInfer<Column>[],
  columns: Readonly<Record<Column, string>>,
  rows: Rows<Column>,
): Promise<void> {
  const given = (Object.keys(columns) as Column[]).filter((name) => !keys.includes(name));
  return update(tx, table, keys, given, columns, rows);
}

/**
 * Updates many rows as `updateRows` does; columns that no row changes are not sent, large texts above all.
 * @param before the rows as they were, in the same order
 */
export function updateChangedRows<Column extends string>(
  tx: Transaction,
  table: string,
  keys: readonly NoInfer<Column>[],
  columns: Readonly<Record<Column, string>>,
  before: Rows<NoInfer<Column>>,
  rows: Rows<NoInfer<Column>>,
): Promise<void> {
  const changed = (Object.keys(columns) as Column[]).filter((name) =>
    rows.some((row, index) => row[name] !== before[index]?.[name]),
  );
  return update(tx, table, keys, changed, columns, rows);
}

async function update<Column extends string>(
  tx: Transaction,
  table: string,
  keys: readonly Column[],
  given: readonly Column[],
  columns: Readonly<Record<Column, string>>,
  rows: Rows<Column>,
): Promise<void> {
  if (rows.length === 0 || given.length === 0) return;
  const names = [...keys, ...given];
  const { places, parameters } = columnsOf(
    names.map((name) => columns[name]),
    names.map((name) => rows.map((row) => row[name])),
  );
  await tx.execute(
    `update ${table} as kept set ${given.map((name) => `${name} = given.${name}`).join(', ')}
     from unnest(${places.join(', ')}) as given(${names.join(', ')})
     where ${keys.map((name) => `kept.${name} = given.${name}`).join(' and ')}`,
    parameters,
  );
}

/** Expressions for the arguments of `unnest`, in order, and the parameters $1, $2 … that they use. */
export interface Columns {
  readonly places: readonly string[];
  readonly parameters: readonly unknown[];
}

/**
 * Columns of values as parameters of a statement. A column travels as one text with separators, which costs a tenth of an array
 * literal, whose every value is quoted and escaped; where a value contains a separator, or is no scalar, the array is sent.
 * What is undefined is left in the array, so that the statement is refused as any other would be.
 * @param firstParameter number of the first parameter, where others stand before these
 */
export function columnsOf(
  types: readonly string[],
  values: readonly (readonly unknown[])[],
  firstParameter = 1,
): Columns {
  const parameters = values.map((column) => joined(column) ?? column);
  return {
    parameters,
    places: types.map((type, index) =>
      typeof parameters[index] === 'string'
        ? `string_to_array($${firstParameter + index}, E'\\x1f', E'\\x1e')${type === 'text' ? '' : `::${type}[]`}`
        : `$${firstParameter + index}::${type}[]`,
    ),
  };
}

function joined(column: readonly unknown[]): string | undefined {
  let text = '';
  for (let index = 0; index < column.length; index++) {
    const value = column[index];
    if (index > 0) text += BETWEEN;
    if (value === null) text += NULL;
    else if (typeof value === 'string') {
      if (value.includes(BETWEEN) || value === NULL) return undefined;
      text += value;
    } else if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') text += value;
    else return undefined;
  }
  // No text at all would come out as no value at all.
  return text === '' ? undefined : text;
}
