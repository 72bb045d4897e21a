/** Between values: no text of ours has it (JSON escapes it), so that nothing needs quoting. */
const SEPARATOR = '\u001e';

/** A value cannot travel, because it contains the separator. */
export class UnpackableValue extends Error {
  override readonly name = 'UnpackableValue';
}

/** PostgreSQL type of a column; with `?` an empty text stands for null. */
export type ColumnType = string;

/**
 * Many rows as parameters of one statement, a joined text a column: `string_to_array($1, …)::uuid[]`. Spares the driver the
 * quoting of every element, which costs more than the rest of encoding together.
 * @returns array expressions in the order of the columns, and their parameters
 * @throws UnpackableValue
 */
export function packColumns<Column extends string>(
  types: Readonly<Record<Column, ColumnType>>,
  columns: Readonly<Record<Column, readonly string[]>>,
  firstParameter = 1,
): { readonly arrays: string; readonly parameters: string[] } {
  const names = Object.keys(types) as Column[];
  const arrays = names.map((name, index) => {
    const type = types[name];
    const parameter = `$${firstParameter + index}`;
    // The array of one empty text is the one that a joined text cannot say.
    if (!type.endsWith('?') && columns[name].length === 1 && columns[name][0] === '')
      return `array[${parameter}]::${type}[]`;
    return type.endsWith('?')
      ? `string_to_array(${parameter}, E'\\x1e', '')::${type.slice(0, -1)}[]`
      : `string_to_array(${parameter}, E'\\x1e')::${type}[]`;
  });
  return { arrays: arrays.join(', '), parameters: names.map((name) => joined(name, columns[name])) };
}

function joined(name: string, values: readonly string[]): string {
  const text = values.join(SEPARATOR);
  let separators = 0;
  for (let at = text.indexOf(SEPARATOR); at >= 0; at = text.indexOf(SEPARATOR, at + 1)) separators += 1;
  if (separators !== Math.max(values.length - 1, 0)) throw new UnpackableValue(`a value of ${name} contains U+001E`);
  return text;
}
