import { idOf } from '#domain/identity';
import type { Received } from '#platform/messaging';
import { placeOf, type Cause } from '../books/entry.js';
import type { Decision } from './proposal.store.js';

/** What is to be done, by whom. */
export interface Agreed {
  readonly proposedBy: string;
  /** Null where one person is enough. */
  readonly approvedBy: string | null;
  readonly decision: Received<Decision>;
}

/** What people have agreed on posts; a softly closed month takes it still. */
export function decidedBy({ proposedBy, approvedBy, decision }: Agreed): Cause {
  const { messageId, decidedAt } = decision.event;
  return {
    sourceEventId: idOf('ledger-decision-heard', messageId),
    source: placeOf(decision),
    actor: proposedBy,
    approver: approvedBy,
    occurredAt: decidedAt,
    adjusting: true,
  };
}
