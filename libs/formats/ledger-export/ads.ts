import { formatAmount } from '#domain/money';
import type { HashedFile } from '#formats/sealed-folder';
import { csvLine } from './csv.js';
import type { ExportedJournal, UsedAccount } from './exported-journal.js';
import type { JournalWriter, LedgerFormat } from './ledger-format.js';
import { Sums } from './sums.js';

/** Who stands for what no person decided. */
const SYSTEM = 'asiento';

/** Field names after secondary sources on the AICPA General Ledger Standard of July 2015; not checked against the standard. */
const FIELDS = {
  GL_Detail: [
    'Journal_ID',
    'Journal_ID_Line_Number',
    'JE_Header_Description',
    'JE_Line_Description',
    'Source',
    'Business_Unit_Code',
    'Effective_Date',
    'Fiscal_Year',
    'Period',
    'GL_Account_Number',
    'Segment01',
    'Amount',
    'Amount_Credit_Debit_Indicator',
    'Amount_Currency',
    'Entered_By',
    'Entered_Date',
    'Entered_Time',
    'Approved_By',
    'Reversal_Indicator',
    'Reversal_Journal_ID',
  ],
  Trial_Balance: [
    'Business_Unit_Code',
    'GL_Account_Number',
    'Segment01',
    'Amount_Currency',
    'Fiscal_Year',
    'Period',
    'Amount_Beginning',
    'Amount_Ending',
  ],
  Chart_Of_Accounts: ['GL_Account_Number', 'GL_Account_Name', 'Account_Type'],
  User_Listing: ['User_ID', 'User_Name', 'User_Active_Status'],
  Business_Unit: ['Business_Unit_Code', 'Business_Unit_Description'],
} as const;

type Table = keyof typeof FIELDS;

const TYPES: Record<NonNullable<UsedAccount['kind']>, string> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Revenue',
  expense: 'Expenses',
  'off-balance': 'Off balance sheet',
};

/** The accounting period of a journal: its month, within the calendar year. */
export function fiscalPeriod(effectiveDate: string): { readonly year: string; readonly period: string } {
  const [year = '', month = ''] = effectiveDate.split('-');
  return { year, period: month.replace(/^0/, '') };
}

function* detailLines(journal: ExportedJournal): Generator<string> {
  const { year, period } = fiscalPeriod(journal.effectiveDate);
  for (const [index, { account, detail, amount }] of journal.postings.entries()) {
    const { minorUnits, currency } = amount;
    yield csvLine([
      `${journal.book}/${journal.sequence}`,
      String(index + 1),
      journal.sentence,
      detail,
      journal.rule,
      journal.book,
      journal.effectiveDate,
      year,
      period,
      account,
      detail,
      formatAmount({ minorUnits: minorUnits < 0n ? -minorUnits : minorUnits, currency }),
      minorUnits > 0n ? 'D' : 'C',
      currency,
      journal.actor ?? SYSTEM,
      journal.recordedAt.slice(0, 10),
      journal.recordedAt.slice(11, 19),
      journal.approver ?? '',
      journal.reverses ? '1' : '0',
      journal.reverses ?? '',
    ]);
  }
}

/** Five tables; what is known only at the end is summed up per account and period, never per journal. */
class AuditDataFiles implements JournalWriter {
  private readonly actors = new Set([SYSTEM]);
  private readonly movements = new Sums(({ book, effectiveDate }, { account, detail, amount: { currency } }) => {
    const { year, period } = fiscalPeriod(effectiveDate);
    return [book, account, detail, currency, year, period.padStart(2, '0')];
  });

  constructor(
    private readonly files: Readonly<Record<Table, HashedFile>>,
    private readonly accounts: readonly UsedAccount[],
  ) {}

  async add(journal: ExportedJournal): Promise<void> {
    this.movements.add(journal);
    this.actors.add(journal.actor ?? SYSTEM);
    if (journal.approver !== null) this.actors.add(journal.approver);
    for (const line of detailLines(journal)) await this.files.GL_Detail.write(line, 1);
  }

  async end(): Promise<void> {
    await this.writeTrialBalance();
    const chart = new Map(this.accounts.map(({ account, accountName, kind }) => [account, { accountName, kind }]));
    for (const [account, { accountName, kind }] of chart)
      await this.line('Chart_Of_Accounts', [account, accountName, kind ? TYPES[kind] : '']);
    for (const actor of [...this.actors].sort()) await this.line('User_Listing', [actor, actor, '']);
    for (const book of new Set(this.accounts.map(({ book: of }) => of))) await this.line('Business_Unit', [book, book]);
  }

  /** A line for each period in which the account moved; it begins with where the one before ended. */
  private async writeTrialBalance(): Promise<void> {
    let [before, balance] = ['', 0n];
    for (const { parts, debit, credit } of this.movements.list()) {
      const [book = '', account = '', detail = '', currency = '', year = '', period = ''] = parts;
      const here = JSON.stringify([book, account, detail, currency]);
      if (here !== before) [before, balance] = [here, 0n];
      const ending = balance + debit - credit;
      const [from, to] = [balance, ending].map((minorUnits) => formatAmount({ minorUnits, currency }));
      const month = period.replace(/^0/, '');
      await this.line('Trial_Balance', [book, account, detail, currency, year, month, from ?? '', to ?? '']);
      balance = ending;
    }
  }

  private line(table: Table, fields: readonly string[]): Promise<void> {
    return this.files[table].write(csvLine(fields), 1);
  }
}

/** Tables named and laid out after the AICPA Audit Data Standards; a business unit is a book of ours. */
export const ads: LedgerFormat = {
  says: 'tables after the AICPA Audit Data Standards (GL_Detail, Trial_Balance and three more), no conformance claimed',
  oneAccounting: true,
  async begin(folder, { accounts }) {
    const begun = async (table: Table): Promise<HashedFile> => {
      const file = await folder.create(`${table}.csv`);
      await file.write(csvLine(FIELDS[table]));
      return file;
    };
    return new AuditDataFiles(
      {
        GL_Detail: await begun('GL_Detail'),
        Trial_Balance: await begun('Trial_Balance'),
        Chart_Of_Accounts: await begun('Chart_Of_Accounts'),
        User_Listing: await begun('User_Listing'),
        Business_Unit: await begun('Business_Unit'),
      },
      accounts,
    );
  },
};
