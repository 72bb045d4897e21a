import { calendarsOf, spotDate } from '#domain/calendars';
import { Decimal, toMoney, type Money } from '#domain/money';
import type { ReferenceData } from '#domain/parties';
import type { Deal } from './enrich-deal.js';
import type { ReportedExchange, ReportedFx, ReportedSwap } from './reported-terms.js';
import { cashLeg } from './settling-terms.js';
import type { TermsReader } from './terms-reader.js';
import type { Exchange, LegName, ObligationTerms, Trade } from './trade.js';

/** A spot or forward exchange of two currencies. */
export function enrichExchange(
  reader: TermsReader,
  terms: ReportedFx,
  deal: Deal,
  reference: ReferenceData,
): Trade | undefined {
  const near = readExchange(reader, '', terms);
  const valueDate = near && valueDateOf(reader, '', terms, near);
  if (!near || !valueDate) return undefined;
  return {
    product: terms.product,
    ...deal,
    near,
    obligations: [exchangeLeg(reader, reference, deal, 'near', valueDate, near)],
  };
}

/** Two exchanges, the far one turning the near one round on a later day. */
export function enrichSwap(
  reader: TermsReader,
  terms: ReportedSwap,
  deal: Deal,
  reference: ReferenceData,
): Trade | undefined {
  const near = readExchange(reader, '/near', terms.near);
  const far = readExchange(reader, '/far', terms.far);
  if (!near || !far) return undefined;
  if (near.bought.currency !== far.sold.currency || near.sold.currency !== far.bought.currency)
    reader.fault(
      '/far/boughtCurrency',
      far.bought.currency,
      'is not what the near leg sold',
      'The far leg turns the near leg round.',
    );
  const nearDate = valueDateOf(reader, '/near', terms.near, near);
  const farDate = valueDateOf(reader, '/far', terms.far, far);
  if (!nearDate || !farDate) return undefined;
  if (farDate <= nearDate)
    reader.fault('/far/valueDate', farDate, `is not after the near leg's ${nearDate}`, 'Correct the dates.');
  return {
    product: 'fx-swap',
    ...deal,
    near,
    far,
    obligations: [
      exchangeLeg(reader, reference, deal, 'near', nearDate, near),
      exchangeLeg(reader, reference, deal, 'far', farDate, far),
    ],
  };
}

/**
 * The amounts settle; the rate must explain them to within one unit of rounding on either side.
 * @param at where the exchange stands, as JSON pointer below the terms
 */
export function readExchange(reader: TermsReader, at: string, terms: ReportedExchange): Exchange | undefined {
  const bought = reader.amount(`${at}/boughtAmount`, terms.boughtAmount, terms.boughtCurrency);
  const sold = reader.amount(`${at}/soldAmount`, terms.soldAmount, terms.soldCurrency);
  const rate = reader.positive(`${at}/rate`, terms.rate);
  if (!bought || !sold || !rate) return undefined;
  if (terms.boughtCurrency === terms.soldCurrency) {
    reader.fault(
      `${at}/soldCurrency`,
      terms.soldCurrency,
      'is the currency that is bought',
      'Name two different currencies.',
    );
    return undefined;
  }
  const explains = (base: string, quote: Money): boolean => {
    const off = toMoney(new Decimal(base).times(rate), quote.currency).minorUnits - quote.minorUnits;
    return off >= -1n && off <= 1n;
  };
  if (!explains(terms.boughtAmount, sold) && !explains(terms.soldAmount, bought))
    reader.fault(
      `${at}/rate`,
      terms.rate,
      `does not explain ${terms.boughtAmount} ${terms.boughtCurrency} against ${terms.soldAmount} ${terms.soldCurrency}`,
      'Correct rate or amounts; they may differ by rounding only.',
    );
  return { bought, sold, rate: terms.rate };
}

function valueDateOf(
  reader: TermsReader,
  at: string,
  { valueDate }: ReportedExchange,
  { bought, sold }: Exchange,
): string | undefined {
  if (valueDate !== undefined)
    return reader.businessDay(`${at}/valueDate`, valueDate, calendarsOf([bought.currency, sold.currency]), 'cash');
  const spot = spotDate(reader.tradeDate, bought.currency, sold.currency);
  reader.filled(`${at.slice(1)}${at ? 'V' : 'v'}alueDate`, spot.date, 'spot of the pair', spot.why.join('; '));
  return spot.date;
}

function exchangeLeg(
  reader: TermsReader,
  reference: ReferenceData,
  { counterparty }: Deal,
  leg: LegName,
  settlementDate: string,
  { sold, bought }: Exchange,
): ObligationTerms {
  return cashLeg(reader, reference, { counterparty, leg, settlementDate, pay: sold, receive: bought });
}
