export {
  bondTerms,
  tradedBy,
  unheardVersion,
  withCapture,
  withCorrection,
  withWithdrawal,
  type BondTerms,
  type BondVersion,
} from './bond-version.js';
export {
  cashSides,
  followedTerms,
  NoNostroNamed,
  termsOfLeg,
  unheard,
  withCancellation,
  withFail,
  withInstruction,
  withSettledPart,
  type AccountOf,
  type FollowedObligation,
  type FollowedTerms,
  type MovingCash,
} from './followed-obligation.js';
export { heldBy } from './holding-accounts.js';
export { formatQuantity, scaleQuantity } from './nominal.js';
export { Changes, keyText, type Change, type Figures, type Key, type View } from './view.js';
export { followsFrom, NO_DIGEST, proofAfter, unproved, type Proof, type Sha256 } from './view-proof.js';
export {
  addToExposure,
  addToLadder,
  canonicalCash,
  canonicalDebt,
  canonicalExposure,
  cashLadderView,
  debtView,
  exposureView,
  type CashLadderFigure,
  type CashLadderKey,
  type DebtFigure,
  type DebtKey,
  type ExposureFigure,
  type ExposureKey,
} from './views.js';
