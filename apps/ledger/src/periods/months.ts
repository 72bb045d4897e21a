import type { PeriodRow } from '#contracts';
import type { Transaction } from '#platform/database';

/** How a month stands; one that nothing was posted to is open. */
export async function stateOf(tx: Transaction, month: string): Promise<PeriodRow['state']> {
  const [period] = await tx.rows<{ state: PeriodRow['state'] }>('select state from ledger.period where period = $1', [
    `${month}-01`,
  ]);
  return period?.state ?? 'open';
}

/** All months that have been posted to or changed, latest first, each with who changed it. */
export function months(db: Transaction): Promise<PeriodRow[]> {
  return db.rows<PeriodRow>(
    `select to_char(p.period, 'YYYY-MM') as month, p.state,
       coalesce((
         select json_agg(json_build_object('from', c.from_state, 'to', c.to_state, 'proposedBy', c.proposed_by,
           'approvedBy', c.approved_by, 'reason', c.reason,
           'at', to_char(c.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by c.change_no)
         from ledger.period_change c where c.period = p.period), '[]') as changes
     from ledger.period p order by p.period desc`,
  );
}
