import { chosen, type Change } from './input.js';

interface Kind {
  readonly name: string;
  readonly apply: (bytes: Buffer, change: Change) => Buffer;
}

const text = (bytes: Buffer): string => bytes.toString('utf8');

function inserted(bytes: Buffer, at: number, what: Buffer): Buffer {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  return Buffer.concat([bytes.subarray(0, place), what, bytes.subarray(place)]);
}

/** Bytes that look random and are the same every time. */
export function noise(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed | 1;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** Sequences that break UTF-8: overlong, half a surrogate pair, beyond Unicode, alone. */
const BROKEN = ['c080', 'eda080', 'f4908080', '80', 'ff', 'fe', 'c3', 'f09f98'].map((hex) => Buffer.from(hex, 'hex'));

const KINDS: readonly Kind[] = [
  { name: 'cut off', apply: (bytes, { at }) => bytes.subarray(0, at % (bytes.length + 1)) },
  { name: 'beginning missing', apply: (bytes, { at }) => bytes.subarray(at % (bytes.length + 1)) },
  { name: 'byte order mark', apply: (bytes) => Buffer.concat([Buffer.from('efbbbf', 'hex'), bytes]) },
  { name: 'byte order mark inside', apply: (bytes, { at }) => inserted(bytes, at, Buffer.from('efbbbf', 'hex')) },
  { name: 'NUL', apply: (bytes, { at }) => inserted(bytes, at, Buffer.from([0])) },
  { name: 'broken UTF-8', apply: (bytes, { at, pick }) => inserted(bytes, at, chosen(BROKEN, pick)) },
  { name: 'UTF-16 little endian', apply: (bytes) => Buffer.from(`\uFEFF${text(bytes)}`, 'utf16le') },
  { name: 'UTF-16 big endian', apply: (bytes) => Buffer.from(`\uFEFF${text(bytes)}`, 'utf16le').swap16() },
  { name: 'Latin-1', apply: (bytes) => Buffer.from(`${text(bytes)}ñ`, 'latin1') },
  {
    name: 'one byte changed',
    apply: (bytes, { at, pick }) => {
      const copy = Buffer.from(bytes);
      if (copy.length > 0) copy[at % copy.length] = pick & 0xff;
      return copy;
    },
  },
  {
    name: 'noise inside',
    apply: (bytes, { at, pick, scale }) => inserted(bytes, at, noise(at, ((pick % 64) + 1) * scale)),
  },
  { name: 'nothing but noise', apply: (_, { at, pick, scale }) => noise(at, (pick % 256) * scale) },
  { name: 'twice', apply: (bytes) => Buffer.concat([bytes, bytes]) },
  { name: 'empty', apply: () => Buffer.alloc(0) },
  {
    name: 'spaces',
    apply: (bytes, { at, pick, scale }) => inserted(bytes, at, Buffer.alloc(((pick % 64) + 1) * scale, 0x20)),
  },
  {
    name: 'line ends',
    apply: (bytes, { at, pick }) =>
      inserted(bytes, at, Buffer.from(chosen(['\r', '\n', '\r\n', '\u2028', '\v'], pick))),
  },
  { name: 'garbage at the end', apply: (bytes, { pick }) => Buffer.concat([bytes, noise(pick, (pick % 32) + 1)]) },
];

/** Changes the bytes and says what it did. */
export function changeBytes(bytes: Buffer, change: Change): { readonly bytes: Buffer; readonly told: string } {
  const kind = chosen(KINDS, change.kind);
  return {
    bytes: kind.apply(bytes, change),
    told: `bytes: ${kind.name} (${change.at}, ${change.pick}, x${change.scale})`,
  };
}
