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
  Product,
  SecurityMovement,
  Side,
  Trade,
  Unit,
} from './trade.js';
