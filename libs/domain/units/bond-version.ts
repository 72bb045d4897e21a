import { Decimal } from '#domain/money';
import type { BondTrade, Trade } from '#domain/trade';

/** What a version of a bond trade adds to the position of a book; quantity in major units of nominal, negative for a sale. */
export interface BondTerms {
  readonly book: string;
  readonly isin: string;
  readonly quantity: string;
}

/**
 * A version of a trade as the debt view follows it: captured, corrected, withdrawn, in whatever order that is heard. Mirrors
 * what is booked: the terms that stand count whole until the version is void, then only what of it had settled.
 */
export interface BondVersion {
  readonly tradeId: string;
  readonly version: number;
  readonly captured: BondTerms | null;
  /** Terms a clerk has accepted instead, by the number of the decision: the last one stands. */
  readonly corrected: { readonly sequence: number; readonly terms: BondTerms } | null;
  /** Nominal that had settled when the version became void, without sign; null while it stands. */
  readonly keptWhenVoid: string | null;
}

export function unheardVersion(tradeId: string, version: number): BondVersion {
  return { tradeId, version, captured: null, corrected: null, keptWhenVoid: null };
}

export function bondTerms(trade: Trade): BondTerms | null {
  return trade.product === 'bond' ? termsOf(trade) : null;
}

function termsOf({ book, isin, side, quantity }: BondTrade): BondTerms {
  const nominal = new Decimal(quantity);
  return { book, isin, quantity: (side === 'BUY' ? nominal : nominal.negated()).toFixed() };
}

export function withCapture(version: BondVersion, captured: BondTerms): BondVersion {
  return { ...version, captured };
}

export function withCorrection(version: BondVersion, sequence: number, terms: BondTerms): BondVersion {
  const newer = version.corrected === null || version.corrected.sequence < sequence;
  return newer ? { ...version, corrected: { sequence, terms } } : version;
}

export function withWithdrawal(version: BondVersion, settledNominal: string | null): BondVersion {
  return { ...version, keptWhenVoid: settledNominal ?? '0' };
}

/** What it adds to the position now; null while nothing of it counts. */
export function tradedBy({ captured, corrected, keptWhenVoid }: BondVersion): BondTerms | null {
  const stands = captured && (corrected?.terms ?? captured);
  if (!stands || keptWhenVoid === null) return stands;
  const kept = new Decimal(keptWhenVoid);
  return { ...stands, quantity: (stands.quantity.startsWith('-') ? kept.negated() : kept).toFixed() };
}
