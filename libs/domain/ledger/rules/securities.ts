import { bySettlementDate, CUMULATIVE, HALF_EVEN, rule } from './posting-rule.js';

const PARTS =
  'Accrued interest and fee of a part are differences of rounded cumulatives; the asset takes the rest of its cash.';
const COST_ROUNDING =
  'Cost of what is closed = cost x quantity closed / quantity held, half to even to the minor unit; the last lot takes the residue.';

const holdingCost = rule(
  'R2.cost',
  'The sales of {isin} in {book} up to {through} realise what they brought above the average cost of what was held.',
  'D1100 C4200 (realised over all trades in the order of trade date, trade id, version) - (realised booked before); a holding below zero moves from 1100 to 2410 (R17)',
  COST_ROUNDING,
);
const holdingCostByPolicy = rule(
  'R2.cost-by-policy',
  'The sales of {isin} in {book}, held at {classification}, up to {through} realise what they brought above their cost by {costing}.',
  'D1100, D1110 or D1120 C4200 (realised over all trades in the order they came) - (realised booked before); a holding below zero moves to 2410 (R17)',
  COST_ROUNDING,
);
const holdingCostToReserve = rule(
  'R2.cost-oci',
  'The sales of the share {isin} in {book} up to {through} bring what is never recycled through profit or loss (IFRS 9 5.7.5).',
  'D1110 C3100, then D3100 C3900 (realised over all trades in the order they came) - (realised booked before)',
  COST_ROUNDING,
);

/** By trade date where the id does not say -sda (IFRS 9 3.1.2, B3.1.5, B3.1.6). */
export const securitiesRules = {
  bondTradeDate: rule(
    'R1.trade-date',
    'Bond {side} of {isin} with {counterparty}: clean price and accrued interest are recognised on the trade date {tradeDate}.',
    'buy: D1100 consideration, D1150 accrued, D5200 commission, C2100 what is owed; sale: the reverse against 1200',
  ),
  equityTradeDate: rule(
    'R2.trade-date',
    'Equity {side} of {isin} with {counterparty}: recognised on the trade date {tradeDate}; a sale leaves 1100 at its proceeds until the end of the day finds its cost.',
    'buy: D1100 consideration, D5200 commission, C2100 what is owed; sale: D1200 what is due, D5200 commission, C1100 consideration',
  ),
  bondSettlement: rule(
    'R1.settlement',
    'Bond delivery against payment with {counterparty}: cash moved on the nostro and closed what was unsettled or failing.',
    'purchase: D2100 (2110 after a fail) C1010; sale: D1010 C1200 (1210 after a fail)',
  ),
  equitySettlement: rule(
    'R2.settlement',
    'Equity delivery against payment with {counterparty}: cash moved on the nostro and closed what was unsettled or failing.',
    'purchase: D2100 (2110 after a fail) C1010; sale: D1010 C1200 (1210 after a fail)',
  ),
  holdingCost,
  holdingCostBySettlement: bySettlementDate(holdingCost),
  holdingCostByPolicy,
  holdingCostByPolicyBySettlement: bySettlementDate(holdingCostByPolicy),
  holdingCostToReserve,
  holdingCostToReserveBySettlement: bySettlementDate(holdingCostToReserve),
  bondTradeDateFeeInCost: rule(
    'R1.trade-date-fee-in-cost',
    'Bond purchase of {isin} from {counterparty} into a book at {classification}: its fee is part of its cost (IFRS 9 5.1.1).',
    'D1110 or D1120 consideration + commission, D1150 accrued, C2100 what is owed',
  ),
  equityTradeDateFeeInCost: rule(
    'R2.trade-date-fee-in-cost',
    'Equity purchase of {isin} from {counterparty} into a book at {classification}: its fee is part of its cost (IFRS 9 5.1.1).',
    'D1110 consideration + commission, C2100 what is owed',
  ),
  bondTradeDateBySettlement: rule(
    'R1.trade-date-sda',
    'Bond purchase of {isin} from {counterparty}: a commitment until it is delivered.',
    'D9100 C9190 what is owed',
  ),
  equityTradeDateBySettlement: rule(
    'R2.trade-date-sda',
    'Equity purchase of {isin} from {counterparty}: a commitment until it is delivered.',
    'D9100 C9190 what is owed',
  ),
  bondSettlementBySettlement: rule(
    'R1.settlement-sda',
    'Bond delivery against payment with {counterparty}: recognised, or given up, on the day it settled.',
    'purchase: D9190 C9100, D asset, D1150 accrued, D5200 fee (in the asset unless at fair value through profit or loss), C1010; sale: D1010, C asset at proceeds, C1150, D5200 fee',
    PARTS,
  ),
  equitySettlementBySettlement: rule(
    'R2.settlement-sda',
    'Equity delivery against payment with {counterparty}: recognised, or given up, on the day it settled.',
    'purchase: D9190 C9100, D asset, D5200 fee (in the asset unless at fair value through profit or loss), C1010; sale: D1010, C asset at proceeds, D5200 fee',
    PARTS,
  ),
  regularWayChange: rule(
    'R1.change-sda',
    'Purchase of {isin} not delivered by {through}: its fair value changed since it was dealt (IFRS 9 B3.1.6).',
    '1400 against 4210 at fair value through profit or loss, against 3100 through other comprehensive income: quantity open at the clean price - its consideration - booked before',
    CUMULATIVE,
  ),
  regularWayTaken: rule(
    'R1.taken-sda',
    '{isin} is delivered: the change of its fair value since it was dealt joins the asset.',
    'D1100 or D1110 C1400: booked change x quantity delivered / quantity open; the last delivery takes what is left',
    HALF_EVEN,
  ),
  borrowed: rule(
    'R17.borrowed',
    'Securities {isin} borrowed from {counterparty} to deliver a short sale: off the balance sheet.',
    'D9100 C9190 value borrowed; returned: the reverse',
  ),
  borrowFee: rule(
    'R17.fee',
    'Fee for {isin} borrowed from {counterparty} at {ratePercent} %, up to {through}.',
    'D5200 C2120 value borrowed x rate x days / 360, cumulative, less what was booked before',
    CUMULATIVE,
  ),
};
