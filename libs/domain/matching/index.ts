export { breakIdOf, breakReason, refusalToAccept, type BreakKind } from './break.js';
export { compare, type Comparison, type FieldComparison } from './compare.js';
export {
  disputeIdOf,
  findConfirmation,
  type AgreedVersion,
  type ConfirmationFacts,
  type ConfirmationFinding,
  type Dispute,
  type FrontVersion,
  type LatestStatement,
} from './confirm.js';
export type { CutOff } from './cut-off.js';
export { reconcile, type BreakDecision, type Finding, type ReportedSide, type TradeSides } from './reconcile.js';
export {
  fromTheOtherSide,
  matchStatement,
  type CounterpartyStatement,
  type Difference,
  type StatementMatch,
} from './statement.js';
export { toleranceText, withinTolerance, type Terms, type Tolerance } from './tolerance.js';
export {
  confirmationTolerances,
  frontMiddleTolerances,
  type GatingField,
  type GatingSet,
  type ToleranceSet,
} from './tolerance-set.js';
