export { insideEvent, outsideEvent, type EventContract, type EventOf } from './event-contract.js';
export { decode, encode, readKept, UnreadableMessage, type Fault } from './codec.js';
export { backOfficeFact } from './outside/back-office-fact.js';
export { businessClockTick } from './outside/business-clock.js';
export { counterpartyConfirmation } from './outside/counterparty-confirmation.js';
export { custodianStatus } from './outside/custodian-status.js';
export {
  deskBreakDecision,
  deskInstructionDecision,
  deskLedgerDecision,
  deskRepair,
  ledgerSubject,
  type LedgerSubject,
} from './outside/desk-decision.js';
export { payrollBatch } from './outside/payroll-batch.js';
export { frontOfficeTrade, middleOfficeTrade, type TradeEvent, type TradeTerms } from './outside/trade-event.js';
export { tradeCaptured } from './intake/events.js';
export { breakClosed, breakOpened, tradeAgreed } from './reconciliation/events.js';
export { confirmationIssued, tradeConfirmed, tradeDisputed } from './confirmation/events.js';
export {
  cancellationRequested,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  versionWithdrawn,
} from './settlement/events.js';
export { dayEnded, dayStep, journalPosted, ledgerCheckpoint } from './ledger/events.js';
export { cashLadder, debtSchedule, settlementExposure } from './units/events.js';
export { contractDocuments } from './documents.js';
export { allContracts } from './registry.js';
export { businessDate } from './wire.js';
export * from './people/rights.js';
export * from './api/page.js';
export * from './api/intake.js';
export * from './api/reconciliation.js';
export * from './api/confirmation.js';
export * from './api/settlement.js';
export * from './api/ledger.js';
export * from './api/units.js';
export * from './api/people.js';
export * from './api/desk-proposals.js';
