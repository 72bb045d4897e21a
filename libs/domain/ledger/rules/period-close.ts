import { bySettlementDate, rule } from './posting-rule.js';

const closing = rule(
  'R16.closing',
  'Income and expense of {book} up to {through} go to retained earnings.',
  'each balance of 4xxx and 5xxx, with the opposite sign, against 3900',
);
const closingByTradeDate = rule(`${closing.id}-tda`, `By trade date: ${closing.sentence}`, closing.formula);

/** The end of a period (R16). */
export const periodCloseRules = {
  closing,
  closingByTradeDate,
  closingBySettlement: bySettlementDate(closing),
};
