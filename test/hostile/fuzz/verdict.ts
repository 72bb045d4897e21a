import { isDeepStrictEqual } from 'node:util';

/** Why something was refused, as every decoder tells it. */
export interface NamedFault {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
  readonly remedy: string;
}

/** What a decoder made of one input. */
export interface Outcome {
  readonly taken: number;
  readonly refusals: readonly (readonly NamedFault[])[];
}

const LONGEST = { field: 300, value: 160, rule: 400, remedy: 600 } as const;

/** More nobody reads, and a row of the repair queue has to carry them. */
const MOST_FAULTS = 101;

/** What a clerk could not work with. @throws Error */
export function expectNamed(faults: readonly NamedFault[]): void {
  if (faults.length === 0) throw new Error('refused without any reason');
  if (faults.length > MOST_FAULTS) throw new Error(`refused with ${faults.length} reasons at once`);
  for (const fault of faults) {
    for (const [name, most] of Object.entries(LONGEST)) {
      const text: unknown = fault[name as keyof NamedFault];
      if (typeof text !== 'string') throw new Error(`the ${name} of a refusal is no text`);
      if (text.length > most)
        throw new Error(`the ${name} of a refusal has ${text.length} characters: ${text.slice(0, 80)}`);
    }
    for (const name of ['value', 'rule', 'remedy'] as const)
      if (fault[name].trim() === '') throw new Error(`the ${name} of a refusal is empty; its rule: ${fault.rule}`);
  }
}

const prototypes = [Object.prototype, Array.prototype, String.prototype].map((prototype) => ({
  prototype,
  names: Object.getOwnPropertyNames(prototype),
}));

/** No input may have left anything with all other objects. @throws Error */
export function expectCleanPrototypes(): void {
  for (const { prototype, names } of prototypes)
    if (!isDeepStrictEqual(Object.getOwnPropertyNames(prototype), names))
      throw new Error('the input has changed a prototype of the language');
}
