import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { MerkleProof, MerkleProofIncomplete, MerkleRoot, verifyConsistency, verifyInclusion } from './index.js';

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962, 2.1, word for word. */
function naiveRoot(entries: readonly Buffer[]): Buffer {
  const [first] = entries;
  if (!first) return sha256();
  if (entries.length === 1) return sha256(Buffer.from([0]), first);
  const k = split(entries.length);
  return sha256(Buffer.from([1]), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

/** RFC 6962, 2.1.1. */
function naivePath(m: number, entries: readonly Buffer[]): Buffer[] {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  return m < k
    ? [...naivePath(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
}

/** RFC 6962, 2.1.2. */
function naiveSubproof(m: number, entries: readonly Buffer[], known: boolean): Buffer[] {
  if (m === entries.length) return known ? [] : [naiveRoot(entries)];
  const k = split(entries.length);
  return m <= k
    ? [...naiveSubproof(m, entries.slice(0, k), known), naiveRoot(entries.slice(k))]
    : [...naiveSubproof(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
}

/** Root of the subtree that many levels below the root, on the way to a leaf. */
function subtreeAround(m: number, entries: readonly Buffer[], levels: number): Buffer {
  if (levels === 0) return naiveRoot(entries);
  const k = split(entries.length);
  return m < k ? subtreeAround(m, entries.slice(0, k), levels - 1) : subtreeAround(m - k, entries.slice(k), levels - 1);
}

const split = (length: number): number => 2 ** (Math.ceil(Math.log2(length)) - 1);

const entries = (count: number): Buffer[] => Array.from({ length: count }, (_, index) => Buffer.from(`leaf ${index}`));
const proofOf = (proof: MerkleProof, leaves: readonly Buffer[]): Buffer[] => {
  for (const leaf of leaves) proof.add(leaf);
  return proof.hashes();
};
const rootOf = (leaves: readonly Buffer[]): Buffer => {
  const tree = new MerkleRoot();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
};
const changed = (hash: Buffer): Buffer => Buffer.from(hash.map((byte, index) => (index === 5 ? byte ^ 1 : byte)));

/** A size and a number below it. */
const sizes = fc
  .integer({ min: 1, max: 80 })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 })));

describe('a Merkle tree after RFC 6962', () => {
  it('has the root that the RFC defines, for every number of leaves', () => {
    for (let count = 0; count <= 70; count += 1) expect(rootOf(entries(count))).toEqual(naiveRoot(entries(count)));
  });

  it('proves that a leaf is in it, and nothing else in its place', () => {
    fc.assert(
      fc.property(sizes, ([count, at]) => {
        const leaves = entries(count);
        const [leaf, size, root] = [BigInt(at), BigInt(count), rootOf(leaves)];
        const proof = proofOf(MerkleProof.ofInclusion(leaf, size), leaves);
        expect(proof).toEqual(naivePath(at, leaves));
        const entry = leaves[at] ?? Buffer.alloc(0);
        expect(verifyInclusion({ entry, leaf, size, root }, proof)).toBe(true);
        expect(verifyInclusion({ entry: Buffer.from('another'), leaf, size, root }, proof)).toBe(false);
        expect(verifyInclusion({ entry, leaf: leaf + 1n, size, root }, proof)).toBe(false);
        expect(verifyInclusion({ entry, leaf, size, root: changed(root) }, proof)).toBe(false);
        expect(verifyInclusion({ entry, leaf, size, root }, [...proof, root])).toBe(false);
        // Half a proof leads to the root of half the tree, which is not a tree of that size.
        for (const index of proof.keys()) {
          const root = subtreeAround(at, leaves, proof.length - index);
          expect(verifyInclusion({ entry, leaf, size, root }, proof.slice(0, index))).toBe(false);
        }
        for (const index of proof.keys()) {
          const other = proof.map((hash, place) => (place === index ? changed(hash) : hash));
          expect(verifyInclusion({ entry, leaf, size, root }, other)).toBe(false);
        }
      }),
    );
  });

  it('proves that it goes on from an earlier one, and not from one that was changed', () => {
    fc.assert(
      fc.property(sizes, ([count, below]) => {
        const leaves = entries(count);
        const earlier = leaves.slice(0, below + 1);
        const [first, size] = [BigInt(below + 1), BigInt(count)];
        const [firstRoot, root] = [rootOf(earlier), rootOf(leaves)];
        const proof = proofOf(MerkleProof.ofConsistency(first, size), leaves);
        expect(proof).toEqual(naiveSubproof(below + 1, leaves, true));
        expect(verifyConsistency({ first, firstRoot, size, root }, proof)).toBe(true);
        expect(verifyConsistency({ first, firstRoot: changed(firstRoot), size, root }, proof)).toBe(false);
        expect(verifyConsistency({ first, firstRoot, size, root: changed(root) }, proof)).toBe(false);
        expect(verifyConsistency({ first, firstRoot, size, root }, [...proof, root])).toBe(false);
      }),
    );
  });

  it('has nothing before its first leaf', () => {
    const [firstRoot, root] = [rootOf([]), rootOf(entries(5))];
    const proof = proofOf(MerkleProof.ofConsistency(0n, 5n), entries(5));
    expect(proof).toEqual([]);
    expect(verifyConsistency({ first: 0n, firstRoot, size: 5n, root }, proof)).toBe(true);
    expect(verifyConsistency({ first: 0n, firstRoot: root, size: 5n, root }, proof)).toBe(false);
    expect(verifyConsistency({ first: 6n, firstRoot, size: 5n, root }, proof)).toBe(false);
  });

  it('gives no proof of what it does not have, nor before all leaves are there', () => {
    expect(() => MerkleProof.ofInclusion(5n, 5n)).toThrow('a tree of 5 leaves has no leaf 5');
    expect(() => MerkleProof.ofConsistency(6n, 5n)).toThrow(MerkleProofIncomplete);
    expect(() => proofOf(MerkleProof.ofInclusion(0n, 5n), entries(4))).toThrow('4 leaves were added to a tree of 5');
  });
});
