import { chosen, type Change } from './input.js';
import { nodeAt, nodeOf, placesIn, putAt, token, type JsonNode, type Place } from './json-text.js';
import { nastyNames, nastyTexts } from './nasty.js';

/** Tokens as they are written, also such as are no JSON. */
const TOKENS: readonly string[] = [
  'null',
  'true',
  '[]',
  '{}',
  '0',
  '-0',
  '1',
  '1.5',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '9'.repeat(400),
  'NaN',
  '-Infinity',
  '01',
  '1.',
  '.5',
  '+1',
  '0x10',
  '1e',
  'undefined',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\ud83d\\ude00"',
  '"\\u005f_proto__"',
  '"\\x41"',
  '"\0"',
  "'single'",
  '{"__proto__":{"polluted":true}}',
  '{"\\u005f_proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"minorUnits":"abc","currency":"EUR"}',
  '{"minorUnits":1e400,"currency":"EUR"}',
  '{"minorUnits":"99999999999999999999999999999999999999","currency":"EUR"}',
  '{"length":4294967295}',
  '{"toString":null,"valueOf":null}',
  '{"$ref":"#"}',
  '[[[[[[[[1]]]]]]]]',
  '/* comment */ 1',
];

interface Kind {
  readonly name: string;
  readonly apply: (place: Place, change: Change, all: readonly Place[]) => void;
}

const nested = (open: string, inner: string, close: string, depth: number): JsonNode =>
  token(open.repeat(depth) + inner + close.repeat(depth));

function insert({ holder, index }: Place, name: string, node: JsonNode): void {
  if (holder.kind === 'array') holder.items.splice(index, 0, node);
  else holder.members.splice(index, 0, [name, node]);
}

function remove({ holder, index }: Place): void {
  if (holder.kind === 'array') holder.items.splice(index, 1);
  else holder.members.splice(index, 1);
}

const nameAt = ({ holder, index }: Place): string =>
  holder.kind === 'object' ? (holder.members[index]?.[0] ?? '') : '';

const KINDS: readonly Kind[] = [
  { name: 'another token', apply: (place, { pick }) => putAt(place, token(chosen(TOKENS, pick))) },
  { name: 'a nasty text', apply: (place, { pick }) => putAt(place, nodeOf(chosen(nastyTexts, pick))) },
  { name: 'another token', apply: (place, { pick }) => putAt(place, token(chosen(TOKENS, pick))) },
  { name: 'a nasty text', apply: (place, { pick }) => putAt(place, nodeOf(chosen(nastyTexts, pick))) },
  { name: 'missing', apply: (place) => remove(place) },
  { name: 'as number', apply: (place, { pick }) => putAt(place, token(String(pick - 30_000))) },
  {
    name: 'an extra member',
    apply: (place, { pick, kind }) =>
      insert(place, chosen(nastyNames, pick), token(chosen(TOKENS, Math.floor(kind / 16)))),
  },
  { name: 'twice', apply: (place) => insert(place, nameAt(place), nodeAt(place)) },
  {
    name: 'twice with another value',
    apply: (place, { pick }) => insert(place, nameAt(place), token(chosen(TOKENS, pick))),
  },
  {
    name: 'of another place',
    apply: (place, { pick }, all) => putAt(place, token(JSON.stringify(nameAt(chosen(all, pick))))),
  },
  { name: 'wrapped in an array', apply: (place) => putAt(place, { kind: 'array', items: [nodeAt(place)] }) },
  {
    name: 'wrapped in an object',
    apply: (place, { pick }) => putAt(place, { kind: 'object', members: [[chosen(nastyNames, pick), nodeAt(place)]] }),
  },
  {
    name: 'deep brackets',
    apply: (place, { pick, scale }) => putAt(place, nested('[', '1', ']', (pick % 200) * Math.min(scale, 1_000) + 1)),
  },
  {
    name: 'deep objects',
    apply: (place, { pick, scale }) =>
      putAt(place, nested('{"a":', '1', '}', (pick % 100) * Math.min(scale, 1_000) + 1)),
  },
  {
    name: 'a long text',
    apply: (place, { pick, scale }) => putAt(place, token(`"${'x'.repeat((pick % 200) * scale + 1)}"`)),
  },
  {
    name: 'many unknown members',
    apply: (place, { pick, scale }) => {
      const count = (pick % 16) * scale + 1;
      for (let number = 0; number < count; number += 1) insert(place, `u${number}`, token('0'));
    },
  },
  {
    name: 'many items',
    apply: (place, { pick, scale }) => {
      const items = Array.from({ length: (pick % 16) * scale + 1 }, () => token('"9"'));
      putAt(place, { kind: 'array', items });
    },
  },
];

/** Changes the tree and says what it did. */
export function changeJson(root: JsonNode, change: Change): string {
  const places = placesIn(root);
  if (places.length === 0) return 'nothing left to change';
  const place = chosen(places, change.at);
  const kind = chosen(KINDS, change.kind);
  const told = `${nameAt(place) || place.index}: ${kind.name} (${change.pick}, x${change.scale})`;
  kind.apply(place, change, places);
  return told;
}
