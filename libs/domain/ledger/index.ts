export { onOpenDay, openDay, periodOf } from './accounting-period.js';
export {
  assetAccount,
  holdsSecurities,
  isHouseBook,
  policyOf,
  type BookPolicy,
  type Classification,
  type Costing,
} from './books/book-policy.js';
export {
  chartOfAccounts,
  findAccount,
  type Account,
  type AccountKind,
  type AccountNumber,
} from './books/chart-of-accounts.js';
export {
  Journal,
  journalId,
  JournalRejected,
  linkIdOf,
  type Accounting,
  type JournalHead,
  type Posting,
} from './books/journal.js';
export { linkedJournals, TREASURY, type BookSide } from './books/unit-bridge.js';
export { BEGINNING_OF_CHAIN, chainHash, contentHash, type ChainPlace, type JournalEvidence } from './evidence.js';
export { MerkleProof, MerkleProofIncomplete, verifyConsistency, verifyInclusion } from './merkle-proof.js';
export { MerkleRoot } from './merkle-root.js';
export { commissionKey, tradeDateKey, type BookedVersion } from './recipes/booked-version.js';
export { borrowFee, borrowMemo, type Borrowing } from './recipes/borrowed-securities.js';
export {
  bondInterest,
  couponClaim,
  couponClaimSettled,
  couponEntitlement,
  couponOf,
  couponReceived,
  type BondHeld,
  type Coupon,
  type CouponClaim,
} from './recipes/bond-interest.js';
export { failCompensation, type Compensation } from './recipes/compensation.js';
export {
  debtBoughtBack,
  debtCouponPaid,
  debtInterest,
  debtIssued,
  debtRedeemed,
  type BuyBack,
  type IssuePosition,
  type IssueStep,
} from './recipes/debt-issued.js';
export {
  effectiveInterestSchedule,
  effectiveRatePercent,
  IssueRejected,
  type DebtIssue,
  type ScheduleLine,
} from './recipes/effective-interest.js';
export { depositAccrual, interestUpTo, type OpenDeposit } from './recipes/deposit.js';
export type { Booked, CashMoved } from './recipes/fact.js';
export { failJournal, failReversal, interestClaim, type Fail, type LateCash } from './recipes/fail.js';
export { fairValueOf, type ClosingPrice } from './recipes/fair-value.js';
export { clientInvoiced, feeAccrued, feePaid, invoiceCollected, type ClientInvoice, type Fee } from './recipes/fee.js';
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
  holdingCostJournal,
  type BookedCost,
  type HoldingOfBook,
  type Parallel,
} from './recipes/holding-cost.js';
export { NOTHING_HELD, withTrade, type Holding, type HoldingTrade } from './recipes/holding.js';
export { firstInFirstOutCost, heldInLots, NO_LOTS, withLotTrade, type LotHolding } from './recipes/lots.js';
export {
  lossAllowance,
  markToMarket,
  NOTHING_MARKED,
  releaseOfSold,
  type BookedMark,
  type ExpectedLoss,
} from './recipes/mark-to-market.js';
export {
  payrollJournal,
  payrollPaid,
  payrollRefusals,
  PayrollRefused,
  type PayrollBatch,
  type PayrollLine,
  type PayrollRefusal,
} from './recipes/payroll.js';
export { penaltyRates, PenaltyRates, type PenaltyClass } from './recipes/penalty-rates.js';
export {
  penaltiesSettled,
  penaltyExpected,
  penaltyOf,
  type FailingDay,
  type PenalisedFail,
  type PenaltyMethod,
  type PenaltyMonth,
} from './recipes/penalty.js';
export { closingEntries, type ClosingBalance } from './recipes/period-close.js';
export { quantityText, scaledQuantity } from './recipes/quantity.js';
export {
  regularWayChange,
  regularWayTaken,
  regularWayWithdrawn,
  type OpenPurchase,
} from './recipes/regular-way-change.js';
export { manufacturedCoupon, repoAccrual, repoEnd, repoInterest, repoStart, type Repo } from './recipes/repo.js';
export {
  asPosted,
  completionOf,
  NOTHING_SETTLED,
  reversalOf,
  type PostedJournal,
  type SettledShare,
} from './recipes/reversal.js';
export { settledHoldingChange } from './recipes/security-settlement.js';
export { costOf, holdingChange } from './recipes/security-trade.js';
export type { SecurityTrade } from './recipes/settlement-amounts.js';
export { settlementJournals, type SettledPart } from './recipes/settlement.js';
export { shareOf, type Share } from './recipes/share.js';
export { tradeDateJournals } from './recipes/trade-date.js';
export {
  creditMatched,
  suspenseAge,
  unidentifiedCredit,
  type CreditMatch,
  type UnidentifiedCredit,
} from './recipes/unidentified-credit.js';
export { explain, type Explanation, type PostingRule } from './rules/posting-rule.js';
export { findRule, postingRules, RuleBook, ruleOn, RuleVersionsRejected, UnknownRule } from './rules/rule-book.js';
