import { addBusinessDays } from '#domain/calendars';
import { accruedInterest } from '#domain/day-count';
import { isIsin } from '#domain/identifiers';
import { Decimal, formatAmount, toMoney, zero, type Money } from '#domain/money';
import type { Bond, Instrument, Portfolio, ReferenceData } from '#domain/parties';
import type { Deal } from './enrich-deal.js';
import type { ReportedSecurity } from './reported-terms.js';
import { standingInstructions } from './settling-terms.js';
import type { TermsReader } from './terms-reader.js';
import type { ObligationTerms, Trade } from './trade.js';

/** A purchase or sale of shares or bonds: what is to be delivered against payment, when, and what it costs in all. */
export function enrichSecurity(
  reader: TermsReader,
  terms: ReportedSecurity,
  deal: Deal,
  portfolio: Portfolio,
  reference: ReferenceData,
): Trade | undefined {
  const instrument = instrumentOf(reader, terms, reference);
  const quantity = reader.positive('/quantity', terms.quantity);
  const price = reader.positive('/price', terms.price);
  if (!instrument || !quantity || !price) return undefined;
  refuseOddQuantity(reader, terms, instrument, quantity);
  const settlementDate = settlementDateOf(reader, terms, instrument);
  const { currency } = instrument;
  const consideration = toMoney(
    instrument.kind === 'bond' ? quantity.times(price).div(100) : quantity.times(price),
    currency,
  );
  const commission = commissionOf(reader, terms, portfolio, consideration);
  if (!settlementDate || !commission) return undefined;

  const accrued =
    instrument.kind === 'bond' ? accruedOf(reader, instrument, terms.quantity, settlementDate) : zero(currency);
  const gross = consideration.minorUnits + accrued.minorUnits;
  // What a client is charged for dealing is the house's income (R9): the counterparty neither gets nor withholds it.
  const kept = deal.capacity === 'client' ? 0n : commission.minorUnits;
  const net = { minorUnits: terms.side === 'BUY' ? gross + kept : gross - kept, currency };
  const obligation: ObligationTerms = {
    leg: 'delivery',
    settlementDate,
    method: 'DVP',
    pay: terms.side === 'BUY' ? net : null,
    receive: terms.side === 'SELL' ? net : null,
    security: {
      isin: instrument.isin,
      quantity: terms.quantity,
      direction: terms.side === 'BUY' ? 'receive' : 'deliver',
    },
    ...standingInstructions(reader, reference, {
      counterparty: deal.counterparty,
      method: 'DVP',
      currencies: [currency],
      placeOfSettlement: instrument.market.placeOfSettlement,
      settlementDate,
    }),
  };
  const both = {
    ...deal,
    side: terms.side,
    isin: instrument.isin,
    quantity: terms.quantity,
    price: terms.price,
    consideration,
    commission,
    obligations: [obligation],
  };
  return instrument.kind === 'bond'
    ? { product: 'bond', ...both, accruedInterest: accrued }
    : { product: 'equity', ...both };
}

function instrumentOf(reader: TermsReader, terms: ReportedSecurity, reference: ReferenceData): Instrument | undefined {
  const instrument = reference.findInstrument(terms.isin);
  if (!instrument) {
    reader.fault(
      '/isin',
      terms.isin,
      isIsin(terms.isin) ? 'is no instrument of the standing data' : 'has a wrong check digit (ISO 6166)',
      'Correct the ISIN, or have the instrument set up.',
    );
    return undefined;
  }
  if (instrument.kind !== terms.product)
    reader.fault(
      '/isin',
      terms.isin,
      `is a ${instrument.kind}, the product says ${terms.product}`,
      'Correct ISIN or product.',
    );
  if (instrument.currency !== terms.currency)
    reader.fault(
      '/currency',
      terms.currency,
      `is not ${instrument.currency}, the currency of ${terms.isin}`,
      'Correct the currency.',
    );
  return reader.faults.length > 0 ? undefined : instrument;
}

function refuseOddQuantity(
  reader: TermsReader,
  { quantity: told }: ReportedSecurity,
  instrument: Instrument,
  quantity: Decimal,
): void {
  if (instrument.kind === 'equity' && !quantity.isInteger())
    reader.fault('/quantity', told, 'is not a whole number of shares', 'Correct the quantity.');
  if (instrument.kind === 'bond' && !quantity.mod(instrument.denomination).isZero())
    reader.fault('/quantity', told, `is not a multiple of ${instrument.denomination}`, 'Correct the nominal.');
}

function settlementDateOf(
  reader: TermsReader,
  { settlementDate }: ReportedSecurity,
  { market }: Instrument,
): string | undefined {
  if (settlementDate !== undefined)
    return reader.businessDay('/settlementDate', settlementDate, market.calendars, 'dvp');
  const found = addBusinessDays(reader.tradeDate, market.settlementCycle, market.calendars, 'dvp');
  reader.filled(
    'settlementDate',
    found.date,
    `trade date + ${market.settlementCycle} business days`,
    found.why.join('; '),
  );
  return found.date;
}

function accruedOf(reader: TermsReader, bond: Bond, nominal: string, settlementDate: string): Money {
  if (settlementDate < bond.issueDate || settlementDate >= bond.maturityDate) {
    reader.fault(
      '/settlementDate',
      settlementDate,
      `is outside the life of ${bond.isin}, issued on ${bond.issueDate} and matured on ${bond.maturityDate}`,
      'Correct the date or the ISIN.',
    );
    return zero(bond.currency);
  }
  const { amount, period, days } = accruedInterest(bond, nominal, settlementDate);
  reader.filled(
    'accruedInterest',
    formatAmount(amount),
    `${bond.couponPercent} % ${bond.dayCount}`,
    `${days} days since the coupon of ${period.start}, next on ${period.end}`,
  );
  return amount;
}

function commissionOf(
  reader: TermsReader,
  terms: ReportedSecurity,
  portfolio: Portfolio,
  consideration: Money,
): Money | undefined {
  if (terms.commission !== undefined) return reader.amount('/commission', terms.commission, terms.currency, true);
  const rate = portfolio.commissionBasisPoints;
  const amount = toMoney(new Decimal(formatAmount(consideration)).times(rate).div(10_000), consideration.currency);
  reader.filled(
    'commission',
    formatAmount(amount),
    `${rate} basis points of the consideration`,
    `portfolio ${portfolio.name}`,
  );
  return amount;
}
