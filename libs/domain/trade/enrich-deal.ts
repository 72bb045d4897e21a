import { isDealingDate } from '#domain/calendars';
import type { Party, Portfolio, ReferenceData } from '#domain/parties';
import type { ReportedTerms } from './reported-terms.js';
import type { TermsReader } from './terms-reader.js';
import type { Trade } from './trade.js';

/** What every trade has, whatever is dealt. */
export type Deal = Pick<
  Trade,
  'tradeDate' | 'entity' | 'unit' | 'book' | 'portfolio' | 'capacity' | 'beneficialOwner' | 'counterparty'
>;

/** Who dealt with whom, for whom, and whose books it goes to; undefined when standing data do not know one of them. */
export function enrichDeal(
  reader: TermsReader,
  terms: ReportedTerms,
  reference: ReferenceData,
): { readonly deal: Deal; readonly portfolio: Portfolio } | undefined {
  const counterparty = counterpartyOf(reader, terms, reference);
  const portfolio = portfolioOf(reader, terms, reference);
  const owner = ownerOf(reader, terms, reference);
  if (!isDealingDate(terms.tradeDate))
    reader.fault('/tradeDate', terms.tradeDate, 'is not a day of the calendar', 'Correct the date.');
  if (!counterparty || !portfolio || owner === undefined || reader.faults.length > 0) return undefined;
  const capacity = terms.capacity ?? 'house';
  const book = owner === null ? `house.${portfolio.unit}` : `client.${owner.code}`;
  reader.filled(
    'book',
    book,
    'book of the portfolio or of the client',
    `portfolio ${portfolio.name}, capacity ${capacity}`,
  );
  const deal: Deal = {
    tradeDate: terms.tradeDate,
    entity: 'HOUSE',
    unit: portfolio.unit,
    book,
    portfolio: portfolio.name,
    capacity,
    beneficialOwner: owner?.code ?? null,
    counterparty: counterparty.code,
  };
  return { deal, portfolio };
}

function counterpartyOf(
  reader: TermsReader,
  { counterparty }: ReportedTerms,
  reference: ReferenceData,
): Party | undefined {
  const party = reference.findParty(counterparty);
  if (!party)
    reader.fault(
      '/counterparty',
      counterparty,
      'is no party of the standing data',
      'Correct the code, or have the party set up.',
    );
  else if (party.role !== 'counterparty')
    reader.fault(
      '/counterparty',
      counterparty,
      `is a ${party.role}, not a counterparty`,
      'Name the party that was dealt with.',
    );
  return party;
}

function portfolioOf(
  reader: TermsReader,
  { portfolio: name, product }: ReportedTerms,
  reference: ReferenceData,
): Portfolio | undefined {
  const portfolio = reference.findPortfolio(name);
  if (!portfolio) reader.fault('/portfolio', name, 'is no portfolio of the standing data', 'Correct the name.');
  else if (!portfolio.products.includes(product))
    reader.fault('/portfolio', name, `does not hold ${product}`, `Use a portfolio for ${product}.`);
  return portfolio;
}

/** The client for whom the house deals, null for the house itself (S1). */
function ownerOf(
  reader: TermsReader,
  { capacity, beneficialOwner }: ReportedTerms,
  reference: ReferenceData,
): Party | null | undefined {
  if (capacity !== 'client') {
    if (beneficialOwner === undefined) return null;
    reader.fault(
      '/beneficialOwner',
      beneficialOwner,
      'is told, but the capacity is house',
      'Set the capacity to client, or remove the owner.',
    );
    return undefined;
  }
  const party = beneficialOwner === undefined ? undefined : reference.findParty(beneficialOwner);
  if (party?.role === 'client') return party;
  reader.fault(
    '/beneficialOwner',
    beneficialOwner ?? 'nothing',
    'is no client of the house',
    'Name the client for whom the trade was dealt.',
  );
  return undefined;
}
