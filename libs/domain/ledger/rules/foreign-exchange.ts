import { HALF_EVEN, rule } from './posting-rule.js';

/** Exchanges of currencies and what they are worth before they settle. */
export const foreignExchangeRules = {
  spotTradeDate: rule(
    'R3.trade-date',
    'FX spot with {counterparty}: both amounts are commitments until they are exchanged.',
    'bought: D9100 C9190; sold: D9190 C9100',
  ),
  forwardTradeDate: rule(
    'R4.trade-date',
    'FX forward leg {leg} with {counterparty}: worth nothing when agreed, both amounts are commitments.',
    'bought: D9100 C9190; sold: D9190 C9100',
  ),
  spotSettlement: rule(
    'R3.settlement',
    'FX exchange with {counterparty}: the commitment ends, each currency passes through its FX position.',
    'reverse the commitment; received: D1010 C1901; paid: D1901 C1010',
  ),
  forwardSettlement: rule(
    'R4.settlement',
    'FX forward leg {leg} exchanged with {counterparty}: the commitment ends, each currency passes through its FX position.',
    'reverse the commitment; received: D1010 C1901; paid: D1901 C1010',
  ),
  forwardValuation: rule(
    'R4.valuation',
    'FX forward leg {leg} at the closing rate {rate} of {through}.',
    'value = bought x rate - sold; posted is value - value booked before: 1400 or 2400 against 4500',
    HALF_EVEN,
  ),
  forwardRelease: rule(
    'R4.release',
    'FX forward leg {leg} is open no more: what it was valued at is released.',
    'the value booked before leaves 1400 or 2400 against 4500',
  ),
  fxRevaluation: rule(
    'R12.revaluation',
    'FX position of {currency} at the closing rate {rate}.',
    'position x rate - countervalue booked before: 1902 against 4500',
    HALF_EVEN,
  ),
};
