import { skipReason } from '#test/skips';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ledgerFormats, type LedgerFormatName } from '#formats/ledger-export';
import { FolderInUse } from '#formats/sealed-folder';
import { captured, endOfDay, settled, withdrawn } from '#test/ledger-events';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { amount, worked1Bond, worked2Equity, worked3Spot, worked4Forward } from '#test/worked-trades';
import { handlers } from '../handlers.js';
import { exportLedger, ledger, ledgerRoot } from '../index.js';

let database: TestDatabase;
let desk: LedgerDesk;
let folder: string;

const inYen = worked3Spot({
  near: { bought: amount('150000', 'JPY'), sold: amount('325.125', 'KWD'), rate: '461.36' },
});

beforeAll(async () => {
  database = await freshDatabase([ledger]);
  desk = new LedgerDesk(await database.as('ledger'), handlers);
  await desk.book(
    captured('B1', worked1Bond()),
    captured(
      'E1',
      worked2Equity({ commission: amount('0.01'), capacity: 'client', beneficialOwner: 'NALON', book: 'client.NALON' }),
    ),
    captured('S1', inYen),
    captured('F1', worked4Forward()),
  );
  await desk.settle(settled('B1', worked1Bond()), settled('S1', inYen));
  await desk.end(endOfDay('2026-06-15', [{ base: 'EUR', quote: 'USD', rate: '1.0850' }]));
  await desk.withdraw(withdrawn('E1'));
}, 60_000);
afterAll(() => database.drop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-export-'));
});
afterEach(() => rm(folder, { recursive: true }));

const contentOf = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const hledger = spawnSync('hledger', ['--version']);
if (hledger.error) skipReason('hledger check of the export', 'hledger is not installed', 1);
const withHledger = hledger.error ? it.skip : it;

describe('the export of the ledger', () => {
  it('writes every journal and posting as CSV, to the last minor unit, and a manifest that fits', async () => {
    const manifest = await exportLedger(desk.db, { format: 'csv', folder });
    expect(JSON.parse(await contentOf('manifest.json'))).toEqual(manifest);
    expect(manifest.ledgerRoot).toBe(await ledgerRoot(desk.db));
    const rows: Record<string, string>[] = parse(await contentOf('postings.csv'), { columns: true });
    const sums = new Map<string, bigint>();
    for (const { currency = '', minor_units = '' } of rows)
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor_units));
    expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
    expect(rows).toHaveLength(manifest.postings);
    expect(parse(await contentOf('journals.csv'), { columns: true })).toHaveLength(manifest.journals);
    expect(manifest.totals.find(({ currency }) => currency === 'KWD')).toEqual({
      currency: 'KWD',
      debit: '975.375',
      credit: '975.375',
    });
    for (const { name, sha256 } of manifest.files)
      expect(
        createHash('sha256')
          .update(await contentOf(name))
          .digest('hex'),
      ).toBe(sha256);
  });

  it('never writes over an earlier export', async () => {
    await exportLedger(desk.db, { format: 'csv', folder });
    await expect(exportLedger(desk.db, { format: 'csv', folder })).rejects.toBeInstanceOf(FolderInUse);
  });

  it('says what to do about an export that was interrupted', async () => {
    await writeFile(join(folder, 'journals.csv.partial'), 'journal_id');
    await expect(exportLedger(desk.db, { format: 'csv', folder })).rejects.toThrow(
      'interrupted or is still being written (journals.csv.partial): remove the folder, or choose another',
    );
  });

  it('leaves nothing behind when the books cannot be exported', async () => {
    const broken = Object.assign(Object.create(desk.db) as typeof desk.db, {
      session: () => Promise.reject(new Error('gone')),
    });
    await expect(exportLedger(broken, { format: 'csv', folder })).rejects.toThrow('gone');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each(Object.keys(ledgerFormats) as LedgerFormatName[])(
    'writes the same totals and counts as %s',
    async (format) => {
      const told: string[] = [];
      const manifest = await exportLedger(desk.db, {
        format,
        folder,
        onProgress: (done, total) => told.push(`${done} of ${total}`),
      });
      const asCsv = await exportLedger(desk.db, {
        format: 'csv',
        folder: join(folder, 'again'),
        ...(ledgerFormats[format].oneAccounting ? { accounting: 'TDA' } : {}),
      });
      expect({ journals: manifest.journals, postings: manifest.postings, totals: manifest.totals }).toEqual({
        journals: asCsv.journals,
        postings: asCsv.postings,
        totals: asCsv.totals,
      });
      expect(told.at(-1)).toMatch(/^(\d+) of \1$/);
      expect(manifest.accounting).toBe(ledgerFormats[format].oneAccounting ? 'TDA' : 'all');
      for (const { name, bytes, sha256 } of manifest.files) {
        const content = await readFile(join(folder, name));
        expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
      }
    },
  );

  withHledger('passes hledger check --strict, and hledger gives our balances', async () => {
    const { journals } = await exportLedger(desk.db, { format: 'hledger', folder });
    const file = join(folder, 'ledger.journal');
    execFileSync('hledger', ['check', '--strict', '-f', file]);
    expect(execFileSync('hledger', ['stats', '-f', file], { encoding: 'utf8' })).toMatch(
      new RegExp(`Transactions\\s+: ${journals} `),
    );
    const csv = execFileSync('hledger', ['balance', '-f', file, '--flat', '-N', '-O', 'csv', '--layout', 'bare'], {
      encoding: 'utf8',
    });
    const theirs: Record<string, string>[] = parse(csv, { columns: true });
    const ours = await desk.balances();
    const seen = Object.fromEntries(
      theirs.map(({ account = '', commodity = '', balance = '' }) => {
        const [book, number = '', ...detail] = account.split(':');
        return [
          [book, number.slice(0, 4), ...detail, commodity].join(' '),
          balance.replace('.', '').replace(/^(-?)0+(?=\d)/, '$1'),
        ];
      }),
    );
    expect(seen).toEqual(ours);
  });
});
