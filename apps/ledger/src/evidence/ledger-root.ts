import { MerkleRoot } from '#domain/ledger';
import type { Database, Transaction } from '#platform/database';
import { inSnapshot, streamed } from './snapshot.js';

/**
 * Did we write the same books? Merkle root, hex, over all journals sorted by id, without sequence, recorded-at and what
 * triggered them. Taken from the stored content hashes; `verifyLedger` proves that these are those of the rows.
 */
export function ledgerRoot(db: Database): Promise<string> {
  return inSnapshot(db, rootOf);
}

export async function rootOf(tx: Transaction): Promise<string> {
  const tree = new MerkleRoot();
  const query = 'select content_hash from ledger.journal order by journal_id';
  for await (const { content_hash } of streamed<{ content_hash: Buffer }>(tx, query)) tree.add(content_hash);
  return tree.root().toString('hex');
}
