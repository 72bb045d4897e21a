import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { explain, findAccount, findRule, linkIdOf } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import {
  hledgerDeclarations,
  hledgerTransaction,
  journalLine,
  JOURNALS_HEADER,
  postingLines,
  POSTINGS_HEADER,
  type ExportedJournal,
  type UsedAccount,
} from '#formats/ledger-export';
import type { Database, Transaction } from '#platform/database';
import { rootOf } from '../evidence/ledger-root.js';
import { inSnapshot } from '../evidence/snapshot.js';
import { storedJournals, type StoredJournal } from '../evidence/stored-journals.js';
import { HashedFile } from './hashed-file.js';

export interface LedgerExportOptions {
  readonly format: 'csv' | 'hledger';
  /** Made when it is missing. A file of an earlier export in it is never overwritten. */
  readonly folder: string;
}

/** What an auditor checks an export against; stored beside it as `manifest.json`. */
export interface LedgerManifest {
  readonly format: LedgerExportOptions['format'];
  readonly journals: number;
  readonly postings: number;
  /** Sums over all books, in major units; debits are credits. */
  readonly totals: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[];
  readonly ledgerRoot: string;
  readonly chains: readonly { readonly book: string; readonly sequence: string; readonly head: string }[];
  readonly files: readonly {
    readonly name: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  }[];
}

/** The books hold postings that belong to no journal: they have been tampered with and must be verified first. */
export class UnsoundBooks extends Error {
  override readonly name = 'UnsoundBooks';

  constructor(book: string, sequence: bigint) {
    super(`${book} has postings at ${sequence} that belong to no journal; verify the ledger`);
  }
}

/** One file of an export: what it begins with, and what each journal adds to it. */
interface ExportFile {
  readonly name: string;
  readonly beginning: string;
  readonly text: (journal: ExportedJournal) => string;
  readonly rows: (journal: ExportedJournal) => number;
}

/**
 * Writes all journals of one moment to a folder, book by book in the order of their chains, and a manifest beside them.
 * Memory does not grow with the books.
 * @throws UnsoundBooks, or what the file system says
 */
export async function exportLedger(db: Database, { format, folder }: LedgerExportOptions): Promise<LedgerManifest> {
  await mkdir(folder, { recursive: true });
  const manifest = await inSnapshot(db, async (tx) => {
    const plan = format === 'csv' ? csvFiles() : [await hledgerFile(tx)];
    const { files, ...sums } = await writeFiles(tx, folder, plan);
    const chains = await tx.rows<LedgerManifest['chains'][number]>(
      `select book, sequence::text, encode(hash, 'hex') as head from ledger.chain_head h order by h.book`,
    );
    return { format, ...sums, ledgerRoot: await rootOf(tx), chains, files };
  });
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx' });
  return manifest;
}

const csvFiles = (): ExportFile[] => [
  { name: 'journals.csv', beginning: JOURNALS_HEADER, text: journalLine, rows: () => 1 },
  { name: 'postings.csv', beginning: POSTINGS_HEADER, text: postingLines, rows: ({ postings }) => postings.length },
];

async function hledgerFile(tx: Transaction): Promise<ExportFile> {
  const used = await tx.rows<{ book: string; account: string; detail: string }>(
    'select distinct book, account, detail from ledger.balances(null) order by book, account, detail',
  );
  const currencies = await tx.rows<{ currency: string }>(
    'select distinct currency from ledger.balances(null) order by currency',
  );
  const accounts = used.map(({ book, account, detail }): UsedAccount => {
    const known = findAccount(account);
    return { book, account, detail, accountName: known?.name ?? account, kind: known?.kind ?? null };
  });
  const beginning = hledgerDeclarations(
    currencies.map(({ currency }) => currency),
    accounts,
  );
  return { name: 'ledger.journal', beginning, text: hledgerTransaction, rows: () => 1 };
}

/** Debits and credits per currency, in minor units. */
class Totals {
  private readonly sums = new Map<string, { debit: bigint; credit: bigint }>();

  add({ postings }: ExportedJournal): void {
    for (const { amount } of postings) {
      const sum = this.sums.get(amount.currency) ?? { debit: 0n, credit: 0n };
      if (amount.minorUnits > 0n) sum.debit += amount.minorUnits;
      else sum.credit -= amount.minorUnits;
      this.sums.set(amount.currency, sum);
    }
  }

  list(): LedgerManifest['totals'] {
    return [...this.sums]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, { debit, credit }]) => ({
        currency,
        debit: formatAmount({ minorUnits: debit, currency }),
        credit: formatAmount({ minorUnits: credit, currency }),
      }));
  }
}

async function writeFiles(
  tx: Transaction,
  folder: string,
  plan: readonly ExportFile[],
): Promise<Pick<LedgerManifest, 'journals' | 'postings' | 'totals' | 'files'>> {
  const open: { plan: ExportFile; file: HashedFile; rows: number }[] = [];
  const totals = new Totals();
  let journals = 0;
  let postings = 0;
  try {
    for (const one of plan) {
      const file = await HashedFile.create(join(folder, one.name));
      open.push({ plan: one, file, rows: 0 });
      await file.write(one.beginning);
    }
    for await (const stored of storedJournals(tx)) {
      const journal = exported(stored);
      journals += 1;
      postings += journal.postings.length;
      totals.add(journal);
      for (const one of open) {
        await one.file.write(one.plan.text(journal));
        one.rows += one.plan.rows(journal);
      }
    }
  } catch (error) {
    for (const { file } of open) await file.abandon();
    throw error;
  }
  const files: LedgerManifest['files'][number][] = [];
  for (const { plan: one, file, rows } of open) files.push({ name: one.name, rows, ...(await file.close()) });
  return { journals, postings, totals: totals.list(), files };
}

/** @throws UnsoundBooks */
function exported({ book, sequence, journal }: StoredJournal): ExportedJournal {
  if (!journal) throw new UnsoundBooks(book, sequence);
  const { sentence } = explain(
    findRule(journal.rule, journal.ruleVersion),
    JSON.parse(journal.inputs) as Record<string, string>,
  );
  return {
    journalId: journal.id,
    linkId: linkIdOf(journal.key),
    book,
    sequence,
    key: journal.key,
    rule: journal.rule,
    ruleVersion: journal.ruleVersion,
    effectiveDate: journal.effectiveDate,
    recordedAt: instantOf(journal.recordedAtMicros),
    tradeId: journal.tradeId,
    sourceEventId: journal.sourceEventId,
    actor: journal.actor,
    reverses: journal.reverses,
    contentHash: journal.contentHash.toString('hex'),
    hash: journal.hash.toString('hex'),
    sentence,
    inputs: journal.inputs,
    postings: journal.postings.map(({ account, detail, currency, minorUnits }) => ({
      account,
      accountName: findAccount(account)?.name ?? account,
      detail,
      amount: { minorUnits: BigInt(minorUnits), currency },
    })),
  };
}

/** With the microseconds that the chain hash contains. */
function instantOf(micros: bigint): string {
  const seconds = new Date(Number(micros / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${(micros % 1_000_000n).toString().padStart(6, '0')}Z`;
}
