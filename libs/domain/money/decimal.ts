import { Decimal as DecimalJs } from 'decimal.js';

/**
 * Decimals for prices, rates and quantities. decimal.js keeps 20 significant digits by default and rounds silently
 * beyond them; this clone keeps 80 and is the only one in the house.
 */
export const Decimal = DecimalJs.clone({ precision: 80, rounding: 6, toExpPos: 1e9, toExpNeg: -1e9 });
export type Decimal = DecimalJs;
