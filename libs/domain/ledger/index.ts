export { onOpenDay, openDay, periodOf } from './accounting-period.js';
export { commissionKey, tradeDateKey, type BookedVersion } from './recipes/booked-version.js';
export {
  chartOfAccounts,
  findAccount,
  type Account,
  type AccountKind,
  type AccountNumber,
} from './books/chart-of-accounts.js';
export { depositAccrual, interestUpTo, type OpenDeposit } from './recipes/deposit.js';
export { BEGINNING_OF_CHAIN, chainHash, contentHash, type ChainPlace, type JournalEvidence } from './evidence.js';
export { failJournal, failReversal, interestClaim, type Fail, type LateCash } from './recipes/fail.js';
export { exchangeLegs, type ExchangeLeg, type ForeignExchangeTrade } from './recipes/foreign-exchange.js';
export {
  ClosingRates,
  forwardRelease,
  forwardValuation,
  forwardValue,
  type ClosingRate,
  type OpenForward,
} from './recipes/forward-valuation.js';
export { countervalueOf, fxRevaluation, type FxPosition } from './recipes/fx-revaluation.js';
export {
  costToBook,
  firstInFirstOutCost,
  holdingCostJournal,
  NOTHING_HELD,
  quantityText,
  scaledQuantity,
  withTrade,
  type BookedCost,
  type Holding,
  type HoldingOfBook,
  type HoldingTrade,
} from './recipes/holding.js';
export {
  Journal,
  journalId,
  JournalRejected,
  linkIdOf,
  type Accounting,
  type JournalHead,
  type Posting,
} from './books/journal.js';
export { MerkleRoot } from './merkle-root.js';
export { explain, type Explanation, type PostingRule } from './rules/posting-rule.js';
export { findRule, postingRules, RuleBook, ruleOn, RuleVersionsRejected, UnknownRule } from './rules/rule-book.js';
export {
  asPosted,
  completionOf,
  NOTHING_SETTLED,
  reversalOf,
  type PostedJournal,
  type SettledShare,
} from './recipes/reversal.js';
export { holdingChange, type SecurityTrade } from './recipes/security-trade.js';
export { settlementJournals, type SettledPart } from './recipes/settlement.js';
export { tradeDateJournals } from './recipes/trade-date.js';
export { linkedJournals, TREASURY, type BookSide } from './books/unit-bridge.js';
