export {
  accountingOf,
  belongsTo,
  UnknownAccounting,
  type Accounting,
  type ExportedJournal,
  type ExportedPosting,
  type OneAccounting,
  type UsedAccount,
} from './exported-journal.js';
export type { Books, ExportFolder, JournalWriter, LedgerFormat } from './ledger-format.js';
export { ledgerFormats, type LedgerFormatName } from './ledger-formats.js';
export { Sums, type Sum } from './sums.js';
