import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import ExcelJS from 'exceljs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseMoney } from '#domain/money';
import { SealedFolder } from '#formats/sealed-folder';
import { accountsOf, awkwardJournals, balancesOf } from '#test/awkward-books';
import { belongsTo, ledgerFormats, type LedgerFormatName } from './index.js';
import { AmountTooLarge } from './parquet.js';

const all = awkwardJournals(60);
const tradeDateBooks = all.filter((journal) => belongsTo('TDA', journal));
const texts = (rows: readonly [string, bigint][]): [string, string][] =>
  rows.map(([key, units]): [string, string] => [key, String(units)]).sort();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reread-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(format: LedgerFormatName, journals: typeof all): Promise<string> {
  const sealed = await SealedFolder.begin(folder);
  const writer = await ledgerFormats[format].begin(sealed, {
    entity: 'Casa & Compañía',
    exportedAt: '2026-06-15T08:00:00.000Z',
    accounts: accountsOf(all),
    currencies: ['EUR', 'JPY', 'KWD'],
  });
  try {
    for (const journal of journals) await writer.add(journal);
    await writer.end();
  } catch (error) {
    await sealed.abandon();
    throw error;
  }
  await sealed.seal();
  return folder;
}

const added = (sums: Map<string, bigint>, key: string, units: bigint): void =>
  void sums.set(key, (sums.get(key) ?? 0n) + units);

describe('the ledger as a spreadsheet', () => {
  it('keeps every amount: as a number where a cell holds it, as text from sixteen digits on', async () => {
    const path = await write('xlsx', all);
    const workbook = await new ExcelJS.Workbook().xlsx.readFile(join(path, 'ledger.xlsx'));
    const sheet = workbook.getWorksheet('Postings');
    const sums = new Map<string, bigint>();
    let [numbers, asText] = [0, 0];
    sheet?.eachRow((row, index) => {
      if (index === 1) return;
      const [book, account, detail, currency] = [1, 7, 9, 10].map((column) => String(row.getCell(column).value ?? ''));
      for (const [column, sign] of [
        [11, 1n],
        [12, -1n],
      ] as const) {
        const { value } = row.getCell(column);
        if (value === null) continue;
        if (typeof value === 'number') numbers += 1;
        else asText += 1;
        // A double of at most fifteen digits gives its decimal back.
        added(
          sums,
          JSON.stringify([book, account, detail, currency]),
          sign * parseMoney(String(value), currency ?? '').minorUnits,
        );
      }
    });
    for (const [key, sum] of sums) if (sum === 0n) sums.delete(key);
    expect(texts([...sums])).toEqual(texts([...balancesOf(all)]));
    expect(numbers).toBeGreaterThan(400);
    expect(asText).toBeGreaterThan(30);
    const balances = workbook.getWorksheet('Trial balance');
    expect(balances?.rowCount).toBeGreaterThan(100);
    const formulas = sheet?.getColumn(9).values.filter((value) => typeof value === 'object');
    expect(formulas).toEqual([]);
  });
});

