import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse } from 'csv-parse/sync';
import { parseMoney } from '#domain/money';
import { SealedFolder } from '#formats/sealed-folder';
import { accountsOf, awkwardJournals, balancesOf } from '#test/awkward-books';
import { skipReason } from '#test/skips';
import { belongsTo, ledgerFormats, type LedgerFormatName } from './index.js';

const all = awkwardJournals(300);
const tradeDateBooks = all.filter((journal) => belongsTo('TDA', journal));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'judges-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** @returns the path of the file that is judged */
async function written(format: LedgerFormatName, journals: typeof all, name: string): Promise<string> {
  const path = join(folder, format);
  const sealed = await SealedFolder.begin(path);
  const writer = await ledgerFormats[format].begin(sealed, {
    entity: 'Trading house',
    exportedAt: '2026-06-15T08:00:00.000Z',
    accounts: accountsOf(all),
    currencies: ['EUR', 'JPY', 'KWD'],
  });
  for (const journal of journals) await writer.add(journal);
  await writer.end();
  await sealed.seal();
  return join(path, name);
}

/** From `accounts.csv`: the account of ours that a name of the judge stands for. */
async function accountsByName(file: string): Promise<Map<string, readonly [string, string, string]>> {
  const rows: Record<string, string>[] = parse(await readFile(join(file, '..', 'accounts.csv')), { columns: true });
  const plain = (text = ''): string => text.replace(/^'(?=[=+\-@\t\r])/, '');
  return new Map(
    rows.map(({ name = '', book = '', account = '', detail }) => [plain(name), [book, account, plain(detail)]]),
  );
}

/** What a judge found, in our own terms and in minor units. */
async function inOurTerms(file: string, found: readonly (readonly [string, string, string])[]) {
  const accounts = await accountsByName(file);
  return new Map(
    found.map(([name, amount, currency]) => [
      JSON.stringify([...(accounts.get(name) ?? [name]), currency]),
      parseMoney(amount, currency).minorUnits,
    ]),
  );
}

const sorted = (balances: ReadonlyMap<string, bigint>): [string, string][] =>
  [...balances].map(([key, units]): [string, string] => [key, String(units)]).sort();

/** A test that needs a program of somebody else; without it, it is skipped and the run says so. */
function judged(program: string, args: readonly string[]) {
  if (!spawnSync(program, args).error) return it;
  skipReason(`${program} rereads the books`, `${program} is not installed`, 1);
  return it.skip;
}

const SUM_BEANCOUNT = `
import decimal, sys
# Beancount adds up with 28 digits unless told otherwise.
for context in (decimal.DefaultContext, decimal.getcontext()): context.prec = 60
from beancount import loader
from beancount.core import data
entries, errors, _ = loader.load_file(sys.argv[1])
for error in errors: print(error, file=sys.stderr)
sums = {}
for entry in data.filter_txns(entries):
    for posting in entry.postings:
        key = (posting.account, posting.units.currency)
        sums[key] = sums.get(key, 0) + posting.units.number
for (account, currency), number in sums.items():
    if number: print(account, format(number, 'f'), currency)
sys.exit(1 if errors else 0)
`;
const systemPython = '/usr/bin/python3';
const hasBeancount = spawnSync(systemPython, ['-c', 'import beancount']).status === 0;
if (!hasBeancount) skipReason('beancount rereads the books', 'beancount is not installed', 1);

describe('the balance of every account, exactly, as found by', () => {
  judged('hledger', ['--version'])('hledger', async () => {
    const file = await written('hledger', tradeDateBooks, 'ledger.journal');
    execFileSync('hledger', ['check', '--strict', '-f', file]);
    const said = execFileSync('hledger', ['bal', '-f', file, '--flat', '-N', '-O', 'csv', '--layout', 'bare'], {
      encoding: 'utf8',
    });
    const rows: Record<string, string>[] = parse(said, { columns: true });
    const found = await inOurTerms(
      file,
      rows.map(({ account = '', balance = '', commodity = '' }) => [account, balance, commodity] as const),
    );
    expect(sorted(found)).toEqual(sorted(balancesOf(tradeDateBooks)));
  });

  judged('ledger', ['--version'])('ledger', async () => {
    const file = await written('ledger', tradeDateBooks, 'ledger.dat');
    const format = '%(account)\\t%(join(scrub(amount)))\\n';
    const said = execFileSync(
      'ledger',
      ['-f', file, '--args-only', '--pedantic', 'balance', '--flat', '--no-total', '--balance-format', format],
      { encoding: 'utf8' },
    );
    const rows = said.split('\n').flatMap((line) => {
      const [account = '', amounts] = line.split('\t');
      return (amounts?.split('\\n') ?? []).map((text) => {
        const [amount = '', currency = ''] = text.trim().split(' ');
        return [account, amount, currency] as const;
      });
    });
    expect(sorted(await inOurTerms(file, rows))).toEqual(sorted(balancesOf(tradeDateBooks)));
  });

  (hasBeancount ? it : it.skip)('beancount', async () => {
    const file = await written('beancount', tradeDateBooks, 'ledger.beancount');
    await writeFile(join(folder, 'sum.py'), SUM_BEANCOUNT);
    const said = execFileSync(systemPython, [join(folder, 'sum.py'), file], { encoding: 'utf8' });
    const rows = said
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string, string]);
    expect(sorted(await inOurTerms(file, rows))).toEqual(sorted(balancesOf(tradeDateBooks)));
  });

  it.each([
    ['parquet', 'postings.parquet', (path: string) => `read_parquet('${path}')`],
    ['csv', 'postings.csv', (path: string) => `read_csv('${path}', all_varchar = true)`],
  ] as const)('DuckDB from %s', async (format, name, source) => {
    const file = await written(format, all, name);
    const duckdb = await (await DuckDBInstance.create(':memory:')).connect();
    const rows = async (query: string): Promise<string[][]> =>
      (await duckdb.runAndReadAll(query)).getRowsJson() as string[][];
    const found = await rows(
      `select book, account, coalesce(detail, ''), currency, sum(minor_units::decimal(38, 0))::varchar
       from ${source(file)} group by all having sum(minor_units::decimal(38, 0)) <> 0`,
    );
    const plain = (text = ''): string => text.replace(/^'(?=[=+\-@\t\r])/, '');
    const balances = new Map(
      found.map(([book, account, detail, currency, units = '']): [string, bigint] => [
        JSON.stringify([book, account, plain(detail), currency]),
        BigInt(units),
      ]),
    );
    expect(sorted(balances)).toEqual(sorted(balancesOf(all)));
    if (format === 'parquet')
      expect(
        await rows(`select count(*)::integer from ${source(file)}
          where amount * case currency when 'JPY' then 1 when 'EUR' then 100 else 1000 end <> minor_units`),
      ).toEqual([[0]]);
  });
});

describe('the books of one accounting', () => {
  it('leave out what belongs to the other', () => {
    const kinds = new Set(tradeDateBooks.map(({ accounting }) => accounting));
    expect([...kinds].sort()).toEqual(['TDA', 'common']);
    expect(all.filter((journal) => belongsTo('SDA', journal)).some(({ accounting }) => accounting === 'TDA')).toBe(
      false,
    );
  });
});
