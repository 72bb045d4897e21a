import type { Transaction } from '#platform/database';
import { FAULTS_SHOWN, type Findings } from './findings.js';
import { checkSealedRows } from './sealed-rows.js';

/**
 * What people decided: the decisions as they were sealed, and every proposal as its decisions say, from what was proposed to
 * who agreed.
 */
export async function checkDecisions(tx: Transaction, findings: Findings): Promise<void> {
  await checkSealedRows(tx, findings);
  const off = await tx.rows<{ proposal: string }>(
    `select p.proposal_id as proposal
     from ledger.proposal p
     left join lateral (
       select * from ledger.decision d where d.proposal_id = p.proposal_id and d.act = 'propose' order by d.decision_no limit 1
     ) proposed on true
     left join lateral (
       select * from ledger.decision d
       where d.proposal_id = p.proposal_id and d.act in ('approve', 'reject') and d.refused = '' order by d.decision_no limit 1
     ) concluded on true
     cross join lateral (
       select case when p.kind = 'soft-close' then case when proposed.refused = '' then 'approved' else 'rejected' end
                else case concluded.act when 'approve' then 'approved' when 'reject' then 'rejected' else 'waiting' end end as state,
              case when p.kind = 'soft-close' then proposed.actor else concluded.actor end as decided_by,
              case when p.kind = 'soft-close' then proposed.decided_at else concluded.decided_at end as decided_at,
              case when p.kind = 'soft-close' then proposed.reason else concluded.reason end as decision_reason
     ) due
     where (p.subject, p.proposed_by, p.proposed_at, p.reason, p.source)
         is distinct from (proposed.subject, proposed.actor, proposed.decided_at, proposed.reason, proposed.source)
       or p.subject_hash <> encode(sha256(convert_to(p.subject, 'UTF8')), 'hex')
       or (p.state, p.decided_by, p.decided_at, p.decision_reason)
         is distinct from (due.state, due.decided_by, due.decided_at, due.decision_reason)
       or p.kind not in ('soft-close', 're-open', 'hard-close', 'payroll')
       or (p.kind = 'payroll') <> (p.subject like '{"kind":"payroll"%')
       or (p.kind = 'hard-close') <> (p.subject like '%"to":"hard"%')
       or p.kind = 'soft-close' and (concluded.act is not null or p.subject not like '%"to":"soft"%')
     union
     select d.proposal_id from ledger.decision d
     where d.subject is not null and not exists (select from ledger.proposal p where p.proposal_id = d.proposal_id)
     order by 1 limit ${FAULTS_SHOWN}`,
  );
  for (const { proposal } of off)
    findings.add('(all books)', null, `proposal ${proposal} is not what the decisions on it say`);
}
