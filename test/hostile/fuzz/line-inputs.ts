import fc from 'fast-check';
import { frontOfficeTrade } from '#contracts';
import { jsonSchemaOf } from '../../../libs/contracts/codec.js';
import { finished } from './event-inputs.js';
import { fromSchema } from './from-schema.js';
import { chosen, draws, type Draw, type HostileInput } from './input.js';
import { changeJson } from './json-changes.js';
import { jsonText, nodeOf, type JsonNode } from './json-text.js';

const GOOD_ONES = 48;
const LINE_ENDS = ['\n', '\r\n', '\r', '\n\n', ''];

/** Files of one trade event a line. */
export function lineInputs(): (seed: number) => fc.Arbitrary<HostileInput> {
  const valid = fromSchema(jsonSchemaOf(frontOfficeTrade));
  return (seed) => {
    const good = fc.sample(valid, { numRuns: GOOD_ONES, seed });
    return draws.map((draw) => lineInput(good, draw));
  };
}

/** One line for each change inside, and a good one before and after. */
function lineInput(good: readonly unknown[], { base, inside, outside, variant }: Draw): HostileInput {
  const made: string[] = [];
  const lines = [jsonText(nodeOf(chosen(good, base)))];
  inside.forEach((change, index) => {
    const line: JsonNode = { kind: 'array', items: [nodeOf(chosen(good, base + index))] };
    made.push(changeJson(line, change));
    lines.push(line.items.map(jsonText).join(' ') + chosen(LINE_ENDS, change.kind >> 4));
  });
  lines.push(jsonText(nodeOf(chosen(good, base + 7))));
  return finished(Buffer.from(lines.join('\n')), outside, variant, made);
}
