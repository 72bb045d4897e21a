import { wayBetween, type State } from '#domain/life-cycle';

/** What a later service told about a trade. */
export interface Fact {
  readonly kind: 'agreed' | 'break-opened' | 'break-closed' | 'confirmed' | 'disputed' | 'withdrawn' | 'obligation';
  readonly version: number | null;
  readonly obligationId: string | null;
  /** Order of what one service says of one trade or obligation. */
  readonly sequence: number | null;
  readonly state: State | null;
  readonly reason: string | null;
}

/** The trade as intake itself knows it. */
export interface KnownTrade {
  readonly frontApplied: number;
  readonly frontCancelled: boolean;
  /** The cancel came first: nothing was ever captured that could be withdrawn. */
  readonly frontTombstone: boolean;
  readonly middleApplied: number;
  readonly settlementDate: string;
  readonly counterparty: string;
}

export interface Standing {
  readonly state: State;
  /** Why it needs somebody, or for what it waits; null when it is done. */
  readonly reason: string | null;
}

/**
 * Where the trade stands, from everything known about it: a pure function of the set of facts, so their order of arrival
 * plays no part. A fact whose predecessors are missing (an obligation's second step before its first) waits unseen.
 */
export function standingOf(trade: KnownTrade, facts: readonly Fact[]): Standing {
  const { frontApplied: version } = trade;
  if (version === 0) return { state: 'CAPTURED', reason: 'waits for the front office' };
  const settlement = settlementStanding(trade, facts);
  if (settlement) return settlement;
  if (trade.frontCancelled) {
    const withdrawn = facts.some((fact) => fact.kind === 'withdrawn' && fact.state === 'CANCELLED');
    if (withdrawn || trade.frontTombstone) return { state: 'CANCELLED', reason: null };
    return { state: 'ENRICHED', reason: 'cancelled by the front office, settlement has not withdrawn it yet' };
  }
  return agreementStanding(trade, facts);
}

function agreementStanding(
  { frontApplied: version, middleApplied, counterparty }: KnownTrade,
  facts: readonly Fact[],
): Standing {
  const word = latest(
    facts.filter(({ kind }) => kind === 'agreed' || kind === 'break-opened' || kind === 'break-closed'),
  );
  const agreed =
    facts.some((fact) => fact.kind === 'agreed' && fact.version === version) && word?.kind !== 'break-opened';
  if (!agreed) {
    if (word?.kind === 'break-opened') return { state: 'ENRICHED', reason: word.reason };
    return {
      state: 'ENRICHED',
      reason: middleApplied === 0 ? 'waits for the middle office' : 'waits for the comparison',
    };
  }
  const answer = latest(
    facts.filter((fact) => (fact.kind === 'confirmed' || fact.kind === 'disputed') && fact.version === version),
  );
  if (answer?.kind === 'confirmed') return { state: 'CONFIRMED', reason: 'waits to be instructed' };
  return { state: 'RECONCILED', reason: answer?.reason ?? `waits for the confirmation of ${counterparty}` };
}

const latest = (facts: readonly Fact[]): Fact | undefined =>
  facts.reduce<Fact | undefined>(
    (last, fact) => (last && (last.sequence ?? 0) > (fact.sequence ?? 0) ? last : fact),
    undefined,
  );

/** The least advanced obligation speaks for the trade, a fail before all; undefined while none is at the custodian. */
function settlementStanding({ settlementDate }: KnownTrade, facts: readonly Fact[]): Standing | undefined {
  const obligations = new Map<string, Fact[]>();
  for (const fact of facts)
    if (fact.kind === 'obligation' && fact.obligationId !== null)
      obligations.set(fact.obligationId, [...(obligations.get(fact.obligationId) ?? []), fact]);
  const standing = [...obligations.values()].flatMap((steps) => {
    const ordered = [...steps].sort((left, right) => (left.sequence ?? 0) - (right.sequence ?? 0));
    const reached = ordered.filter(({ sequence }, index) => sequence === index + 1).at(-1);
    return reached && reached.state !== 'CANCELLED' ? [reached] : [];
  });
  for (const state of [
    'FAILING',
    'CANCEL_PENDING',
    'PARTIALLY_SETTLED',
    'CONFIRMED',
    'INSTRUCTED',
    'MATCHED',
  ] as const) {
    const fact = standing.find((one) => one.state === state);
    if (fact)
      return { state, reason: fact.reason ?? REASONS[state] ?? `settlement date ${settlementDate} not reached` };
  }
  return standing.length > 0 ? { state: 'SETTLED', reason: null } : undefined;
}

const REASONS: Readonly<Partial<Record<State, string>>> = {
  FAILING: 'not settled by the cut-off',
  CANCEL_PENDING: 'the custodian has been asked to cancel',
  PARTIALLY_SETTLED: 'a part has settled, the remainder is open',
  CONFIRMED: 'rejected by the custodian',
};

/** The states passed from where the trade was to where it stands; undefined when no legal way leads there. */
export function wayTo(from: State, to: State): readonly State[] | undefined {
  return from === to ? [from] : wayBetween(from, to);
}
