import { rule } from './posting-rule.js';

/** Regular-way securities follow trade-date accounting (IFRS 9 3.1.2, B3.1.5). */
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
  holdingCost: rule(
    'R2.cost',
    'The sales of {isin} in {book} up to {through} realise what they brought above the average cost of what was held.',
    'D1100 C4200 (realised over all trades in the order of trade date, trade id, version) - (realised booked before); a holding below zero moves from 1100 to 2410 (R17)',
    'Cost of what is closed = cost x quantity closed / quantity held, half to even to the minor unit; the last lot takes the residue.',
  ),
};
