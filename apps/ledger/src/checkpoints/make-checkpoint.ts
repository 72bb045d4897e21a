import { headLines, signCheckpoint, type ChainHead, type NoteSigner } from '#formats/checkpoint';
import type { Database, Transaction } from '#platform/database';
import { rootOf } from '../evidence/ledger-root.js';
import { sealLines } from '../evidence/sealed-rows.js';
import { inSnapshot } from '../evidence/snapshot.js';

/** What the books stand at, and the note that says so. */
export interface MadeCheckpoint {
  readonly size: bigint;
  readonly root: Buffer;
  readonly heads: readonly ChainHead[];
  readonly note: string;
}

/** The last journal of every book that has one. */
export async function chainHeads(tx: Transaction): Promise<ChainHead[]> {
  const rows = await tx.rows<{ book: string; sequence: string; hash: Buffer }>(
    'select book, sequence::text, hash from ledger.chain_head h where h.sequence > 0 order by book',
  );
  return rows.map(({ book, sequence, hash }) => ({ book, sequence: BigInt(sequence), hash }));
}

/** Signs what the books stand at in one snapshot: number of journals, root over their contents, head of every chain, last decisions. */
export function makeCheckpoint(db: Database, signer: NoteSigner): Promise<MadeCheckpoint> {
  return inSnapshot(db, (tx) => checkpointOf(tx, signer));
}

/** The same within a snapshot that is open. */
export async function checkpointOf(tx: Transaction, signer: NoteSigner): Promise<MadeCheckpoint> {
  const heads = await chainHeads(tx);
  const size = heads.reduce((sum, { sequence }) => sum + sequence, 0n);
  const root = Buffer.from(await rootOf(tx), 'hex');
  const extensions = [...headLines(heads), ...(await sealLines(tx))];
  const note = signCheckpoint({ origin: signer.keyName, size, root, extensions }, [signer]);
  return { size, root, heads, note };
}
