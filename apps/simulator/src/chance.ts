/** A stream of chance that follows from its name alone, so that the same seed always plays the same day. */
export interface Chance {
  /** Whole number from 0 to `bound` - 1. */
  below(bound: number): number;
  /** True in `percent` of all cases; percent may have decimals. */
  happens(percent: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
}

/** FNV-1a over the characters, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return state >>> 0;
}

export function chanceOf(...name: readonly (string | number)[]): Chance {
  let state = hash(name.join('|'));
  // Mulberry32: small, quick, and good enough for making up a day.
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number): number => next() % bound;
  return {
    below,
    happens: (percent) => below(1_000_000) < percent * 10_000,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
  };
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle(items: Uint32Array, chance: Chance): void {
  for (let last = items.length - 1; last > 0; last--) {
    const other = chance.below(last + 1);
    const kept = items[last] as number;
    items[last] = items[other] as number;
    items[other] = kept;
  }
}
