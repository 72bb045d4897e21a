import { leafHash, MerkleRoot, nodeHash } from './merkle-root.js';

/** Leaves from one number up to, not including, another. */
interface Stretch {
  readonly from: bigint;
  readonly to: bigint;
}

/** The proof was asked for before all leaves of the tree were added, or for a tree that cannot have it. */
export class MerkleProofIncomplete extends Error {
  override readonly name = 'MerkleProofIncomplete';
}

/**
 * A proof after RFC 6962 and RFC 9162, made while the leaves go by: it keeps the roots of the subtrees that it consists of,
 * so that memory grows with the depth of the tree, not with its leaves.
 */
export class MerkleProof {
  private readonly parts: readonly (Stretch & { readonly tree: MerkleRoot })[];
  private added = 0n;

  private constructor(
    private readonly size: bigint,
    stretches: readonly Stretch[],
  ) {
    this.parts = stretches.map((stretch) => ({ ...stretch, tree: new MerkleRoot() }));
  }

  /** That a leaf (the first is 0) stands in a tree of that size. */
  static ofInclusion(leaf: bigint, size: bigint): MerkleProof {
    if (leaf < 0n || leaf >= size) throw new MerkleProofIncomplete(`a tree of ${size} leaves has no leaf ${leaf}`);
    return new MerkleProof(size, beside(leaf, { from: 0n, to: size }));
  }

  /** That the tree of the first leaves is the beginning of the tree of all. */
  static ofConsistency(first: bigint, size: bigint): MerkleProof {
    if (first < 0n || first > size)
      throw new MerkleProofIncomplete(`a tree of ${size} leaves has no beginning of ${first}`);
    return new MerkleProof(size, first === 0n ? [] : between(first, { from: 0n, to: size }, true));
  }

  /** The next leaf of the tree, from the first on. */
  add(entry: Buffer): void {
    const place = this.added;
    for (const { from, to, tree } of this.parts) if (place >= from && place < to) tree.add(entry);
    this.added += 1n;
  }

  /** @throws MerkleProofIncomplete */
  hashes(): Buffer[] {
    if (this.added !== this.size)
      throw new MerkleProofIncomplete(`${this.added} leaves were added to a tree of ${this.size}`);
    return this.parts.map(({ tree }) => tree.root());
  }
}

/** Whether the leaf stands in the tree with this root, at this place. */
export function verifyInclusion(
  { entry, leaf, size, root }: { entry: Buffer; leaf: bigint; size: bigint; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (leaf < 0n || leaf >= size) return false;
  let [here, last, hash] = [leaf, size - 1n, leafHash(entry)];
  for (const other of proof) {
    if (last === 0n) return false;
    if (isRight(here, last)) {
      hash = nodeHash(other, hash);
      [here, last] = untilRight(here, last);
    } else hash = nodeHash(hash, other);
    [here, last] = [here >> 1n, last >> 1n];
  }
  return last === 0n && hash.equals(root);
}

/** Whether the tree with the first root and size is the beginning of the tree with the second. */
export function verifyConsistency(
  { first, firstRoot, size, root }: { first: bigint; firstRoot: Buffer; size: bigint; root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (first < 0n || first > size) return false;
  // What has no leaves is the beginning of everything.
  if (first === 0n) return proof.length === 0 && firstRoot.equals(new MerkleRoot().root());
  if (first === size) return proof.length === 0 && firstRoot.equals(root);
  // A complete subtree is its own proof and left out.
  const [begin, ...rest] = (first & (first - 1n)) === 0n ? [firstRoot, ...proof] : proof;
  if (!begin) return false;
  let [here, last] = [first - 1n, size - 1n];
  while ((here & 1n) === 1n) [here, last] = [here >> 1n, last >> 1n];
  let [before, after] = [begin, begin];
  for (const other of rest) {
    if (last === 0n) return false;
    if (isRight(here, last)) {
      [before, after] = [nodeHash(other, before), nodeHash(other, after)];
      [here, last] = untilRight(here, last);
    } else after = nodeHash(after, other);
    [here, last] = [here >> 1n, last >> 1n];
  }
  return last === 0n && before.equals(firstRoot) && after.equals(root);
}

/** Subtrees beside the way from a leaf to the root, from the bottom up. */
function beside(leaf: bigint, { from, to }: Stretch): Stretch[] {
  if (to - from === 1n) return [];
  const middle = from + widthOfLeft(to - from);
  return leaf < middle
    ? [...beside(leaf, { from, to: middle }), { from: middle, to }]
    : [...beside(leaf, { from: middle, to }), { from, to: middle }];
}

/** Subtrees that lead from the root of the first leaves to the root of all; what the reader knows already is left out. */
function between(first: bigint, { from, to }: Stretch, isBeginning: boolean): Stretch[] {
  if (first === to) return isBeginning ? [] : [{ from, to }];
  const middle = from + widthOfLeft(to - from);
  return first <= middle
    ? [...between(first, { from, to: middle }, isBeginning), { from: middle, to }]
    : [...between(first, { from: middle, to }, false), { from, to: middle }];
}

/** The largest power of two below the number of leaves. */
function widthOfLeft(leaves: bigint): bigint {
  let width = 1n;
  while (width * 2n < leaves) width *= 2n;
  return width;
}

const isRight = (here: bigint, last: bigint): boolean => (here & 1n) === 1n || here === last;

/** Levels on which the last node has no neighbour are passed over. */
function untilRight(here: bigint, last: bigint): [bigint, bigint] {
  let [at, end] = [here, last];
  while (at !== 0n && (at & 1n) === 0n) [at, end] = [at >> 1n, end >> 1n];
  return [at, end];
}
