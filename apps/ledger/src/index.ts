import {
  backOfficeFact,
  breakClosed,
  businessClockTick,
  dayEnded,
  dayStep,
  deskLedgerDecision,
  journalPosted,
  ledgerCheckpoint,
  obligationFailing,
  obligationSettled,
  payrollBatch,
  tradeCaptured,
  versionWithdrawn,
} from '#contracts';
import type { ServiceDefinition } from '#platform/service';
import { bookFigures } from './figures.js';
import { LedgerModule } from './ledger.module.js';
import { Books1763942400000 } from './storage/migrations/1763942400000-books.js';
import { Posting1763942401000 } from './storage/migrations/1763942401000-posting.js';
import { Days1763942403000 } from './storage/migrations/1763942403000-days.js';
import { Positions1763942406000 } from './storage/migrations/1763942406000-positions.js';
import { Checkpoints1763942407000 } from './storage/migrations/1763942407000-checkpoints.js';
import { Proposals1763942405000 } from './storage/migrations/1763942405000-proposals.js';
import { OpenPositions1763942402000 } from './storage/migrations/1763942402000-open-positions.js';
import { Balances1763942404000 } from './storage/migrations/1763942404000-balances.js';

/** Double entry, append-only, hash-chained: posts every event that has an accounting meaning. */
export const ledger: ServiceDefinition = {
  name: 'ledger',
  module: LedgerModule,
  migrations: [
    Books1763942400000,
    Posting1763942401000,
    OpenPositions1763942402000,
    Days1763942403000,
    Balances1763942404000,
    Proposals1763942405000,
    Positions1763942406000,
    Checkpoints1763942407000,
  ],
  hears: [
    tradeCaptured,
    obligationSettled,
    obligationFailing,
    versionWithdrawn,
    breakClosed,
    businessClockTick,
    dayStep,
    backOfficeFact,
    payrollBatch,
    deskLedgerDecision,
    dayEnded,
  ],
  says: [journalPosted, dayStep, dayEnded, ledgerCheckpoint, deskLedgerDecision],
  figures: () => bookFigures,
  stateLines: [
    `select concat_ws('|', book, accounting, account, detail, currency, effective_date, sum(debit - credit)) as line
     from ledger.balances(null)
     group by book, accounting, account, detail, currency, effective_date having sum(debit - credit) <> 0
     order by book, accounting, account, detail, currency, effective_date`,
  ],
};

export type { Entry } from './books/entry.js';
export { postBatch } from './books/posted-batch.js';
export { ledgerRoot } from './evidence/ledger-root.js';
export { proofFromPostings, type ProofFromPostings } from './evidence/proof-from-postings.js';
export type { LedgerFault } from './evidence/findings.js';
export { verifyLedger, type LedgerVerification } from './evidence/verify-ledger.js';
export { CHECKPOINT_KEY, checkpointSigner, LEDGER_ORIGIN } from './checkpoints/checkpoint-key.js';
export { CapsuleImpossible, exportCapsule, type MessageReader } from './export/export-capsule.js';
export { exportLedger, type LedgerExportOptions, type LedgerManifest } from './export/export-ledger.js';
export { UnsoundBooks } from './export/unsound-books.js';
