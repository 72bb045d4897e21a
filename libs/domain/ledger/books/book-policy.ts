import type { AccountNumber } from './chart-of-accounts.js';

/**
 * How a book measures its securities (IFRS 9 4.1): at fair value through profit or loss, at fair value through other
 * comprehensive income, or at amortised cost.
 */
export type Classification = 'FVTPL' | 'FVOCI' | 'AC';

/** What of a holding is sold first: a share of all at weighted average cost, or what was bought first. */
export type Costing = 'WAC' | 'FIFO';

export interface BookPolicy {
  readonly classification: Classification;
  readonly costing: Costing;
}

const DEALING: BookPolicy = { classification: 'FVTPL', costing: 'WAC' };

/** Books that do not deal for profit: what is held to collect, as a reserve of liquidity, or as a lasting share in a company. */
const POLICIES: ReadonlyMap<string, BookPolicy> = new Map<string, BookPolicy>([
  ['house.debt.collect', { classification: 'AC', costing: 'FIFO' }],
  ['house.debt.reserve', { classification: 'FVOCI', costing: 'WAC' }],
  ['house.risk.strategic', { classification: 'FVOCI', costing: 'WAC' }],
  ['house.risk.market-making', { classification: 'FVTPL', costing: 'FIFO' }],
]);

/** Whether it is a book of the house: one of its units', or of one of their desks that has a policy of its own. */
export function isHouseBook(book: string): boolean {
  return /^house\.(treasury|debt|risk)$/.test(book) || POLICIES.has(book);
}

/** Policy of a book: the same for its purchases and its sales (IFRS 9 3.1.2). */
export function policyOf(book: string): BookPolicy {
  return POLICIES.get(book) ?? DEALING;
}

const ASSETS = { FVTPL: '1100', FVOCI: '1110', AC: '1120' } as const satisfies Record<Classification, AccountNumber>;

/** Account on which a book holds its securities. */
export function assetAccount({ classification }: BookPolicy): AccountNumber {
  return ASSETS[classification];
}

const ASSET_ACCOUNTS: ReadonlySet<string> = new Set(Object.values(ASSETS));

/** Whether securities are held on the account, whatever their classification. */
export function holdsSecurities(account: string): boolean {
  return ASSET_ACCOUNTS.has(account);
}

/** Where a change of fair value goes; nowhere at amortised cost. */
export function unrealisedAccount({ classification }: BookPolicy): AccountNumber | undefined {
  return classification === 'FVTPL' ? '4210' : classification === 'FVOCI' ? '3100' : undefined;
}
