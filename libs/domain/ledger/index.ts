export { onOpenDay, openDay, periodOf } from './accounting-period.js';
export { commissionKey, tradeDateKey, type BookedVersion } from './booked-version.js';
export {
  chartOfAccounts,
  findAccount,
  type Account,
  type AccountKind,
  type AccountNumber,
} from './chart-of-accounts.js';
export { depositAccrual, interestUpTo, type OpenDeposit } from './deposit.js';
export { BEGINNING_OF_CHAIN, chainHash, contentHash, type ChainPlace, type JournalEvidence } from './evidence.js';
export { failJournal, failReversal, interestClaim, type Fail, type LateCash } from './fail.js';
export { exchangeLegs, type ExchangeLeg, type ForeignExchangeTrade } from './foreign-exchange.js';
export {
  ClosingRates,
  forwardRelease,
  forwardValuation,
  forwardValue,
  type ClosingRate,
  type OpenForward,
} from './forward-valuation.js';
export { countervalueOf, fxRevaluation, type FxPosition } from './fx-revaluation.js';
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
} from './holding.js';
export { Journal, journalId, JournalRejected, linkIdOf, type JournalHead, type Posting } from './journal.js';
export { MerkleProof, MerkleProofIncomplete, verifyConsistency, verifyInclusion } from './merkle-proof.js';
export { MerkleRoot } from './merkle-root.js';
export { explain, findRule, postingRules, UnknownRule, type Explanation, type PostingRule } from './posting-rule.js';
export {
  asPosted,
  completionOf,
  NOTHING_SETTLED,
  reversalOf,
  type PostedJournal,
  type SettledShare,
} from './reversal.js';
export { holdingChange, type SecurityTrade } from './security-trade.js';
export { settlementJournals, type SettledPart } from './settlement.js';
export { tradeDateJournals } from './trade-date.js';
export { linkedJournals, TREASURY, type BookSide } from './unit-bridge.js';
