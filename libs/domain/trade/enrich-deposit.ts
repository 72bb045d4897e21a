import { calendarsOf } from '#domain/calendars';
import { interest } from '#domain/day-count';
import { formatAmount } from '#domain/money';
import type { ReferenceData } from '#domain/parties';
import type { Deal } from './enrich-deal.js';
import type { ReportedDeposit } from './reported-terms.js';
import { cashLeg } from './settling-terms.js';
import type { TermsReader } from './terms-reader.js';
import type { Trade } from './trade.js';

/** A deposit placed or taken: the principal moves at the start, and back with its interest at maturity. */
export function enrichDeposit(
  reader: TermsReader,
  terms: ReportedDeposit,
  deal: Deal,
  reference: ReferenceData,
): Trade | undefined {
  const principal = reader.amount('/principal', terms.principal, terms.currency);
  const rate = reader.decimal('/ratePercent', terms.ratePercent);
  const calendars = calendarsOf([terms.currency]);
  const start = reader.businessDay('/startDate', terms.startDate, calendars, 'cash');
  const maturity = reader.businessDay('/maturityDate', terms.maturityDate, calendars, 'cash');
  if (!principal || !rate || !start || !maturity) return undefined;
  if (maturity <= start) {
    reader.fault('/maturityDate', maturity, `is not after the start ${start}`, 'Correct the dates.');
    return undefined;
  }
  const earned = interest(principal, terms.ratePercent, terms.dayCount, start, maturity);
  reader.filled(
    'interest',
    formatAmount(earned),
    `${terms.ratePercent} % ${terms.dayCount}`,
    `from ${start} to ${maturity}`,
  );
  const back = { minorUnits: principal.minorUnits + earned.minorUnits, currency: terms.currency };
  const [out, home] = terms.direction === 'PLACED' ? (['pay', 'receive'] as const) : (['receive', 'pay'] as const);
  const { counterparty } = deal;
  const none = { pay: null, receive: null };
  return {
    product: 'deposit',
    ...deal,
    direction: terms.direction,
    principal,
    ratePercent: terms.ratePercent,
    dayCount: terms.dayCount,
    interest: earned,
    obligations: [
      cashLeg(reader, reference, { counterparty, leg: 'start', settlementDate: start, ...none, [out]: principal }),
      cashLeg(reader, reference, { counterparty, leg: 'maturity', settlementDate: maturity, ...none, [home]: back }),
    ],
  };
}
