import { createHash } from 'node:crypto';
import type { Database } from './database.js';

const PAGE = 5_000;

/**
 * SHA-256, hex, over the `line` column of all rows of the statements, in their order; each line ends in a line feed.
 * Reads through a cursor: memory does not grow with the number of rows.
 */
export function digestOfLines(db: Database, statements: readonly string[]): Promise<string> {
  return db.transaction(async (tx) => {
    const hash = createHash('sha256');
    for (const [index, statement] of statements.entries()) {
      const cursor = `digest_${index}`;
      await tx.execute(`declare ${cursor} no scroll cursor for ${statement}`);
      for (;;) {
        const rows = await tx.rows<{ line: string }>(`fetch ${PAGE} from ${cursor}`);
        if (rows.length === 0) break;
        for (const { line } of rows) hash.update(`${line}\n`);
      }
      await tx.execute(`close ${cursor}`);
    }
    return hash.digest('hex');
  });
}
