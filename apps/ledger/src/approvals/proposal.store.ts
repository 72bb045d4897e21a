import { createHash } from 'node:crypto';
import type { EventOf, deskLedgerDecision, LedgerSubject, ProposalRow } from '#contracts';
import type { Transaction } from '#platform/database';

export type Decision = EventOf<typeof deskLedgerDecision>;

/** A proposal as the books keep it. */
export interface Proposal {
  readonly proposalId: string;
  readonly kind: ProposalRow['kind'];
  readonly subject: LedgerSubject;
  /** SHA-256, hex, of what is shown to who approves. */
  readonly subjectHash: string;
  readonly proposedBy: string;
  readonly state: ProposalRow['state'];
}

interface ProposalRecord {
  readonly proposal_id: string;
  readonly kind: ProposalRow['kind'];
  readonly subject: string;
  readonly subject_hash: string;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly reason: string;
  readonly state: ProposalRow['state'];
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly decision_reason: string | null;
}

export const hashOf = (subject: string): string => createHash('sha256').update(subject).digest('hex');

/** @returns false where a proposal has that id already */
export async function keepProposal(
  tx: Transaction,
  { proposalId, actor, decidedAt, reason }: Pick<Decision, 'proposalId' | 'actor' | 'decidedAt' | 'reason'>,
  proposed: { readonly kind: ProposalRow['kind']; readonly subject: LedgerSubject; readonly source: string },
): Promise<boolean> {
  const subject = JSON.stringify(proposed.subject);
  const rows = await tx.rows(
    `insert into ledger.proposal (proposal_id, kind, subject, subject_hash, proposed_by, proposed_at, reason, source)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint proposal_pk do nothing returning 1`,
    [proposalId, proposed.kind, subject, hashOf(subject), actor, decidedAt, reason, proposed.source],
  );
  return rows.length > 0;
}

/** Locked until the decision on it is made. */
export async function findProposal(tx: Transaction, proposalId: string): Promise<Proposal | undefined> {
  const [row] = await tx.rows<ProposalRecord>('select * from ledger.proposal where proposal_id = $1 for update', [
    proposalId,
  ]);
  return (
    row && {
      proposalId,
      kind: row.kind,
      subject: JSON.parse(row.subject) as LedgerSubject,
      subjectHash: row.subject_hash,
      proposedBy: row.proposed_by,
      state: row.state,
    }
  );
}

export async function closeProposal(
  tx: Transaction,
  { proposalId, actor, decidedAt, reason }: Decision,
  state: 'approved' | 'rejected',
): Promise<void> {
  await tx.execute(
    `update ledger.proposal set state = $2, decided_by = $3, decided_at = $4, decision_reason = $5 where proposal_id = $1`,
    [proposalId, state, actor, decidedAt, reason],
  );
}

/** Keeps what came of a decision. @param refused why nothing came of it; empty where it was done */
export async function keepDecision(
  tx: Transaction,
  { messageId, proposalId, act, subject, actor, reason, decidedAt }: Decision,
  { source, refused }: { readonly source: string; readonly refused: string },
): Promise<void> {
  await tx.execute(
    `insert into ledger.decision (message_id, proposal_id, act, subject, actor, reason, decided_at, source, refused)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint decision_pk do nothing`,
    [
      messageId,
      proposalId,
      act,
      subject === undefined ? null : JSON.stringify(subject),
      actor,
      reason,
      decidedAt,
      source,
      refused,
    ],
  );
}

/** Why nothing came of a decision, empty where it was done; undefined while it has not been heard. */
export async function effectOf(tx: Transaction, messageId: string): Promise<string | undefined> {
  const [row] = await tx.rows<{ refused: string }>('select refused from ledger.decision where message_id = $1', [
    messageId,
  ]);
  return row?.refused;
}

const viewOf = (row: ProposalRecord): ProposalRow => ({
  proposalId: row.proposal_id,
  kind: row.kind,
  subject: JSON.parse(row.subject) as LedgerSubject,
  shown: row.subject_hash,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at.toISOString(),
  reason: row.reason,
  state: row.state,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at?.toISOString() ?? null,
  decisionReason: row.decision_reason,
});

/** Oldest first, those of one state or all; one row more than asked for tells whether there is a next page. */
export async function proposalPage(
  db: Transaction,
  state: ProposalRow['state'] | undefined,
  after: readonly string[] | undefined,
  limit: number,
): Promise<ProposalRow[]> {
  const rows = await db.rows<ProposalRecord>(
    `select * from ledger.proposal
     where ($1::text is null or state = $1) and ($2::timestamptz is null or (proposed_at, proposal_id) > ($2, $3))
     order by proposed_at, proposal_id limit $4`,
    [state ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map(viewOf);
}

export async function proposalView(db: Transaction, proposalId: string): Promise<ProposalRow | undefined> {
  const [row] = await db.rows<ProposalRecord>('select * from ledger.proposal where proposal_id = $1', [proposalId]);
  return row && viewOf(row);
}

export async function countProposals(db: Transaction, state: ProposalRow['state'] | undefined): Promise<number> {
  const [row] = await db.rows<{ total: number }>(
    'select count(*)::integer as total from ledger.proposal where $1::text is null or state = $1',
    [state ?? null],
  );
  return row?.total ?? 0;
}
