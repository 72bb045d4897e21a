import type { Database } from './database.js';

/** A figure for operators that only the database knows. */
export interface FigureStatement {
  readonly name: `asiento_${string}`;
  readonly help: string;
  readonly labels: readonly string[];
  /** Gives rows with a number as `value` and a text for each label. Run at every scrape, so it must be cheap. */
  readonly statement: string;
}

/** One number of a figure, with the values of its labels. */
export interface Figure {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The database gives up by itself after this long, so that a scrape that nobody waits for any more holds no connection. */
const LONGEST_MS = 2_000;

/** Reads all figures with one statement. */
export async function readFigures(database: Database, figures: readonly FigureStatement[]): Promise<Figure[]> {
  if (figures.length === 0) return [];
  const all = figures.map(
    ({ name, statement }) => `select '${name}' as name, to_jsonb(figure) as row from (${statement}) as figure`,
  );
  const rows = await database.transaction(async (tx) => {
    await tx.execute(`set local statement_timeout = ${LONGEST_MS}`);
    return tx.rows<{ name: string; row: { value: number } & Record<string, string> }>(all.join(' union all '));
  });
  return rows.map(({ name, row: { value, ...labels } }) => ({ name, labels, value }));
}
