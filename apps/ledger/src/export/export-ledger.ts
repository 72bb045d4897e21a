import { explain, findAccount, findRule, linkIdOf } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import {
  accountingOf,
  belongsTo,
  ledgerFormats,
  Sums,
  type Books,
  type ExportedJournal,
  type LedgerFormatName,
  type OneAccounting,
  type UsedAccount,
} from '#formats/ledger-export';
import { SealedFolder, type FileSummary } from '#formats/sealed-folder';
import type { Database, Transaction } from '#platform/database';
import { rootOf } from '../evidence/ledger-root.js';
import { inSnapshot } from '../evidence/snapshot.js';
import { UnsoundBooks } from './unsound-books.js';
import { countJournals, storedJournals, type StoredJournal } from '../evidence/stored-journals.js';

export interface LedgerExportOptions {
  readonly format: LedgerFormatName;
  /** Made when it is missing; refused when there is anything in it. */
  readonly folder: string;
  /** Which of the parallel books, beside what they have in common; TDA where the format takes one alone. */
  readonly accounting?: OneAccounting;
  /** Legal entity that keeps the books, for formats that name it. */
  readonly entity?: string;
  /** Told after every journal how many are done, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What an auditor checks an export against; stored beside it as `manifest.json`. */
export interface LedgerManifest {
  readonly format: LedgerFormatName;
  /** Which journals are in it: those that all accountings have in common, and which of the others. */
  readonly accounting: OneAccounting | 'all';
  readonly exportedAt: string;
  readonly journals: number;
  readonly postings: number;
  /** Sums over all books, in major units; debits are credits. */
  readonly totals: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[];
  /** Of all journals, also of those that the export leaves out. */
  readonly ledgerRoot: string;
  readonly chains: readonly { readonly book: string; readonly sequence: string; readonly head: string }[];
  readonly files: readonly FileSummary[];
}

/**
 * Writes all journals of one moment to a folder, book by book in the order of their chains, and a manifest beside them.
 * Memory grows with the accounts, not with the journals. The manifest comes last: without it an export was interrupted.
 * @throws FolderInUse, UnsoundBooks, or what the file system says
 */
export async function exportLedger(db: Database, options: LedgerExportOptions): Promise<LedgerManifest> {
  const folder = await SealedFolder.begin(options.folder);
  try {
    const manifest = await inSnapshot(db, (tx) => write(tx, folder, options));
    await (await folder.create('manifest.json')).write(`${JSON.stringify(manifest, null, 2)}\n`);
    await folder.seal();
    return manifest;
  } catch (error) {
    await folder.abandon();
    throw error;
  }
}

async function write(tx: Transaction, folder: SealedFolder, options: LedgerExportOptions): Promise<LedgerManifest> {
  const { format: name, entity = 'Trading house' } = options;
  const format = ledgerFormats[name];
  const accounting = options.accounting ?? (format.oneAccounting ? 'TDA' : 'all');
  const exportedAt = new Date().toISOString();
  const writer = await format.begin(folder, await booksOf(tx, entity, exportedAt));
  const totals = new Sums((_, { amount: { currency } }) => [currency]);
  const total = await countJournals(tx);
  let [read, journals, postings] = [0, 0, 0];
  for await (const stored of storedJournals(tx)) {
    const journal = exported(stored);
    read += 1;
    if (belongsTo(accounting, journal)) {
      journals += 1;
      postings += journal.postings.length;
      totals.add(journal);
      await writer.add(journal);
    }
    options.onProgress?.(read, total);
  }
  await writer.end();
  const chains = await tx.rows<LedgerManifest['chains'][number]>(
    `select book, sequence::text, encode(hash, 'hex') as head from ledger.chain_head h order by h.book`,
  );
  return {
    format: name,
    accounting,
    exportedAt,
    journals,
    postings,
    totals: totals.list().map(({ parts: [currency = ''], debit, credit }) => ({
      currency,
      debit: formatAmount({ minorUnits: debit, currency }),
      credit: formatAmount({ minorUnits: credit, currency }),
    })),
    ledgerRoot: await rootOf(tx),
    chains,
    files: await folder.close(),
  };
}

async function booksOf(tx: Transaction, entity: string, exportedAt: string): Promise<Books> {
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
  return { entity, exportedAt, accounts, currencies: currencies.map(({ currency }) => currency) };
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
    accounting: accountingOf(journal.accounting),
    key: journal.key,
    rule: journal.rule,
    ruleVersion: journal.ruleVersion,
    effectiveDate: journal.effectiveDate,
    recordedAt: instantOf(journal.recordedAtMicros),
    tradeId: journal.tradeId,
    sourceEventId: journal.sourceEventId,
    source: journal.source,
    actor: journal.actor,
    approver: journal.approver,
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
