import type { ReferenceData } from '#domain/parties';
import { enrichDeal } from './enrich-deal.js';
import { enrichDeposit } from './enrich-deposit.js';
import { enrichExchange, enrichSwap, readExchange } from './enrich-exchange.js';
import { enrichSecurity } from './enrich-security.js';
import type { ReportedTerms } from './reported-terms.js';
import { TermsReader, type Provenance, type TermsFault } from './terms-reader.js';
import type { Trade } from './trade.js';

export type Enrichment =
  | { readonly kind: 'enriched'; readonly trade: Trade; readonly provenance: readonly Provenance[] }
  | { readonly kind: 'refused'; readonly faults: readonly TermsFault[] };

/** Fills what the desk left out, from standing data, calendars and day counts, or names every rule that the terms break (L3, A3). */
export function enrich(terms: ReportedTerms, reference: ReferenceData): Enrichment {
  const reader = new TermsReader(terms.tradeDate);
  const trade = tradeOf(reader, terms, reference);
  return trade && reader.faults.length === 0
    ? { kind: 'enriched', trade, provenance: reader.provenance }
    : { kind: 'refused', faults: reader.faults };
}

function tradeOf(reader: TermsReader, terms: ReportedTerms, reference: ReferenceData): Trade | undefined {
  const dealt = enrichDeal(reader, terms, reference);
  if (!dealt) {
    readAmounts(reader, terms);
    return undefined;
  }
  const { deal, portfolio } = dealt;
  switch (terms.product) {
    case 'equity':
    case 'bond':
      return enrichSecurity(reader, terms, deal, portfolio, reference);
    case 'fx-spot':
    case 'fx-forward':
      return enrichExchange(reader, terms, deal, reference);
    case 'fx-swap':
      return enrichSwap(reader, terms, deal, reference);
    case 'deposit':
      return enrichDeposit(reader, terms, deal, reference);
  }
}

/** What can be said of the amounts although the trade as a whole cannot be built, so that all faults are told at once. */
function readAmounts(reader: TermsReader, terms: ReportedTerms): void {
  switch (terms.product) {
    case 'equity':
    case 'bond':
      reader.positive('/quantity', terms.quantity);
      reader.positive('/price', terms.price);
      return;
    case 'fx-spot':
    case 'fx-forward':
      readExchange(reader, '', terms);
      return;
    case 'fx-swap':
      readExchange(reader, '/near', terms.near);
      readExchange(reader, '/far', terms.far);
      return;
    case 'deposit':
      reader.amount('/principal', terms.principal, terms.currency);
      return;
  }
}
