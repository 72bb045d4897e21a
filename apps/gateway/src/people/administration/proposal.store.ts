import { peopleSubject, type Page, type PeopleProposalRow, type PeopleSubject, type Role } from '#contracts';
import type { Transaction } from '#platform/database';
import { cutPage } from '#platform/http';

export const proposalStates = ['waiting', 'approved', 'rejected', 'withdrawn', 'expired'] as const;
type State = (typeof proposalStates)[number];

interface Row {
  readonly proposal_id: string;
  readonly kind: string;
  readonly handle: string;
  readonly name: string | null;
  readonly roles: Role[] | null;
  readonly before: Role[] | null;
  readonly state: State;
  readonly proposed_by: string;
  readonly proposed_at: Date;
  readonly reason: string;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly decision_reason: string | null;
  readonly expires_at: Date;
  readonly shown: string;
}

/** A proposal that nobody decided in time has expired, whether or not that has been written down. */
const STATE_AT = `case when state = 'waiting' and expires_at <= $1 then 'expired' else state end`;
const COLUMNS = `proposal_id, kind, handle, name, roles, before, ${STATE_AT} as state, proposed_by, proposed_at, reason,
  decided_by, decided_at, decision_reason, expires_at, shown`;

export async function insertProposal(tx: Transaction, row: PeopleProposalRow): Promise<void> {
  const { subject } = row;
  await tx.execute(
    `insert into gateway.people_proposal
       (proposal_id, kind, handle, name, roles, before, proposed_by, proposed_at, reason, expires_at, shown)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      row.proposalId,
      subject.kind,
      subject.handle,
      subject.kind === 'invite' ? subject.name : null,
      'roles' in subject ? subject.roles : null,
      row.before,
      row.proposedBy,
      row.proposedAt,
      row.reason,
      row.expiresAt,
      row.shown,
    ],
  );
}

/** Writes down which proposals have run out of time, so that new ones can take their place. */
export async function closeExpired(tx: Transaction, now: Date): Promise<void> {
  await tx.execute(
    `update gateway.people_proposal set state = 'expired', decided_at = expires_at
     where state = 'waiting' and expires_at <= $1`,
    [now],
  );
}

export async function isWaiting(tx: Transaction, handle: string): Promise<boolean> {
  const rows = await tx.rows(`select from gateway.people_proposal where handle = $1 and state = 'waiting'`, [handle]);
  return rows.length > 0;
}

/** Nobody else decides it until the transaction ends. */
export async function lockProposal(tx: Transaction, id: string, now: Date): Promise<PeopleProposalRow | undefined> {
  const [row] = await tx.rows<Row>(`select ${COLUMNS} from gateway.people_proposal where proposal_id = $2 for update`, [
    now,
    id,
  ]);
  return row && viewOf(row);
}

export async function decideProposal(
  tx: Transaction,
  id: string,
  decision: { state: 'approved' | 'rejected' | 'withdrawn'; by: string | null; at: Date; reason: string },
): Promise<void> {
  await tx.execute(
    `update gateway.people_proposal set state = $2, decided_by = $3, decided_at = $4, decision_reason = $5
     where proposal_id = $1`,
    [id, decision.state, decision.by, decision.at, decision.reason],
  );
}

/** Newest first. @param after sort values of the last row of the page before */
export async function listProposals(
  tx: Transaction,
  asked: { state: State | undefined; after: string[] | undefined; limit: number; now: Date },
): Promise<Page<PeopleProposalRow>> {
  const state = asked.state ?? null;
  const [at = null, id = null] = asked.after ?? [];
  const found = await tx.rows<Row>(
    `select ${COLUMNS} from gateway.people_proposal
     where ($2::text is null or ${STATE_AT} = $2) and ($3::timestamptz is null or (proposed_at, proposal_id) < ($3, $4::uuid))
     order by proposed_at desc, proposal_id desc limit $5`,
    [asked.now, state, at, id, asked.limit + 1],
  );
  const [counted] = await tx.rows<{ total: string }>(
    `select count(*) as total from gateway.people_proposal where $2::text is null or ${STATE_AT} = $2`,
    [asked.now, state],
  );
  const { rows, next } = cutPage(found, asked.limit, (last) => [last.proposed_at.toISOString(), last.proposal_id]);
  return { rows: rows.map(viewOf), total: Number(counted?.total), ...(next === undefined ? {} : { next }) };
}

function viewOf(row: Row): PeopleProposalRow {
  const { kind, handle, name, roles } = row;
  const subject: PeopleSubject = peopleSubject.parse({
    kind,
    handle,
    ...(name === null ? {} : { name }),
    ...(roles === null ? {} : { roles }),
  });
  return {
    proposalId: row.proposal_id,
    subject,
    before: row.before,
    state: row.state,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at.toISOString(),
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    decisionReason: row.decision_reason,
    expiresAt: row.expires_at.toISOString(),
    shown: row.shown,
  };
}
