import { createHash } from 'node:crypto';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/**
 * Root of a Merkle tree after RFC 6962 (leaves prefixed 0x00, nodes 0x01), leaf by leaf: memory grows with the depth of the
 * tree, not with its leaves.
 */
export class MerkleRoot {
  /** Roots of complete subtrees, the largest first; sizes are the binary digits of the count. */
  private readonly subtrees: { readonly leaves: bigint; readonly hash: Buffer }[] = [];

  add(entry: Buffer): void {
    let tree: { leaves: bigint; hash: Buffer } = {
      leaves: 1n,
      hash: leafHash(entry),
    };
    for (let last = this.subtrees.at(-1); last && last.leaves === tree.leaves; last = this.subtrees.at(-1)) {
      this.subtrees.pop();
      tree = { leaves: tree.leaves * 2n, hash: nodeHash(last.hash, tree.hash) };
    }
    this.subtrees.push(tree);
  }

  /** Of the leaves so far; the hash of nothing for none. */
  root(): Buffer {
    const hashes = this.subtrees.map(({ hash }) => hash);
    let root = hashes.pop();
    if (!root) return createHash('sha256').digest();
    for (let left = hashes.pop(); left; left = hashes.pop()) root = nodeHash(left, root);
    return root;
  }
}

export function leafHash(entry: Buffer): Buffer {
  return createHash('sha256').update(LEAF).update(entry).digest();
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}
