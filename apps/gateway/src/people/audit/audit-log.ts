import { columnsOf, type Transaction } from '#platform/database';

/** What somebody did or saw. */
export interface AuditEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly actor: string;
  readonly act: string;
  readonly object: string;
  readonly detail: string;
  readonly address: string;
}

/** Paths can be as long as whoever asks likes; what is kept of them is not. */
const LONGEST = 500;
const TYPES = ['timestamptz', 'text', 'text', 'text', 'text', 'text'];

/** Appends to the chain, in the transaction of the act itself where there is one; last in it, since all writers take turns. */
export async function writeAudit(tx: Transaction, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const { places, parameters } = columnsOf(TYPES, [
    entries.map(({ at }) => new Date(at).toISOString()),
    entries.map(({ actor }) => actor),
    entries.map(({ act }) => act),
    entries.map(({ object }) => object.slice(0, LONGEST)),
    entries.map(({ detail }) => detail.slice(0, LONGEST)),
    entries.map(({ address }) => address),
  ]);
  await tx.execute(`select gateway.write_audit(${places.join(', ')})`, parameters);
}
