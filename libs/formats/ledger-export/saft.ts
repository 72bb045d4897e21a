import type { Spool } from '#formats/sealed-folder';
import { formatAmount } from '#domain/money';
import { fiscalPeriod } from './ads.js';
import type { ExportedJournal, ExportedPosting, UsedAccount } from './exported-journal.js';
import type { Books, ExportFolder, JournalWriter, LedgerFormat } from './ledger-format.js';
import { Sums, type Sum } from './sums.js';
import { xmlText } from './xml-text.js';

/** OECD SAF-T 2.0; the order of elements is that of the Norwegian schema 1.30, the namespace the OECD's. */
const BEGINNING =
  '<?xml version="1.0" encoding="UTF-8"?>\n<AuditFile xmlns="urn:OECD:StandardAuditFile-Taxation/2.00">\n';

/** An element with text; nothing for no text. */
function element(name: string, text: string | null): string {
  if (!text) return '';
  return `<${name}>${xmlText(text)}</${name}>`;
}

const within = (name: string, ...inner: readonly string[]): string => `<${name}>${inner.join('')}</${name}>`;

/** What the sheet balance of an account says: on the debit or on the credit side. */
function closing(minorUnits: bigint, currency: string): string {
  const side = minorUnits < 0n ? 'ClosingCreditBalance' : 'ClosingDebitBalance';
  return element(side, formatAmount({ minorUnits: minorUnits < 0n ? -minorUnits : minorUnits, currency }));
}

function header({ entity, exportedAt }: Books, currency: string): string {
  return within(
    'Header',
    element('AuditFileVersion', '2.00'),
    element('AuditFileDateCreated', exportedAt.slice(0, 10)),
    element('SoftwareCompanyName', 'Asiento'),
    element('SoftwareID', 'Asiento'),
    element('SoftwareVersion', '1'),
    within('Company', element('Name', entity)),
    element('DefaultCurrencyCode', currency),
    element('HeaderComment', `Postings in ${currency} alone, as booked; no amount is converted.`),
    element('TaxAccountingBasis', 'A'),
  );
}

function lineOf({ book, effectiveDate, sentence }: ExportedJournal, number: number, posting: ExportedPosting): string {
  const { account, detail, amount } = posting;
  const { minorUnits, currency } = amount;
  const size = formatAmount({ minorUnits: minorUnits < 0n ? -minorUnits : minorUnits, currency });
  return within(
    'Line',
    element('RecordID', String(number)),
    element('AccountID', account),
    analysis('BOOK', book),
    detail ? analysis('DETAIL', detail) : '',
    element('ValueDate', effectiveDate),
    element('Description', sentence),
    within(minorUnits > 0n ? 'DebitAmount' : 'CreditAmount', element('Amount', size)),
  );
}

const analysis = (type: string, id: string): string =>
  within('Analysis', element('AnalysisType', type), element('AnalysisID', id));

function transaction(journal: ExportedJournal, currency: string): string {
  const { book, sequence, effectiveDate, recordedAt, actor, rule, linkId, sentence, postings } = journal;
  const { year, period } = fiscalPeriod(effectiveDate);
  const lines = postings.flatMap((posting, index) =>
    posting.amount.currency === currency ? [lineOf(journal, index + 1, posting)] : [],
  );
  return `${within(
    'Transaction',
    element('TransactionID', `${book}/${sequence}`),
    element('Period', period),
    element('PeriodYear', year),
    element('TransactionDate', effectiveDate),
    element('SourceID', actor),
    element('VoucherType', rule),
    element('Description', sentence),
    element('BatchID', linkId),
    element('SystemEntryDate', recordedAt.slice(0, 10)),
    element('GLPostingDate', effectiveDate),
    ...lines,
  )}\n`;
}

/** The transactions of one currency, kept aside until the totals that stand before them are known. */
interface Entries {
  readonly spool: Spool;
  book: string | undefined;
  transactions: number;
}

class AuditFiles implements JournalWriter {
  private readonly entries = new Map<string, Entries>();
  private readonly sums = new Sums((_, { account, amount: { currency } }) => [currency, account]);

  constructor(
    private readonly folder: ExportFolder,
    private readonly books: Books,
  ) {}

  async add(journal: ExportedJournal): Promise<void> {
    this.sums.add(journal);
    for (const currency of new Set(journal.postings.map(({ amount }) => amount.currency))) {
      const entries = await this.entriesOf(currency);
      if (entries.book !== journal.book) {
        await entries.spool.write(`${entries.book === undefined ? '' : '</Journal>\n'}${beginningOf(journal.book)}`);
        entries.book = journal.book;
      }
      await entries.spool.write(transaction(journal, currency));
      entries.transactions += 1;
    }
  }

  async end(): Promise<void> {
    const sums = this.sums.list();
    for (const [currency, entries] of [...this.entries].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const file = await this.folder.create(`saft-${currency}.xml`);
      const ofCurrency = sums.filter(({ parts }) => parts[0] === currency);
      await file.write(`${BEGINNING}${header(this.books, currency)}\n${this.masterFiles(currency, ofCurrency)}\n`);
      const total = (side: 'debit' | 'credit'): string =>
        formatAmount({ minorUnits: ofCurrency.reduce((sum, one) => sum + one[side], 0n), currency });
      await file.write(
        [
          '<GeneralLedgerEntries>',
          element('NumberOfEntries', String(entries.transactions)),
          element('TotalDebit', total('debit')),
          element('TotalCredit', total('credit')),
          '\n',
        ].join(''),
        entries.transactions,
      );
      await this.folder.pour(entries.spool, file);
      await file.write('</Journal>\n</GeneralLedgerEntries>\n</AuditFile>\n');
    }
  }

  private async entriesOf(currency: string): Promise<Entries> {
    const known = this.entries.get(currency);
    if (known) return known;
    const begun = { spool: await this.folder.spool(`entries-${currency}`), book: undefined, transactions: 0 };
    this.entries.set(currency, begun);
    return begun;
  }

  /** The accounts that moved in the currency; every book began empty, so that each opens with nothing. */
  private masterFiles(currency: string, sums: readonly Sum[]): string {
    const chart = new Map(this.books.accounts.map((one): [string, UsedAccount] => [one.account, one]));
    const accounts = sums.map(({ parts: [, account = ''], debit, credit }) =>
      within(
        'Account',
        element('AccountID', account),
        element('AccountDescription', chart.get(account)?.accountName ?? account),
        element('GroupingCategory', 'kind'),
        element('GroupingCode', chart.get(account)?.kind ?? 'none'),
        element('AccountType', 'GL'),
        element('OpeningDebitBalance', formatAmount({ minorUnits: 0n, currency })),
        closing(debit - credit, currency),
      ),
    );
    return within('MasterFiles', within('GeneralLedgerAccounts', ...accounts));
  }
}

const beginningOf = (book: string): string =>
  `<Journal>${element('JournalID', book)}${element('Description', `Book ${book}`)}${element('Type', 'GL')}\n`;

/** One file a currency, because SAF-T keeps the amounts of a file in one, and nothing here is converted. */
export const saft: LedgerFormat = {
  says: 'one saft-CCY.xml a currency, after OECD SAF-T 2.0; no acceptance by a tax authority claimed',
  oneAccounting: true,
  begin: async (folder, books) => new AuditFiles(folder, books),
};
