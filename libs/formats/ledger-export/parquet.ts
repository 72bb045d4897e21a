import type { BasicType, ParquetWriter, SchemaElement, ByteWriter } from 'hyparquet-writer';
import { minorUnitDigits } from '#domain/money';
import type { HashedFile } from '#formats/sealed-folder';
import type { ExportedJournal, ExportedPosting } from './exported-journal.js';
import type { JournalWriter, LedgerFormat } from './ledger-format.js';

/** Rows that are held before they are written as one row group. */
const ROW_GROUP = 50_000;
/** The most decimals a currency of ISO 4217 has, so that one column holds the amounts of all. */
const DECIMALS = 4;
const DIGITS = 38n;

/** An amount has more digits than a DECIMAL(38) holds. */
export class AmountTooLarge extends Error {
  override readonly name = 'AmountTooLarge';

  constructor(book: string, sequence: bigint, minorUnits: bigint) {
    super(`${book} ${sequence}: ${minorUnits} minor units do not fit into 38 digits of which ${DECIMALS} are decimals`);
  }
}

type Cell = string | number | bigint | Date | null;
interface Column<Row> {
  readonly name: string;
  readonly element: Omit<SchemaElement, 'name' | 'repetition_type'>;
  readonly optional?: true;
  readonly of: (row: Row) => Cell;
}

