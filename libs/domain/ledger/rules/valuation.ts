import { bySettlementDate, CUMULATIVE, HALF_EVEN, rule } from './posting-rule.js';

const mark = rule(
  'R14.mark',
  '{quantity} of {isin} in {book} at the clean price {price} of {through}.',
  'fair value - cost - booked before: 1100 against 4210, 1110 against 3100, a short position 2410 against 4210',
  CUMULATIVE,
);

const markRelease = rule(
  'R14.release',
  '{sold} of {held} {isin} in {book} are sold: the unrealised part booked on them is released.',
  'booked x sold / held: 4210 against 1100, or 3100 against 1110; the last sale takes the rest',
  HALF_EVEN,
);

/** What is held, at the close (R14). */
export const valuationRules = {
  mark,
  markBySettlement: bySettlementDate(mark),
  markRelease,
  markReleaseBySettlement: bySettlementDate(markRelease),
  lossAllowance: rule(
    'R14.loss-allowance',
    'Expected loss over twelve months of {isin} in {book} (stage 1), on {through}.',
    'D5500 C1390 exposure x probability of default x loss given default, less what was booked before',
    CUMULATIVE,
  ),
};
