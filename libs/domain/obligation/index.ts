export { noEvidence, type Dated, type Evidence, type StatusReport } from './evidence.js';
export {
  askResend,
  hasSettledPart,
  hearOfReplaced,
  hearStatus,
  moveBooks,
  passCutOff,
  requestCancellation,
} from './facts.js';
export { failReason, mayBeSentAgain, NoLegalWay, rejection } from './follow.js';
export { instructionIdOf } from './instruction-id.js';
export { instruct, legWithoutCustodian, NoCustodian, type CustodianOf } from './instruct.js';
export type { Cause, Contradiction, Fail, Obligation, Outcome, Step } from './obligation.js';
export { isNothing, nothingOf, nextPart, remainderOf, sumOf, wholeOf, type Parts } from './parts.js';
export { reasonText } from './reason-text.js';
export {
  unknownTrade,
  withConfirmation,
  withVersion,
  type Change,
  type RefusedChange,
  type SettlingTrade,
  type Standing,
  type VersionTerms,
} from './settling-trade.js';
export { legalWay, obligationStates, type ObligationState } from './legal-way.js';
export {
  ALL_SETTLED,
  CANCELLED_FOR_GOOD,
  MOVED_TOO_LATE,
  PART_SETTLED,
  SettlingCase,
  type Said,
  type Withdrawal,
} from './settling-case.js';
