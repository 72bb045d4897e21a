import type { DeskAct, DeskProposalRow } from '#contracts';
import type { Transaction } from '#platform/database';

export interface Proposed {
  readonly proposalId: string;
  readonly act: DeskAct;
  readonly object: string;
  readonly tradeId: string | null;
  readonly content: string;
  readonly shown: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly reason: string;
  readonly expiresAt: string;
}

export interface Decided {
  readonly proposalId: string;
  readonly state: 'approved' | 'rejected' | 'withdrawn';
  readonly decidedBy: string;
  readonly decidedAt: string;
  readonly reason: string;
}

export interface ProposalPage {
  readonly state: DeskProposalRow['state'] | undefined;
  readonly latestFirst: boolean;
  /** Time and id of the last row of the page before. */
  readonly after: readonly string[] | undefined;
  readonly limit: number;
}

type Kept = Omit<DeskProposalRow, 'content'> & { readonly content: string };

const instant = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const columns = `proposal_id as "proposalId", act, object, trade_id as "tradeId", content, shown, state, proposed_by as "proposedBy",
  ${instant('proposed_at')} as "proposedAt", reason, ${instant('expires_at')} as "expiresAt", decided_by as "decidedBy",
  ${instant('decided_at')} as "decidedAt", decision_reason as "decisionReason", outcome`;

/** The rows of one service's desk. What nobody decided in time expires when somebody next looks. */
export class ProposalStore {
  constructor(private readonly schema: string) {}

  private get table(): string {
    return `${this.schema}.desk_proposal`;
  }

  /** @returns false when something else waits for the same object */
  async insert(tx: Transaction, proposed: Proposed): Promise<boolean> {
    const { proposalId, act, object, tradeId, content, shown, proposedBy, proposedAt, reason, expiresAt } = proposed;
    const rows = await tx.rows(
      `insert into ${this.table} (proposal_id, act, object, trade_id, content, shown, proposed_by, proposed_at, reason, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (object) where state = 'waiting' do nothing returning proposal_id`,
      [proposalId, act, object, tradeId, content, shown, proposedBy, proposedAt, reason, expiresAt],
    );
    return rows.length === 1;
  }

  /** @returns false when it waits no more */
  async decide(tx: Transaction, { proposalId, state, decidedBy, decidedAt, reason }: Decided): Promise<boolean> {
    const rows = await tx.rows(
      `update ${this.table} set state = $2, decided_by = $3, decided_at = $4, decision_reason = $5
       where proposal_id = $1 and state = 'waiting' returning proposal_id`,
      [proposalId, state, decidedBy, decidedAt, reason],
    );
    return rows.length === 1;
  }

  async keepOutcome(tx: Transaction, proposalId: string, outcome: string): Promise<void> {
    await tx.execute(`update ${this.table} set outcome = $2 where proposal_id = $1 and outcome is null`, [
      proposalId,
      outcome,
    ]);
  }

  async expire(tx: Transaction, now: string): Promise<void> {
    await tx.execute(`update ${this.table} set state = 'expired' where state = 'waiting' and expires_at <= $1`, [now]);
  }

  async find(tx: Transaction, proposalId: string): Promise<DeskProposalRow | undefined> {
    const [row] = await tx.rows<Kept>(`select ${columns} from ${this.table} where proposal_id = $1`, [proposalId]);
    return row && viewOf(row);
  }

  async waitingFor(tx: Transaction, object: string): Promise<DeskProposalRow | undefined> {
    const [row] = await tx.rows<Kept>(`select ${columns} from ${this.table} where object = $1 and state = 'waiting'`, [
      object,
    ]);
    return row && viewOf(row);
  }

  async page(tx: Transaction, { state, latestFirst, after, limit }: ProposalPage): Promise<DeskProposalRow[]> {
    const [beyond, direction] = latestFirst ? ['<', 'desc'] : ['>', 'asc'];
    const rows = await tx.rows<Kept>(
      `select ${columns} from ${this.table}
       where ($1::text is null or state = $1)
         and ($2::timestamptz is null or (proposed_at, proposal_id) ${beyond} ($2, $3::uuid))
       order by proposed_at ${direction}, proposal_id ${direction} limit $4`,
      [state ?? null, after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map(viewOf);
  }

  async count(tx: Transaction, state: DeskProposalRow['state'] | undefined): Promise<number> {
    const [row] = await tx.rows<{ count: number }>(
      `select count(*)::int as count from ${this.table} where $1::text is null or state = $1`,
      [state ?? null],
    );
    return row?.count ?? 0;
  }
}

const viewOf = ({ content, ...row }: Kept): DeskProposalRow => ({
  ...row,
  content: JSON.parse(content) as Readonly<Record<string, unknown>>,
});
