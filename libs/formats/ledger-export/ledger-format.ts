import type { HashedFile, Spool } from '#formats/sealed-folder';
import type { ExportedJournal, UsedAccount } from './exported-journal.js';

/** What is known of the books before the first journal of an export. */
export interface Books {
  /** Legal entity that keeps them. */
  readonly entity: string;
  /** Instant in UTC. */
  readonly exportedAt: string;
  /** Of every accounting, by book, account and detail; memory grows with them, never with the journals. */
  readonly accounts: readonly UsedAccount[];
  readonly currencies: readonly string[];
}

/** Where an export puts its files; `SealedFolder` is one. */
export interface ExportFolder {
  create(name: string): Promise<HashedFile>;
  spool(name: string): Promise<Spool>;
  pour(spool: Spool, file: HashedFile): Promise<void>;
}

/** Takes the journals one by one, book by book in the order of their chains. */
export interface JournalWriter {
  add(journal: ExportedJournal): Promise<void>;
  /** Writes what comes after the last journal. */
  end(): Promise<void>;
}

export interface LedgerFormat {
  /** What it writes, for the help of the command line. */
  readonly says: string;
  /** Its readers know one set of books, so that it takes `common` and one accounting. */
  readonly oneAccounting: boolean;
  begin(folder: ExportFolder, books: Books): Promise<JournalWriter>;
}

/** Text from another system as part of one line: no line break can begin a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
