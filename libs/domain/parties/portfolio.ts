import type { Product, Unit } from '#domain/trade';

/** A desk's portfolio: decides which unit's books a trade belongs to. */
export interface Portfolio {
  readonly name: string;
  readonly unit: Unit;
  readonly products: readonly Product[];
  /** Commission on the consideration where the sender tells none, in basis points. */
  readonly commissionBasisPoints: string;
}
