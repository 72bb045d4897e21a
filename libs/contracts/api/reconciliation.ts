import { z } from 'zod';
import { clerk } from './clerk.js';
import type { DeskProposalRow } from './desk-proposals.js';
import type { Amount } from './page.js';

/** GET /api/reconciliation/breaks?limit=&cursor=&kind= */
export interface BreakRow {
  readonly breakId: string;
  readonly tradeId: string;
  readonly kind: string;
  readonly reason: string;
  readonly fields: readonly string[];
  readonly openedAt: string;
  readonly counterparty: string;
  readonly gross: Amount | null;
}

/** GET /api/reconciliation/breaks/:id */
export interface BreakDetail extends BreakRow {
  readonly state: 'open' | 'closed';
  readonly outcome: string | null;
  readonly comparison: readonly {
    readonly field: string;
    readonly front: string | null;
    readonly middle: string | null;
    readonly tolerance: string | null;
    readonly differs: boolean;
  }[];
  readonly decisions: readonly {
    readonly actor: string;
    readonly approver: string;
    readonly act: string;
    readonly reason: string;
    readonly at: string;
  }[];
  /** What waits for a second person. */
  readonly proposal: DeskProposalRow | null;
}

/** POST /api/reconciliation/breaks/:id/accept; answers with DeskProposalRow. */
export const acceptBreakRequest = z.strictObject({
  side: z.enum(['front', 'middle']),
  ...clerk,
});

/** GET /api/reconciliation/summary */
export interface ReconciliationSummary {
  readonly agreed: number;
  readonly openBreaks: number;
  readonly byKind: Readonly<Record<string, number>>;
}
