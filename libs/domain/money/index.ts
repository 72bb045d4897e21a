export { allot, AllotmentRejected } from './allot.js';
export { currencyFault, minorUnitDigits, UnknownCurrency } from './currencies.js';
export { Decimal } from './decimal.js';
export {
  add,
  AmountRejected,
  CurrencyMismatch,
  formatAmount,
  money,
  negate,
  parseMoney,
  subtract,
  toDecimal,
  toMoney,
  totals,
  zero,
  type Money,
} from './money.js';
export { divideHalfEven } from './rounded-division.js';
