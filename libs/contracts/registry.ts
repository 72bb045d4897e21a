import type { EventContract } from './event-contract.js';
import { backOfficeFact } from './outside/back-office-fact.js';
import { businessClockTick } from './outside/business-clock.js';
import { counterpartyConfirmation } from './outside/counterparty-confirmation.js';
import { custodianStatus } from './outside/custodian-status.js';
import { deskBreakDecision, deskInstructionDecision, deskLedgerDecision, deskRepair } from './outside/desk-decision.js';
import { payrollBatch } from './outside/payroll-batch.js';
import { frontOfficeTrade, middleOfficeTrade } from './outside/trade-event.js';
import { tradeCaptured } from './intake/events.js';
import { breakClosed, breakOpened, tradeAgreed } from './reconciliation/events.js';
import { confirmationIssued, tradeConfirmed, tradeDisputed } from './confirmation/events.js';
import {
  cancellationRequested,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  versionWithdrawn,
} from './settlement/events.js';
import { dayEnded, dayStep, journalPosted, ledgerCheckpoint } from './ledger/events.js';
import { cashLadder, debtSchedule, settlementExposure } from './units/events.js';

/** Every topic of the house, in the order a trade walks. Topics, JSON Schema and AsyncAPI are made from this list. */
export const allContracts: readonly EventContract[] = [
  frontOfficeTrade,
  middleOfficeTrade,
  counterpartyConfirmation,
  custodianStatus,
  backOfficeFact,
  payrollBatch,
  businessClockTick,
  deskRepair,
  deskBreakDecision,
  deskInstructionDecision,
  deskLedgerDecision,
  tradeCaptured,
  tradeAgreed,
  breakOpened,
  breakClosed,
  confirmationIssued,
  tradeConfirmed,
  tradeDisputed,
  instructionReleased,
  cancellationRequested,
  obligationProgressed,
  obligationSettled,
  obligationFailing,
  versionWithdrawn,
  journalPosted,
  dayStep,
  dayEnded,
  ledgerCheckpoint,
  cashLadder,
  debtSchedule,
  settlementExposure,
] as EventContract[];
