import type { TroubleRates } from './trouble.js';

/** Injection token of the world's settings. */
export const WORLD = Symbol('world');

/** What the simulated outside world is made of: the seed of all chance, and how often things go wrong. */
export interface World {
  seed: string;
  rates: TroubleRates;
}
