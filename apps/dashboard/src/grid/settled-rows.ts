/** Rows as the reader has them, and how many differ in number or place from what the house says now. */
export interface SettledRows<Row> {
  readonly rows: readonly Row[];
  readonly changes: number;
}

/**
 * Keeps rows where they are while somebody reads them. A row that is on the screen gets its new content in place; rows that
 * came, went or moved are counted and wait until they are asked for. Rows loaded by scrolling on are added below.
 */
export function settleRows<Row>(
  shown: readonly Row[],
  latest: readonly Row[],
  keyOf: (row: Row) => string,
): SettledRows<Row> {
  const latestByKey = new Map(latest.map((row) => [keyOf(row), row]));
  const shownKeys = new Set(shown.map(keyOf));
  const kept = shown.map((row) => latestByKey.get(keyOf(row)) ?? row);
  const gone = shown.filter((row) => !latestByKey.has(keyOf(row))).length;
  const lastShown = shown.at(-1);
  const end = lastShown === undefined ? -1 : latest.findIndex((row) => keyOf(row) === keyOf(lastShown));
  const below = latest.slice(end + 1).filter((row) => !shownKeys.has(keyOf(row)));
  const between = latest.slice(0, end + 1).filter((row) => !shownKeys.has(keyOf(row))).length;
  const order = latest.map(keyOf).filter((key) => shownKeys.has(key));
  const place = shown.map(keyOf).filter((key) => latestByKey.has(key));
  const moved = order.filter((key, index) => key !== place[index]).length;
  return { rows: end < 0 && shown.length > 0 ? kept : [...kept, ...below], changes: gone + between + moved };
}
