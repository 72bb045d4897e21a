import { readFileSync } from 'node:fs';
import type fc from 'fast-check';
import { finished } from './event-inputs.js';
import { chosen, draws, type Change, type Draw, type HostileInput } from './input.js';
import { nastyTexts } from './nasty.js';

/** A file before it is written. */
interface Sheet {
  rows: string[][];
  separator: string;
  lineEnds: readonly string[];
  quoted: boolean;
}

const FIXTURES = ['own-columns.csv', 'strata-headers.csv'];

const bases: readonly string[] = FIXTURES.map((name) => readFileSync(`test/fixtures/trades-csv/${name}`, 'utf8'));

const sheetOf = (text: string): Sheet => ({
  rows: text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',')),
  separator: ',',
  lineEnds: ['\n'],
  quoted: false,
});

/** Cells as they are written: quotes are not made good. */
const CELLS: readonly string[] = [
  ...nastyTexts,
  '"',
  '""',
  '"""',
  '"a',
  'a"b',
  '"a"b',
  '"a\nb"',
  '"a,b"',
  '"a""b"',
  '=HYPERLINK("http://x","y")',
  "=1+1+cmd|' /C calc'!A0",
  '-5',
  '1;5',
  '\ufeff"a"',
];

interface Kind {
  readonly name: string;
  readonly apply: (sheet: Sheet, change: Change) => void;
}

function place(sheet: Sheet, at: number): { readonly row: string[]; readonly column: number } {
  const row = chosen(sheet.rows, at);
  return { row, column: row.length === 0 ? 0 : (at >> 4) % row.length };
}

function put(sheet: Sheet, at: number, cell: string): void {
  const { row, column } = place(sheet, at);
  row[column] = cell;
}

const KINDS: readonly Kind[] = [
  { name: 'a nasty cell', apply: (sheet, { at, pick }) => put(sheet, at, chosen(CELLS, pick)) },
  { name: 'another nasty cell', apply: (sheet, { at, pick }) => put(sheet, at, chosen(CELLS, pick)) },
  {
    name: 'a cell of another place',
    apply: (sheet, { at, pick }) => {
      const { row, column } = place(sheet, pick);
      put(sheet, at, row[column] ?? '');
    },
  },
  {
    name: 'cell missing',
    apply: (sheet, { at }) => {
      const { row, column } = place(sheet, at);
      row.splice(column, 1);
    },
  },
  {
    name: 'cells too many',
    apply: (sheet, { at, pick, scale }) => {
      const { row } = place(sheet, at);
      const count = (pick % 8) * scale + 1;
      for (let extra = 0; extra < count; extra += 1) row.push(extra % 3 === 0 ? '' : 'extra');
    },
  },
  { name: 'row twice', apply: (sheet, { at }) => void sheet.rows.push([...chosen(sheet.rows, at)]) },
  {
    name: 'many rows',
    apply: (sheet, { at, pick, scale }) => {
      const row = chosen(sheet.rows, at);
      const count = (pick % 8) * Math.min(scale, 1_000) + 1;
      for (let more = 0; more < count; more += 1) sheet.rows.push([...row]);
    },
  },
  { name: 'no header', apply: (sheet) => void (sheet.rows.length > 1 && sheet.rows.shift()) },
  { name: 'empty rows', apply: (sheet, { at }) => void sheet.rows.splice(at % sheet.rows.length, 0, [], [''], [' ']) },
  {
    name: 'another separator',
    apply: (sheet, { pick }) => void (sheet.separator = chosen([';', '\t', '|', ', ', ' ,', '\u0001'], pick)),
  },
  {
    name: 'other line ends',
    apply: (sheet, { pick }) =>
      void (sheet.lineEnds = chosen([['\r\n'], ['\r'], ['\n', '\r\n', '\r'], ['\n\r'], ['\u2028'], ['']], pick)),
  },
  { name: 'all quoted', apply: (sheet) => void (sheet.quoted = true) },
  {
    name: 'a long cell',
    apply: (sheet, { at, pick, scale }) => put(sheet, at, 'x'.repeat((pick % 256) * scale + 1)),
  },
  {
    name: 'a long quoted cell',
    apply: (sheet, { at, pick, scale }) => put(sheet, at, `"${'x\n'.repeat((pick % 128) * scale + 1)}"`),
  },
  {
    name: 'quotes',
    apply: (sheet, { at, pick, scale }) => put(sheet, at, '"'.repeat((pick % 64) * scale + 1)),
  },
];

/** Trade files made from those that are taken. */
export function csvInputs(): (seed: number) => fc.Arbitrary<HostileInput> {
  return () => draws.map(csvInput);
}

function csvInput({ base, inside, outside, variant }: Draw): HostileInput {
  const sheet = sheetOf(chosen(bases, base));
  const made: string[] = [];
  for (const change of inside) {
    const kind = chosen(KINDS, change.kind);
    kind.apply(sheet, change);
    made.push(`${kind.name} (${change.at}, ${change.pick}, x${change.scale})`);
  }
  return finished(Buffer.from(written(sheet)), outside, variant, made);
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

function written({ rows, separator, lineEnds, quoted: all }: Sheet): string {
  return rows.map((row, index) => (all ? row.map(quoted) : row).join(separator) + chosen(lineEnds, index)).join('');
}
