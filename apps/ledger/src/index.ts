import {
  breakClosed,
  businessClockTick,
  journalPosted,
  obligationFailing,
  obligationSettled,
  tradeCaptured,
  versionWithdrawn,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { bookFigures } from './figures.js';
import { LedgerModule } from './ledger.module.js';
import { Books1763942400000 } from './storage/migrations/1763942400000-books.js';
import { Posting1763942401000 } from './storage/migrations/1763942401000-posting.js';
import { OpenPositions1763942402000 } from './storage/migrations/1763942402000-open-positions.js';
import { Turnover1763942404000 } from './storage/migrations/1763942404000-turnover.js';

/** Double entry, append-only, hash-chained: posts every event that has an accounting meaning. */
export const ledger: ServiceDefinition = {
  name: 'ledger',
  module: LedgerModule,
  migrations: [Books1763942400000, Posting1763942401000, OpenPositions1763942402000, Turnover1763942404000],
  hears: [tradeCaptured, obligationSettled, obligationFailing, versionWithdrawn, breakClosed, businessClockTick],
  says: [journalPosted],
  figures: () => bookFigures,
  stateLines: [
    `select book || '|' || account || '|' || detail || '|' || currency || '|' || effective_date || '|' || minor_units as line
     from ledger.balance where minor_units <> 0
     order by book, account, detail, currency, effective_date`,
  ],
};

export type { Entry } from './books/entry.js';
export { postBatch } from './books/posted-batch.js';
export { ledgerRoot } from './evidence/ledger-root.js';
export { proofFromPostings, type ProofFromPostings } from './evidence/proof-from-postings.js';
export { verifyLedger, type LedgerFault, type LedgerVerification } from './evidence/verify-ledger.js';
export { exportLedger, UnsoundBooks, type LedgerExportOptions, type LedgerManifest } from './export/export-ledger.js';
