export { journalLine, JOURNALS_HEADER, postingLines, POSTINGS_HEADER } from './csv.js';
export type { ExportedJournal, ExportedPosting, UsedAccount } from './exported-journal.js';
export { hledgerDeclarations, hledgerTransaction } from './hledger.js';
