/** Before the first state of a key. */
export const NO_DIGEST = '0'.repeat(64);

/** One state of one key of a view, as it is said: where it stands in the key's chain. */
export interface Proof {
  /** 1, 2, 3 … without gaps, per key. */
  readonly sequence: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

/** SHA-256 of the text as UTF-8, hex. */
export type Sha256 = (text: string) => string;

export const unproved: Proof = { sequence: 0, digest: NO_DIGEST };

/**
 * The link after `before`: SHA-256 over the digest before, a line feed, and the canonical state, which is key and figures
 * in the order of the event's fields, joined by `|`; amounts in minor units, quantities as exact decimals.
 */
export function proofAfter(before: Proof, canonicalState: string, sha256: Sha256): Proof {
  return { sequence: before.sequence + 1, digest: sha256(`${before.digest}\n${canonicalState}`) };
}

/** A reader that has missed, doubled or altered a state of a key finds out here. */
export function followsFrom(before: Proof, said: Proof, canonicalState: string, sha256: Sha256): boolean {
  const expected = proofAfter(before, canonicalState, sha256);
  return said.sequence === expected.sequence && said.digest === expected.digest;
}
