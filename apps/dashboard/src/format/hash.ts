/** A hash for the eye: its first 8 and last 4 digits. The whole of it stays in the title and is what gets copied. */
export function shortHash(hash: string): string {
  return hash.length <= 14 ? hash : `${hash.slice(0, 4)} ${hash.slice(4, 8)} … ${hash.slice(-4)}`;
}
