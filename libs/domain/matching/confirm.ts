import { idOf } from '#domain/identity';
import type { Trade } from '#domain/trade';
import type { CutOff } from './cut-off.js';
import { matchStatement, type CounterpartyStatement, type Difference } from './statement.js';
import type { GatingSet } from './tolerance-set.js';

/** The latest front-office version of a trade, as far as confirming it goes. */
export interface FrontVersion {
  readonly version: number;
  readonly cancelled: boolean;
  readonly at: string;
}

/** The version whose terms front and middle office agree on, or a clerk accepted. */
export interface AgreedVersion {
  readonly eventId: string;
  readonly version: number;
  readonly trade: Trade;
  readonly at: string;
}

/** The counterparty's statement of the highest revision. */
export interface LatestStatement extends CounterpartyStatement {
  readonly revision: number;
  /** Decides between two statements of the same revision: the one that sorts last counts. */
  readonly messageId: string;
  /** `CANCEL`: the counterparty takes back what it said. */
  readonly kind: 'CONFIRM' | 'CANCEL';
  readonly sentAt: string;
}

export interface ConfirmationFacts {
  readonly tradeId: string;
  readonly front: FrontVersion | null;
  readonly agreed: AgreedVersion | null;
  readonly statement: LatestStatement | null;
}

export interface Dispute {
  readonly kind: 'differs' | 'alleged' | 'unanswered';
  readonly version: number | null;
  readonly counterparty: string;
  readonly differences: readonly Difference[];
  readonly counterfactual: string;
}

export interface ConfirmationFinding {
  /** `unknown`: nobody here has the trade; `pending`: it waits for agreement or for the counterparty. */
  readonly status: 'unknown' | 'pending' | 'confirmed' | 'disputed' | 'cancelled';
  /** The word that is still to come; it is a dispute once the cut-off has passed. */
  readonly awaits: 'statement' | 'trade' | 'withdrawal' | null;
  readonly dispute: Dispute | null;
}

export interface ConfirmationRules {
  readonly gating: GatingSet;
  readonly partyOf: (name: string) => string | undefined;
}

/**
 * Where the confirmation of a trade stands, from nothing but the latest front version, the agreed version, the
 * counterparty's latest statement and the last matching cut-off; the way they came does not matter (life cycle L6, L7, L23).
 *
 * Earlier matches are void as soon as the front office has a newer version (L23), whoever agreed to the older one. What is
 * still to come is disputed only when the cut-off found it missing.
 */
export function findConfirmation(
  facts: ConfirmationFacts,
  cutOff: CutOff | null,
  rules: ConfirmationRules,
): ConfirmationFinding {
  const { front, agreed, statement } = facts;
  const stated = statement?.kind === 'CONFIRM' ? statement : null;
  const at = (when: string): boolean => cutOff !== null && Date.parse(when) <= Date.parse(cutOff.at);

  if (front?.cancelled) {
    if (stated === null) return { status: 'cancelled', awaits: null, dispute: null };
    if (!at(front.at) || !at(stated.sentAt)) return { status: 'cancelled', awaits: 'withdrawal', dispute: null };
    return { status: 'cancelled', awaits: null, dispute: stillStated(front, stated) };
  }
  if (agreed && agreed.version >= (front?.version ?? 0)) {
    if (statement === null) {
      if (!at(agreed.at)) return { status: 'pending', awaits: 'statement', dispute: null };
      return { status: 'disputed', awaits: null, dispute: unanswered(agreed) };
    }
    const dispute = stated === null ? withdrawn(agreed) : differing(agreed, stated, rules);
    return { status: dispute ? 'disputed' : 'confirmed', awaits: null, dispute };
  }
  if (front || agreed) return { status: 'pending', awaits: null, dispute: null };
  if (stated === null) return { status: 'unknown', awaits: null, dispute: null };
  if (!at(stated.sentAt)) return { status: 'unknown', awaits: 'trade', dispute: null };
  return { status: 'unknown', awaits: null, dispute: alleged(stated) };
}

/** An id for what a dispute is about: the same dispute is told once, another one anew. */
export function disputeIdOf({ tradeId, front, agreed, statement }: ConfirmationFacts, { kind }: Dispute): string {
  return idOf(
    'trade-disputed',
    tradeId,
    kind,
    front?.cancelled ? front.version : 0,
    agreed?.eventId ?? '',
    statement?.revision ?? 0,
    statement?.messageId ?? '',
  );
}

function differing(
  { version, trade }: AgreedVersion,
  stated: LatestStatement,
  { gating, partyOf }: ConfirmationRules,
): Dispute | null {
  const { differences, counterfactual } = matchStatement(trade, stated, gating, partyOf);
  if (counterfactual === null) return null;
  return { kind: 'differs', version, counterparty: trade.counterparty, differences, counterfactual };
}

const statusDiffers = (ours: string, theirs: string | null): Difference[] => [
  { field: 'status', ours, theirs, tolerance: 'exact' },
];

function withdrawn({ version, trade }: AgreedVersion): Dispute {
  return {
    kind: 'differs',
    version,
    counterparty: trade.counterparty,
    differences: statusDiffers('live', 'withdrawn'),
    counterfactual: 'matches if the counterparty states the trade again, or the front office cancels it',
  };
}

function unanswered({ version, trade }: AgreedVersion): Dispute {
  return {
    kind: 'unanswered',
    version,
    counterparty: trade.counterparty,
    differences: [],
    counterfactual: 'matches if the counterparty states these terms',
  };
}

function alleged({ counterparty }: LatestStatement): Dispute {
  return {
    kind: 'alleged',
    version: null,
    counterparty,
    differences: [],
    counterfactual: 'matches if the front office reports the trade, or the counterparty withdraws its statement',
  };
}

function stillStated({ version }: FrontVersion, { counterparty }: LatestStatement): Dispute {
  return {
    kind: 'alleged',
    version,
    counterparty,
    differences: statusDiffers('cancelled', 'live'),
    counterfactual: 'matches if the counterparty withdraws its statement',
  };
}
