export { economics, invertedEconomics } from './economics.js';
export type {
  BondTrade,
  Capacity,
  DepositTrade,
  EquityTrade,
  Exchange,
  FxSwapTrade,
  FxTrade,
  LegName,
  ObligationTerms,
  Office,
  Product,
  SecurityMovement,
  Side,
  Trade,
  Unit,
} from './trade.js';
export { enrich, type Enrichment } from './enrichment.js';
export type { ReportedTerms } from './reported-terms.js';
export type { Provenance, TermsFault } from './terms-reader.js';
export { foldVersions, untouched, type Fold, type SideState, type Versioned } from './versions.js';
