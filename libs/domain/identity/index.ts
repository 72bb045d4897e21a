import { v5 } from 'uuid';

/** Namespace of every id of the house, chosen once. */
const ASIENTO = '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10';

/**
 * An id that follows from what it names (UUID version 5, RFC 9562), so that a replay gives the same one.
 * Parts are joined with their lengths: ('ab', 'c') and ('a', 'bc') differ.
 */
export function idOf(kind: string, ...parts: readonly (string | number)[]): string {
  return v5([kind, ...parts].map((part) => `${String(part).length}:${part}`).join('|'), ASIENTO);
}