const TEXT = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const satisfies {
  type: BasicType;
  converted_type: string;
};
const LONG = { type: 'INT64' } as const;
const INTEGER = { type: 'INT32' } as const;
const DAY = { type: 'INT32', converted_type: 'DATE' } as const;
const INSTANT = { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' } as const;
/** Exact only when given whole numbers, already scaled; readers take the logical type alone for bytes. */
const decimal = (scale: number) =>
  ({
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    precision: Number(DIGITS),
    scale,
  }) as const;

const JOURNALS: readonly Column<ExportedJournal>[] = [
  { name: 'journal_id', element: TEXT, of: ({ journalId }) => journalId },
  { name: 'link_id', element: TEXT, of: ({ linkId }) => linkId },
  { name: 'book', element: TEXT, of: ({ book }) => book },
  { name: 'sequence', element: LONG, of: ({ sequence }) => sequence },
  { name: 'accounting', element: TEXT, of: ({ accounting }) => accounting },
  { name: 'key', element: TEXT, of: ({ key }) => key },
  { name: 'rule', element: TEXT, of: ({ rule }) => rule },
  { name: 'rule_version', element: INTEGER, of: ({ ruleVersion }) => ruleVersion },
  { name: 'effective_date', element: DAY, of: ({ effectiveDate }) => new Date(effectiveDate) },
  { name: 'recorded_at', element: INSTANT, of: ({ recordedAt }) => microsOf(recordedAt) },
  { name: 'trade_id', element: TEXT, of: ({ tradeId }) => tradeId },
  { name: 'source_event_id', element: TEXT, of: ({ sourceEventId }) => sourceEventId },
  { name: 'source', element: TEXT, of: ({ source }) => source },
  { name: 'actor', element: TEXT, optional: true, of: ({ actor }) => actor },
  { name: 'approver', element: TEXT, optional: true, of: ({ approver }) => approver },
  { name: 'reverses', element: TEXT, optional: true, of: ({ reverses }) => reverses },
  { name: 'content_hash', element: TEXT, of: ({ contentHash }) => contentHash },
  { name: 'hash', element: TEXT, of: ({ hash }) => hash },
  { name: 'explanation', element: TEXT, of: ({ sentence }) => sentence },
  { name: 'inputs', element: TEXT, of: ({ inputs }) => inputs },
];

interface PostingRow {
  readonly journal: ExportedJournal;
  readonly posting: ExportedPosting;
  readonly number: number;
}

const POSTINGS: readonly Column<PostingRow>[] = [
  { name: 'journal_id', element: TEXT, of: ({ journal }) => journal.journalId },
  { name: 'book', element: TEXT, of: ({ journal }) => journal.book },
  { name: 'sequence', element: LONG, of: ({ journal }) => journal.sequence },
  { name: 'posting', element: INTEGER, of: ({ number }) => number },
  { name: 'accounting', element: TEXT, of: ({ journal }) => journal.accounting },
  { name: 'effective_date', element: DAY, of: ({ journal }) => new Date(journal.effectiveDate) },
  { name: 'account', element: TEXT, of: ({ posting }) => posting.account },
  { name: 'account_name', element: TEXT, of: ({ posting }) => posting.accountName },
  { name: 'detail', element: TEXT, of: ({ posting }) => posting.detail },
  { name: 'currency', element: TEXT, of: ({ posting }) => posting.amount.currency },
  { name: 'minor_units', element: decimal(0), of: ({ posting }) => posting.amount.minorUnits },
  { name: 'amount', element: decimal(DECIMALS), of: majorUnits },
];

/** In major units, scaled to the decimals of the column. */
function majorUnits({ journal: { book, sequence }, posting: { amount } }: PostingRow): bigint {
  const { minorUnits, currency } = amount;
  const scaled = minorUnits * 10n ** BigInt(DECIMALS - minorUnitDigits(currency));
  if (scaled >= 10n ** DIGITS || scaled <= -(10n ** DIGITS)) throw new AmountTooLarge(book, sequence, minorUnits);
  return scaled;
}

function microsOf(instant: string): bigint {
  return BigInt(Date.parse(`${instant.slice(0, 19)}Z`)) * 1000n + BigInt(instant.slice(20, 26));
}

/** One file, a row group at a time. */
class ParquetFile<Row> {
  private cells: Cell[][];
  private readonly writer: ParquetWriter;

  constructor(
    library: Pick<typeof import('hyparquet-writer'), 'ParquetWriter'>,
    private readonly bytes: ByteWriter,
    private readonly file: HashedFile,
    private readonly columns: readonly Column<Row>[],
  ) {
    this.cells = columns.map(() => []);
    const schema: SchemaElement[] = columns.map(({ name, element, optional }) => ({
      name,
      ...element,
      repetition_type: optional ? 'OPTIONAL' : 'REQUIRED',
    }));
    this.writer = new library.ParquetWriter({
      writer: bytes,
      schema: [{ name: 'root', num_children: columns.length }, ...schema],
      createdBy: 'asiento',
    });
  }

  async add(row: Row): Promise<void> {
    for (const [index, { of }] of this.columns.entries()) this.cells[index]?.push(of(row));
    await this.file.write('', 1);
    if (this.cells[0]?.length === ROW_GROUP) await this.flush();
  }

  async end(): Promise<void> {
    if (this.cells[0]?.length) await this.flush();
    await this.writer.finish();
    await this.drain();
  }

  private async flush(): Promise<void> {
    const columnData = this.columns.map(({ name }, index) => ({ name, data: this.cells[index] ?? [] }));
    this.cells = this.columns.map(() => []);
    await this.writer.write({ columnData, rowGroupSize: ROW_GROUP });
    await this.drain();
  }

  /** Hands on what has been encoded; offsets in the file go on counting. */
  private async drain(): Promise<void> {
    await this.file.write(this.bytes.getBytes().slice());
    this.bytes.index = 0;
  }
}

/** `journals.parquet` and `postings.parquet`, with the amounts as exact decimals in minor and in major units. */
export const parquet: LedgerFormat = {
  says: 'journals.parquet and postings.parquet, amounts as DECIMAL(38)',
  oneAccounting: false,
  async begin(folder): Promise<JournalWriter> {
    // Loaded here, because a service that never exports should not carry it.
    const library = await import('hyparquet-writer');
    const make = async <Row>(name: string, columns: readonly Column<Row>[]): Promise<ParquetFile<Row>> =>
      new ParquetFile(library, new library.ByteWriter(), await folder.create(name), columns);
    const journals = await make('journals.parquet', JOURNALS);
    const postings = await make('postings.parquet', POSTINGS);
    return {
      async add(journal) {
        await journals.add(journal);
        for (const [index, posting] of journal.postings.entries())
          await postings.add({ journal, posting, number: index + 1 });
      },
      async end() {
        await journals.end();
        await postings.end();
      },
    };
  },
};
