import { CsvError, parse, type Parser } from 'csv-parse';
import { fault, refused, type FileBytes, type FileDefaults, type FileFault, type FileRow } from '#formats/trade-file';
import { productOf } from './codes.js';
import { fieldOf, type Field } from './columns.js';
import type { DateFormat } from './date-format.js';
import { Row } from './row.js';
import { termsOf } from './terms.js';

export interface TradeCsvOptions extends FileDefaults {
  /** Told, never guessed: 06/12/2016 is two days. */
  readonly dateFormat: DateFormat;
}

const LONGEST_RECORD = 65_536;

/**
 * Reads trades row by row, in bounded memory; each row stands alone. Rows without any value are passed over. A file that
 * cannot be read on, for an unclosed quote for example, ends with a refusal that says from which line.
 */
export async function* readTradeCsv(bytes: FileBytes, options: TradeCsvOptions): AsyncGenerator<FileRow> {
  let header: Header | undefined;
  try {
    for await (const record of recordsOf(bytes)) {
      if (header) {
        if (record.values.some((value) => value.trim() !== '')) yield readRecord(record, header, options);
        continue;
      }
      header = headerOf(record.values);
      if (header.fault) {
        yield refused(record.line, [header.fault]);
        return;
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = (error as CsvError & { lines?: number }).lines ?? 0;
    yield refused(line, [fault('', error.code, error.message, 'Correct the file; nothing is read from this line on.')]);
  }
}

interface CsvRecord {
  readonly values: readonly string[];
  readonly line: number;
  /** The file ends within this record: no line end follows it. */
  readonly unfinished: boolean;
}

/** Records as the parser finds them. What stood before a fault of the file is given first, then the fault is thrown. */
async function* recordsOf(bytes: FileBytes): AsyncGenerator<CsvRecord> {
  const found: CsvRecord[] = [];
  const parser = parse({
    relax_column_count: true,
    bom: true,
    max_record_size: LONGEST_RECORD,
    skip_empty_lines: true,
    // Kept aside at once: the parser's own queue is lost when it meets a fault.
    on_record: (values: string[], { lines }) => {
      found.push({ values, line: lines, unfinished: false });
      return null;
    },
  });
  const failed = new Promise<Error>((resolve) => parser.once('error', resolve));
  parser.resume();
  let last = NEWLINE;
  try {
    for await (const chunk of bytes) {
      last = chunk.at(-1) ?? last;
      const fault = await written(parser, chunk, failed);
      // The last one waits: whether the file ends within it is seen when there is no more.
      yield* found.splice(0, fault ? found.length : found.length - 1);
      if (fault) throw fault;
    }
    const fault = await Promise.race([
      failed,
      new Promise<undefined>((resolve) => parser.end(() => resolve(undefined))),
    ]);
    const [final] = found.splice(-1);
    yield* found;
    if (final) yield { ...final, unfinished: last !== NEWLINE };
    if (fault) throw fault;
  } finally {
    parser.destroy();
  }
}

const NEWLINE = 10;

/** Undefined when the chunk has been parsed. */
function written(parser: Parser, chunk: Uint8Array, failed: Promise<Error>): Promise<Error | undefined> {
  return Promise.race([
    failed,
    new Promise<undefined>((resolve) =>
      parser.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), () => resolve(undefined)),
    ),
  ]);
}

interface Header {
  readonly fields: readonly (Field | undefined)[];
  readonly fault: FileFault | undefined;
}

function headerOf(record: readonly string[]): Header {
  const fields = record.map(fieldOf);
  const names = fields.includes('product') && fields.includes('tradeId');
  const remedy = 'The first line names the columns; docs/import.md lists them.';
  return {
    fields,
    fault: names ? undefined : fault('header', record.join(','), 'names no column for product and trade id', remedy),
  };
}

function readRecord(record: CsvRecord, header: Header, options: TradeCsvOptions): FileRow {
  const values = valuesOf(record.values, header.fields);
  if (!(values instanceof Map)) return refused(record.line, [values]);
  const row = new Row(values, options.dateFormat);
  const isCancel = values.get('action')?.toUpperCase() === 'CANCEL';
  const event = isCancel ? identityOf(row, options) : reportOf(row, options);
  checkWidth(record, header, row);
  if (row.faults.length > 0) return refused(record.line, row.faults, values.get('tradeId') ?? null);
  return { kind: 'trade', line: record.line, event, remarks: row.remarks };
}

/** Trailing values may be left out, but not by a file that breaks off; more values than columns have slipped. */
function checkWidth({ values, unfinished }: CsvRecord, { fields }: Header, row: Row): void {
  const rule = `has ${values.length} values for ${fields.length} columns`;
  if (values.slice(fields.length).some((value) => value.trim() !== ''))
    row.fault('', values.join(','), rule, 'Quote values that hold a comma.');
  if (unfinished && values.length < fields.length)
    row.fault('', values.join(','), `${rule}, and the file breaks off`, 'Send the whole file, ending in a line end.');
}

/** Values by field; a field that two columns fill differently is a fault. */
function valuesOf(record: readonly string[], fields: Header['fields']): Map<Field, string> | FileFault {
  const values = new Map<Field, string>();
  for (const [index, field] of fields.entries()) {
    const value = record[index]?.trim() ?? '';
    if (field === undefined || value === '') continue;
    if (value.includes('\uFFFD')) return fault(field, value, 'is not UTF-8', 'Save the file as UTF-8.');
    const before = values.get(field);
    if (before !== undefined && before !== value)
      return fault(field, `${before} and ${value}`, 'is told differently by two columns', 'Keep one of them.');
    values.set(field, value);
  }
  return values;
}

const WHOLE_NUMBER = /^[1-9]\d{0,3}$/;

function identityOf(row: Row, { sourceSystem }: TradeCsvOptions) {
  const version = row.text('version') ?? '1';
  if (!WHOLE_NUMBER.test(version))
    row.fault('version', version, 'is not a whole number from 1 to 9999', 'Correct the version.');
  return {
    action: row.text('action')?.toUpperCase() ?? 'NEW',
    tradeId: row.need('tradeId'),
    version: Number(version),
    sourceSystem,
  };
}

function reportOf(row: Row, options: TradeCsvOptions) {
  const product = productIn(row);
  const identity = identityOf(row, options);
  if (product === undefined) return identity;
  const tradeDate = row.needDate('tradeDate');
  const counterparty = row.text('counterparty') ?? options.counterparty;
  if (counterparty === undefined)
    row.fault('counterparty', '', 'is required', 'Fill the column, or tell one for the whole file.');
  return {
    ...identity,
    terms: {
      tradeDate,
      portfolio: row.text('portfolio') ?? options.portfolio,
      counterparty,
      ...(row.text('capacity') === undefined ? {} : { capacity: row.text('capacity') }),
      ...(row.text('beneficialOwner') === undefined ? {} : { beneficialOwner: row.text('beneficialOwner') }),
      ...termsOf(product, row, tradeDate),
    },
  };
}

/** Files that mix trades with positions and sensitivities say of each row which it is. */
function productIn(row: Row) {
  for (const field of ['positionType', 'sensitivityType'] as const) {
    const type = row.text(field);
    if (type !== undefined && type.toLowerCase() !== 'trade')
      return row.fault(field, type, `says the row is ${type}, not a trade`, 'Send trades alone.');
  }
  const name = row.need('product');
  if (name === undefined) return undefined;
  const remedy = 'Products: equity, bond, FX, FX swap, term deposit.';
  return productOf(name) ?? row.fault('product', name, `${name} is not a product that is settled here`, remedy);
}
