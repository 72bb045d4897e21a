import { z } from 'zod';
import { clerk } from './clerk.js';

/** Acts of the desk that a second person approves. */
export const deskActs = ['resubmit', 'discard', 'accept', 'resend'] as const;
export type DeskAct = (typeof deskActs)[number];

export const deskProposalStates = ['waiting', 'approved', 'rejected', 'withdrawn', 'expired'] as const;

/** How proposals of the desk are listed: as they came, which is the order in which they are decided, or the latest first. */
export const deskProposalOrders = ['oldest', 'latest'] as const;

/** GET /api/<service>/desk-proposals?state=&order=&limit=&cursor=: what was proposed there, oldest first unless asked. */
export interface DeskProposalRow {
  readonly proposalId: string;
  readonly act: DeskAct;
  /** Id of what it is done to: a parked message, a break, an obligation. */
  readonly object: string;
  readonly tradeId: string | null;
  /** All that is proposed. `resubmit`: body; `accept`: side and versions; `resend`: instructionId. */
  readonly content: Readonly<Record<string, unknown>>;
  /** SHA-256 of what an approver is shown: act, object, content, proposer and reason. */
  readonly shown: string;
  readonly state: (typeof deskProposalStates)[number];
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly reason: string;
  readonly expiresAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
  /** What came of it once it was carried out. */
  readonly outcome: string | null;
}

/** POST /api/<service>/desk-proposals/:proposalId/approve, by another person; answers with DeskProposalRow. */
export const deskApprovalRequest = z.strictObject({ shown: z.string().regex(/^[0-9a-f]{64}$/), ...clerk });

/** POST /api/<service>/desk-proposals/:proposalId/reject, by another person, or …/withdraw, by whoever proposed it. */
export const deskRejectionRequest = z.strictObject(clerk);
