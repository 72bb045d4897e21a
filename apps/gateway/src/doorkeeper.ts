import type { Step } from './step.js';

/** Stands at the front door before anything is passed on; without one there is no door. */
export abstract class Doorkeeper {
  abstract readonly step: Step;
}
