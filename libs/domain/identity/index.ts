import { hash } from 'node:crypto';

/** Namespace of every id of the house, chosen once: 6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10. */
const ASIENTO = Buffer.from('6f1d1a5c3f0e5f579d2b8c1f6f2f7a10', 'hex');

/**
 * An id that follows from what it names (UUID version 5, RFC 9562), so that a replay gives the same one.
 * Parts are joined with their lengths: ('ab', 'c') and ('a', 'bc') differ.
 */
export function idOf(kind: string, ...parts: readonly (string | number)[]): string {
  let name = `${kind.length}:${kind}`;
  for (const part of parts) {
    const text = String(part);
    name += `|${text.length}:${text}`;
  }
  const bytes = Buffer.allocUnsafe(16 + Buffer.byteLength(name));
  ASIENTO.copy(bytes);
  bytes.write(name, 16);
  const hex = hash('sha1', bytes, 'hex');
  // Version 5 in the first digit of the third group, variant 10 in the first of the fourth.
  const variant = '89ab'[parseInt(hex.charAt(16), 16) & 3] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
