import type { Database, Transaction } from '#platform/database';

const PAGE = 5_000;

/** Statements that all see the books as they are at one moment, however long they take. */
export async function inSnapshot<Result>(db: Database, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const session = await db.session();
  try {
    await session.execute('begin isolation level repeatable read read only');
    try {
      return await work(session);
    } finally {
      // Nothing was written; a connection that died has ended its transaction already.
      await session.execute('rollback').catch(() => undefined);
    }
  } finally {
    await session.release();
  }
}

let cursors = 0;

/** Rows of a query one by one, read through a cursor: memory does not grow with their number. */
export async function* streamed<Row>(
  tx: Transaction,
  query: string,
  parameters: readonly unknown[] = [],
): AsyncGenerator<Row> {
  cursors += 1;
  const cursor = `streamed_${cursors}`;
  await tx.execute(`declare ${cursor} no scroll cursor for ${query}`, parameters);
  for (;;) {
    const rows = await tx.rows<Row>(`fetch ${PAGE} from ${cursor}`);
    yield* rows;
    if (rows.length < PAGE) break;
  }
  await tx.execute(`close ${cursor}`);
}
