import fc from 'fast-check';
import type { EventContract } from '#contracts';
import { jsonSchemaOf } from '../../../libs/contracts/codec.js';
import { changeBytes } from './byte-changes.js';
import { fromSchema } from './from-schema.js';
import { chosen, draws, type Change, type Draw, type HostileInput } from './input.js';
import { changeJson } from './json-changes.js';
import { jsonText, nodeOf, type JsonNode } from './json-text.js';

/** Good messages of one seed from which hostile ones are made. */
const GOOD_ONES = 48;

/** Messages of one topic: valid ones by its schema, then changed inside and out. */
export function eventInputs(contract: EventContract): (seed: number) => fc.Arbitrary<HostileInput> {
  const valid = fromSchema(jsonSchemaOf(contract));
  return (seed) => {
    const good = fc.sample(valid, { numRuns: GOOD_ONES, seed });
    return draws.map((draw) => eventInput(chosen(good, draw.base), draw));
  };
}

/** One good message, changed as drawn. */
export function eventInput(good: unknown, { inside, outside, variant }: Draw): HostileInput {
  const made: string[] = [];
  // The message itself stands in a list of one, so that it can be replaced, wrapped or left out like any part of it.
  const all: JsonNode = { kind: 'array', items: [nodeOf(good)] };
  for (const change of inside) made.push(changeJson(all, change));
  return finished(Buffer.from(all.items.map(jsonText).join()), outside, variant, made);
}

/** Applies the changes of the bytes. */
export function finished(
  given: Buffer,
  outside: readonly Change[],
  variant: number,
  made: readonly string[],
): HostileInput {
  const all = [...made];
  let bytes = given;
  for (const change of outside) {
    const changed = changeBytes(bytes, change);
    bytes = changed.bytes;
    all.push(changed.told);
  }
  return { bytes, made: all, variant };
}
