import { Writable } from 'node:stream';
import type { stream } from 'exceljs';
import { formatAmount, minorUnitDigits } from '#domain/money';
import type { ExportedJournal } from './exported-journal.js';
import type { JournalWriter, LedgerFormat } from './ledger-format.js';
import { Sums } from './sums.js';

/** A sheet takes 1,048,576 rows, the header among them. */
const ROWS_OF_A_SHEET = 1_048_575;
/** Rows between two waits for the disk, so that rows never pile up in memory. */
const ROWS_AT_ONCE = 2_000;
/** A cell is a double: up to here every whole number and its decimals come back exactly. */
const EXACT_BELOW = 10n ** 15n;

const POSTINGS = [
  ['Book', 16],
  ['Sequence', 10],
  ['Posting', 8],
  ['Accounting', 11],
  ['Effective date', 14],
  ['Recorded at', 27],
  ['Account', 9],
  ['Account name', 30],
  ['Detail', 18],
  ['Currency', 9],
  ['Debit', 22],
  ['Credit', 22],
  ['Rule', 18],
  ['Trade', 18],
  ['Actor', 14],
  ['Journal', 38],
  ['Reverses', 38],
  ['Hash', 66],
  ['Explanation', 80],
] as const;

const BALANCES = [
  ['Accounting', 11],
  ['Book', 16],
  ['Account', 9],
  ['Detail', 18],
  ['Currency', 9],
  ['Debit', 22],
  ['Credit', 22],
  ['Balance', 22],
] as const;

type Sheet = ReturnType<stream.xlsx.WorkbookWriter['addWorksheet']>;

/** A number where a spreadsheet keeps it exactly, with all decimals of its currency; text from 16 digits on. */
function cellOf(minorUnits: bigint, currency: string): number | string {
  const text = formatAmount({ minorUnits, currency });
  const exact = minorUnits < EXACT_BELOW && minorUnits > -EXACT_BELOW;
  return exact ? Number(text) : text;
}

const decimalsOf = (currency: string): string =>
  `0${minorUnitDigits(currency) > 0 ? '.' : ''}`.padEnd(
    minorUnitDigits(currency) + (minorUnitDigits(currency) > 0 ? 2 : 1),
    '0',
  );

/** Sheets one after the other, because a workbook that is streamed can only be written at its end. */
class Workbook implements JournalWriter {
  private readonly balances = new Sums(({ accounting, book }, { account, detail, amount: { currency } }) => [
    accounting,
    book,
    account,
    detail,
    currency,
  ]);
  private sheet: Sheet;
  private sheets = 1;
  private rows = 0;

  constructor(
    private readonly workbook: stream.xlsx.WorkbookWriter,
    private readonly drained: () => Promise<void>,
  ) {
    this.sheet = this.begin('Postings', POSTINGS);
  }

  async add(journal: ExportedJournal): Promise<void> {
    this.balances.add(journal);
    for (const [index, posting] of journal.postings.entries()) {
      if (this.rows === ROWS_OF_A_SHEET) this.nextSheet();
      this.addPosting(journal, index, posting);
      this.rows += 1;
      if (this.rows % ROWS_AT_ONCE === 0) await this.drained();
    }
  }

  async end(): Promise<void> {
    this.sheet.commit();
    const sheet = this.begin('Trial balance', BALANCES);
    for (const { parts, debit, credit } of this.balances.list()) {
      const currency = parts[4] ?? '';
      const amounts = [debit, credit, debit - credit].map((minorUnits) => cellOf(minorUnits, currency));
      const row = sheet.addRow([...parts, ...amounts]);
      for (const column of [6, 7, 8]) row.getCell(column).numFmt = decimalsOf(currency);
      row.commit();
    }
    sheet.commit();
    await this.workbook.commit();
  }

  private begin(name: string, columns: readonly (readonly [string, number])[]): Sheet {
    const sheet = this.workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(([header, width]) => ({ header, width }));
    return sheet;
  }

  private nextSheet(): void {
    this.sheet.commit();
    this.sheets += 1;
    this.rows = 0;
    this.sheet = this.begin(`Postings ${this.sheets}`, POSTINGS);
  }

  private addPosting(journal: ExportedJournal, index: number, posting: ExportedJournal['postings'][number]): void {
    const { minorUnits, currency } = posting.amount;
    const row = this.sheet.addRow([
      journal.book,
      Number(journal.sequence),
      index + 1,
      journal.accounting,
      journal.effectiveDate,
      journal.recordedAt,
      posting.account,
      posting.accountName,
      posting.detail,
      currency,
      minorUnits > 0n ? cellOf(minorUnits, currency) : null,
      minorUnits < 0n ? cellOf(-minorUnits, currency) : null,
      journal.rule,
      journal.tradeId,
      journal.actor,
      journal.journalId,
      journal.reverses,
      journal.hash,
      journal.sentence,
    ]);
    row.getCell(minorUnits > 0n ? 11 : 12).numFmt = decimalsOf(currency);
    row.commit();
  }
}

/** `ledger.xlsx`: the postings, on as many sheets as they need, and a trial balance. */
export const xlsx: LedgerFormat = {
  says: 'ledger.xlsx; amounts of more than 15 digits as text',
  oneAccounting: false,
  async begin(folder, { exportedAt }) {
    // Loaded here, because a service that never exports should not carry it.
    const { default: ExcelJS } = await import('exceljs');
    const file = await folder.create('ledger.xlsx');
    const out = new Writable({
      write: (chunk: Buffer, _encoding, done) => void file.write(chunk).then(() => done(), done),
    });
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true });
    workbook.created = new Date(exportedAt);
    const writer = new Workbook(workbook, () => drained(out));
    return {
      async add(journal) {
        await writer.add(journal);
        await file.write('', journal.postings.length);
      },
      end: () => writer.end(),
    };
  },
};

/** Lets the compression run, and waits until the disk has taken what came of it. */
async function drained(out: Writable): Promise<void> {
  do await new Promise((resume) => setImmediate(resume));
  while (out.writableNeedDrain);
}
