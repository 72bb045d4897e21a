import type { Trade } from '#domain/trade';

/** A version of a trade whose terms stand in the books. */
export interface BookedVersion<Terms extends Trade = Trade> {
  readonly tradeId: string;
  readonly version: number;
  /** `front`: as captured; `accepted-middle`: as a clerk decided in favour of the middle office. */
  readonly basis: 'front' | 'accepted-middle';
  readonly trade: Terms;
}

/** Key of the trade-date journals of a version. */
export function tradeDateKey(tradeId: string, version: number, basis: BookedVersion['basis']): string {
  return `${tradeId}/${version}/${basis === 'front' ? 'trade-date' : 'accepted-middle'}`;
}

/** Key of the commission the house charges the client for a version (R9). */
export function commissionKey(tradeId: string, version: number, basis: BookedVersion['basis']): string {
  return `${tradeDateKey(tradeId, version, basis)}/commission`;
}
