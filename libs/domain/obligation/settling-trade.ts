import type { Trade } from '#domain/trade';

/** Terms of one version; kept as text where they are stored, read when somebody asks. */
export interface VersionTerms {
  readonly version: number;
  readonly trade: Trade;
}

/** A later version from the front office that has not taken effect yet. */
export interface Change {
  readonly version: number;
  readonly action: 'AMEND' | 'CANCEL';
  readonly amendment: 'economic' | 'internal' | null;
  /** What replaces the version before; null for a cancel. */
  readonly terms: VersionTerms | null;
}

/** A change that came too late for what has settled (L29). */
export interface RefusedChange {
  readonly version: number;
  readonly reason: string;
}

/** The version whose terms are being settled, and that is booked. */
export interface Standing {
  readonly version: number;
  /** First version with these economic terms: its confirmation holds for internal amendments too, its number is in our references. */
  readonly root: number;
  readonly cancelled: boolean;
}

/** What settlement keeps of one trade beside its obligations. */
export interface SettlingTrade {
  readonly tradeId: string;
  /** Null while only others than the front office have spoken of it. */
  readonly standing: Standing | null;
  /** Terms said with what settles or fails: of the standing version, or an earlier one of the same economic terms. */
  readonly terms: VersionTerms | null;
  /** In the order of their versions. */
  readonly changes: readonly Change[];
  /** Confirmed terms whose time to be instructed has not come. */
  readonly held: VersionTerms | null;
  readonly refused: readonly RefusedChange[];
}

export function unknownTrade(tradeId: string): SettlingTrade {
  return { tradeId, standing: null, terms: null, changes: [], held: null, refused: [] };
}

/** The front office reports a version. A new one begins a trade; one that replaces nothing and cancels is a tombstone. */
export function withVersion(
  trade: SettlingTrade,
  {
    replaces,
    ...change
  }: Omit<Change, 'action'> & { readonly action: 'NEW' | 'AMEND' | 'CANCEL'; readonly replaces: number | null },
): SettlingTrade {
  const { version, action } = change;
  if (action === 'NEW' || replaces === null) {
    if (trade.standing && trade.standing.version >= version) return trade;
    return { ...trade, standing: { version, root: version, cancelled: action === 'CANCEL' } };
  }
  const standing = trade.standing ?? { version: replaces, root: replaces, cancelled: false };
  const known =
    version <= standing.version || [...trade.changes, ...trade.refused].some((one) => one.version === version);
  if (known) return trade;
  const changes = [...trade.changes, { ...change, action }].sort((left, right) => left.version - right.version);
  return { ...trade, standing, changes };
}

const FIRST_VERSION = 1;

/** The counterparty confirms a version. That of the first may come before the front office is heard. */
export function withConfirmation(trade: SettlingTrade, confirmed: VersionTerms): SettlingTrade {
  const standing =
    trade.standing ??
    (confirmed.version === FIRST_VERSION ? { version: FIRST_VERSION, root: FIRST_VERSION, cancelled: false } : null);
  if (standing && (standing.cancelled || confirmed.version < standing.root)) return { ...trade, standing };
  if (trade.held && trade.held.version > confirmed.version) return { ...trade, standing };
  return { ...trade, standing, held: confirmed };
}
