import { createHash } from 'node:crypto';
import type { AuditCheck } from '#contracts';
import type { Transaction } from '#platform/database';

interface Row {
  readonly sequence: string;
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly object: string;
  readonly detail: string;
  readonly address: string;
  readonly hash: string;
}

const ROWS_AT_ONCE = 5_000;
const BEGINNING = '0'.repeat(64);

/** Computes the whole chain again, by another program than the one that wrote it. */
export async function checkChain(tx: Transaction): Promise<AuditCheck> {
  const [end] = await tx.rows<{ sequence: string; hash: string }>(
    'select sequence::text, hash from gateway.audit_head',
  );
  let last = { sequence: 0n, hash: BEGINNING };
  const brokenAt = (sequence: bigint): AuditCheck => ({
    rows: last.sequence.toString(),
    head: last.hash,
    brokenAt: sequence.toString(),
  });
  for (;;) {
    const rows = await tx.rows<Row>(
      `select sequence::text, at, actor, act, object, detail, address, hash from gateway.audit_log log
       where log.sequence > $1 and log.sequence <= $2 order by log.sequence limit ${ROWS_AT_ONCE}`,
      [last.sequence.toString(), end?.sequence ?? '0'],
    );
    for (const row of rows) {
      const sequence = last.sequence + 1n;
      if (BigInt(row.sequence) !== sequence || row.hash !== linkOf(last.hash, row)) return brokenAt(sequence);
      last = { sequence, hash: row.hash };
    }
    if (rows.length < ROWS_AT_ONCE) break;
  }
  // Rows taken from the end leave a chain that is whole, but shorter than its head says.
  if (end?.sequence !== last.sequence.toString() || end.hash !== last.hash) return brokenAt(last.sequence + 1n);
  return { rows: last.sequence.toString(), head: last.hash, brokenAt: null };
}

function linkOf(before: string, { sequence, at, actor, act, object, detail, address }: Row): string {
  const fields = [sequence, at.toISOString(), actor, act, object, detail, address];
  const text = fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join('');
  return createHash('sha256')
    .update(before + text)
    .digest('hex');
}
