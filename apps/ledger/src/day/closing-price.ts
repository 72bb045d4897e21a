import type { ClosingPrice } from '#domain/ledger';
import { referenceData } from '#domain/parties';

/** The price of a security at the close; undefined where the clock told none. */
export function closingPriceOf(isin: string, prices: ReadonlyMap<string, string>): ClosingPrice | undefined {
  const price = prices.get(isin);
  const instrument = referenceData.findInstrument(isin);
  return price !== undefined && instrument
    ? { kind: instrument.kind, price, currency: instrument.currency }
    : undefined;
}
