import { formatAmount, minorUnitDigits } from '#domain/money';
import type { ExportedJournal, ExportedPosting } from './exported-journal.js';
import type { JournalWriter, LedgerFormat } from './ledger-format.js';
import { Sums } from './sums.js';
import { Workbook, type SheetCell } from './workbook.js';

/** A sheet takes 1,048,576 rows, the heading among them. */
const ROWS_OF_A_SHEET = 1_048_575;
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

/** A number where a spreadsheet keeps it exactly, with all decimals of its currency; text from 16 digits on. */
function amountCell(minorUnits: bigint, currency: string): SheetCell {
  const number = formatAmount({ minorUnits, currency });
  const isExact = minorUnits < EXACT_BELOW && minorUnits > -EXACT_BELOW;
  return isExact ? { number, decimals: minorUnitDigits(currency) } : number;
}

const whole = (number: bigint | number): SheetCell => ({ number: number.toString(), decimals: 0 });

function postingRow(journal: ExportedJournal, index: number, posting: ExportedPosting): SheetCell[] {
  const { minorUnits, currency } = posting.amount;
  return [
    journal.book,
    whole(journal.sequence),
    whole(index + 1),
    journal.accounting,
    journal.effectiveDate,
    journal.recordedAt,
    posting.account,
    posting.accountName,
    posting.detail,
    currency,
    minorUnits > 0n ? amountCell(minorUnits, currency) : null,
    minorUnits < 0n ? amountCell(-minorUnits, currency) : null,
    journal.rule,
    journal.tradeId,
    journal.actor,
    journal.journalId,
    journal.reverses,
    journal.hash,
    journal.sentence,
  ];
}

/** Sheets one after the other, because a workbook that is streamed can only be written at its end. */
class LedgerWorkbook implements JournalWriter {
  private readonly balances = new Sums(({ accounting, book }, { account, detail, amount: { currency } }) => [
    accounting,
    book,
    account,
    detail,
    currency,
  ]);
  private sheets = 1;
  private rows = 0;

  constructor(
    private readonly workbook: Workbook,
    private readonly count: (rows: number) => Promise<void>,
  ) {}

  async add(journal: ExportedJournal): Promise<void> {
    this.balances.add(journal);
    for (const [index, posting] of journal.postings.entries()) {
      if (this.rows === ROWS_OF_A_SHEET) {
        this.sheets += 1;
        this.rows = 0;
        await this.workbook.beginSheet(`Postings ${this.sheets}`, POSTINGS);
      }
      this.rows += 1;
      await this.workbook.addRow(postingRow(journal, index, posting));
    }
    await this.count(journal.postings.length);
  }

  async end(): Promise<void> {
    await this.workbook.beginSheet('Trial balance', BALANCES);
    for (const { parts, debit, credit } of this.balances.list()) {
      const amounts = [debit, credit, debit - credit].map((minorUnits) => amountCell(minorUnits, parts[4] ?? ''));
      await this.workbook.addRow([...parts, ...amounts]);
    }
    await this.workbook.end();
  }
}

/** `ledger.xlsx`: the postings, on as many sheets as they need, and a trial balance. */
export const xlsx: LedgerFormat = {
  says: 'ledger.xlsx; amounts of more than 15 digits as text',
  oneAccounting: false,
  async begin(folder, { exportedAt }) {
    const file = await folder.create('ledger.xlsx');
    const workbook = await Workbook.begin(file, new Date(exportedAt));
    await workbook.beginSheet('Postings', POSTINGS);
    return new LedgerWorkbook(workbook, (rows) => file.write('', rows));
  },
};
