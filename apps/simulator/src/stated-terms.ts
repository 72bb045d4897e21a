import type { TradeTerms } from '#contracts';
import { referenceData } from '#domain/parties';
import { enrich, invertedEconomics } from '#domain/trade';

/** The terms of a trade as its counterparty would state them, and who that is. */
export function statedTerms(terms: TradeTerms): { counterparty: string; stated: Record<string, string> } {
  const enrichment = enrich(terms, referenceData);
  if (enrichment.kind === 'refused')
    throw new Error(
      `the simulator made up a trade that cannot be: ${enrichment.faults.map(({ field, rule }) => `${field} ${rule}`).join('; ')}`,
    );
  return { counterparty: enrichment.trade.counterparty, stated: invertedEconomics(enrichment.trade) };
}
