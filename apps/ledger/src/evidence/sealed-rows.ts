import { createHash } from 'node:crypto';
import { BEGINNING_OF_CHAIN } from '#domain/ledger';
import type { Transaction } from '#platform/database';
import type { Findings } from './findings.js';
import { streamed } from './snapshot.js';

/** Tables of what people decided and what was signed, each with the column that numbers its rows without a gap. */
const SEALED = { period_change: 'change_no', decision: 'decision_no', checkpoint: 'checkpoint_no' } as const;

type SealedTable = keyof typeof SEALED;

/** The last row of a table when something was signed. */
export interface Seal {
  readonly table: string;
  readonly number: string;
  readonly seal: string;
}

const isSealed = (table: string): table is SealedTable => table in SEALED;

const LINE = /^seal (\w+) ([1-9]\d*) ([0-9a-f]{64})$/;

/** Extension lines of a checkpoint that tie the last rows to it: `seal <table> <number> <seal>`. */
export async function sealLines(tx: Transaction): Promise<string[]> {
  const lines: string[] = [];
  for (const [table, number] of Object.entries(SEALED)) {
    const [last] = await tx.rows<{ number: string; seal: string }>(
      `select ${number}::text as number, encode(seal, 'hex') as seal from ledger.${table} t order by t.${number} desc limit 1`,
    );
    if (last) lines.push(`seal ${table} ${last.number} ${last.seal}`);
  }
  return lines;
}

/** Those of the lines that name a seal. */
export function sealsIn(extensions: readonly string[]): Seal[] {
  return extensions.flatMap((line) => {
    const [, table, number, seal] = LINE.exec(line) ?? [];
    return table === undefined || number === undefined || seal === undefined ? [] : [{ table, number, seal }];
  });
}

/** The row has the seal that was signed. */
export async function hasSeal(tx: Transaction, { table, number, seal }: Seal): Promise<boolean> {
  if (!isSealed(table)) return false;
  const [row] = await tx.rows<{ seal: string }>(
    `select encode(seal, 'hex') as seal from ledger.${table} where ${SEALED[table]} = $1`,
    [number],
  );
  return row?.seal === seal;
}

/** No row is gone from between the others, and each is what its seal says. */
export async function checkSealedRows(tx: Transaction, findings: Findings): Promise<void> {
  // As the database wrote them when it made the seals.
  await tx.execute(`set local timezone = 'UTC'`);
  await tx.execute(`set local bytea_output = hex`);
  for (const [table, number] of Object.entries(SEALED)) {
    let [before, previous] = [0n, BEGINNING_OF_CHAIN as Buffer];
    const rows = streamed<{ number: string; seal: Buffer; said: string }>(
      tx,
      `select ${number}::text as number, seal, (to_jsonb(t) - 'seal')::text as said from ledger.${table} t order by t.${number}`,
    );
    for await (const { number: at, seal, said } of rows) {
      if (BigInt(at) !== before + 1n) findings.add('(all books)', null, `${table} ${before + 1n} is gone`);
      if (!createHash('sha256').update(previous).update(said).digest().equals(seal))
        findings.add('(all books)', null, `${table} ${at} is not what its seal says`);
      [before, previous] = [BigInt(at), seal];
    }
  }
}