describe('the ledger as audit data tables', () => {
  const rowsOf = async (path: string, table: string): Promise<Record<string, string>[]> =>
    parse(await readFile(join(path, `${table}.csv`)), { columns: true });
  const plain = (text = ''): string => text.replace(/^'(?=[=+\-@\t\r])/, '');

  it('has every posting, and a trial balance that goes on from period to period to our balances', async () => {
    const path = await write('ads', tradeDateBooks);
    const detail = await rowsOf(path, 'GL_Detail');
    const sums = new Map<string, bigint>();
    for (const row of detail) {
      const currency = row['Amount_Currency'] ?? '';
      const { minorUnits } = parseMoney(row['Amount'] ?? '', currency);
      const sign = row['Amount_Credit_Debit_Indicator'] === 'D' ? 1n : -1n;
      const key = [row['Business_Unit_Code'], row['GL_Account_Number'], plain(row['Segment01']), currency];
      added(sums, JSON.stringify(key), sign * minorUnits);
    }
    const ends = new Map<string, bigint>();
    const periods = new Map<string, number>();
    for (const row of await rowsOf(path, 'Trial_Balance')) {
      const currency = row['Amount_Currency'] ?? '';
      const key = [row['Business_Unit_Code'], row['GL_Account_Number'], plain(row['Segment01']), currency];
      const text = JSON.stringify(key);
      const begins = parseMoney(plain(row['Amount_Beginning']), currency).minorUnits;
      expect([text, begins]).toEqual([text, ends.get(text) ?? 0n]);
      expect(Number(row['Period'])).toBeGreaterThan(periods.get(text) ?? 0);
      periods.set(text, Number(row['Period']));
      ends.set(text, parseMoney(plain(row['Amount_Ending']), currency).minorUnits);
    }
    const notZero = (map: Map<string, bigint>) => texts([...map].filter(([, sum]) => sum !== 0n));
    expect(notZero(sums)).toEqual(texts([...balancesOf(tradeDateBooks)]));
    expect(notZero(ends)).toEqual(texts([...balancesOf(tradeDateBooks)]));
    expect((await rowsOf(path, 'User_Listing')).map((row) => row['User_ID'])).toEqual(['ana', 'asiento', 'berta']);
    expect((await rowsOf(path, 'Business_Unit')).map((row) => row['Business_Unit_Code'])).toEqual([
      '(client): two',
      'client.NALON',
      'house.debt',
      'house.treasury',
    ]);
    expect(await rowsOf(path, 'Chart_Of_Accounts')).toHaveLength(8);
  });
});

interface Transaction {
  readonly Line: readonly { DebitAmount?: { Amount: string }; CreditAmount?: { Amount: string } }[];
}
interface AuditFile {
  readonly Header: { readonly Company: { readonly Name: string }; readonly DefaultCurrencyCode: string };
  readonly MasterFiles: {
    readonly GeneralLedgerAccounts: {
      readonly Account: readonly { ClosingDebitBalance?: string; ClosingCreditBalance?: string }[];
    };
  };
  readonly GeneralLedgerEntries: {
    readonly NumberOfEntries: string;
    readonly TotalDebit: string;
    readonly TotalCredit: string;
    readonly Journal: readonly { readonly JournalID: string; readonly Transaction: readonly Transaction[] }[];
  };
}

describe('the ledger as SAF-T', () => {
  it.each(['EUR', 'JPY', 'KWD'])('is well formed, and its totals in %s are those of its lines', async (currency) => {
    const path = await write('saft', tradeDateBooks);
    const xml = await readFile(join(path, `saft-${currency}.xml`), 'utf8');
    expect(XMLValidator.validate(xml)).toBe(true);
    // Control characters that XML cannot carry, which this validator would let pass.
    expect(/[^\n\P{Cc}]/u.test(xml)).toBe(false);
    const lists = ['Journal', 'Transaction', 'Line', 'Account'];
    const parser = new XMLParser({ parseTagValue: false, isArray: (name) => lists.includes(name) });
    const { AuditFile: file } = parser.parse(xml) as { AuditFile: AuditFile };
    const units = (text: string | undefined): bigint => (text ? parseMoney(text, currency).minorUnits : 0n);
    expect([file.Header.Company.Name, file.Header.DefaultCurrencyCode]).toEqual(['Casa & Compañía', currency]);
    const { Journal: journals, NumberOfEntries: entries, TotalDebit, TotalCredit } = file.GeneralLedgerEntries;
    expect(journals.map(({ JournalID }) => JournalID)).toEqual([
      '(client): two',
      'client.NALON',
      'house.debt',
      'house.treasury',
    ]);
    const transactions = journals.flatMap(({ Transaction: of }) => of);
    expect(entries).toBe(String(tradeDateBooks.length));
    expect(transactions).toHaveLength(tradeDateBooks.length);
    const lines = transactions.flatMap(({ Line: of }) => of);
    const debit = lines.reduce((sum, line) => sum + units(line.DebitAmount?.Amount), 0n);
    const credit = lines.reduce((sum, line) => sum + units(line.CreditAmount?.Amount), 0n);
    expect([units(TotalDebit), units(TotalCredit)]).toEqual([debit, credit]);
    expect(debit).toBe(credit);
    const closings = file.MasterFiles.GeneralLedgerAccounts.Account.map(
      (account) => units(account.ClosingDebitBalance) - units(account.ClosingCreditBalance),
    );
    expect(closings.reduce((sum, one) => sum + one, 0n)).toBe(0n);
    expect(closings.some((one) => one !== 0n)).toBe(true);
  });
});

describe('the ledger as Parquet', () => {
  it('is refused rather than rounded when an amount does not fit', async () => {
    const [journal] = all;
    if (!journal) throw new Error('there are no journals');
    const postings = journal.postings.map((posting) => ({
      ...posting,
      amount: { ...posting.amount, minorUnits: 10n ** 37n },
    }));
    await expect(write('parquet', [{ ...journal, postings }])).rejects.toBeInstanceOf(AmountTooLarge);
  });
});
