import { Controller } from '@nestjs/common';
import { deskLedgerDecision, type LedgerSubject, type ProposalRow } from '#contracts';
import { samePerson } from '#platform/approvals';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch, type Received } from '#platform/messaging';
import { placeOf } from '../books/entry.js';
import { postPayroll } from '../payroll/post-payroll.js';
import { changePeriod } from '../periods/change-period.js';
import { stateOf } from '../periods/months.js';
import type { Agreed } from './agreed.js';
import {
  closeProposal,
  findProposal,
  keepDecision,
  keepProposal,
  type Decision,
  type Proposal,
} from './proposal.store.js';

/** Four eyes on the books: whoever approves is not who proposed, and approves exactly what was shown. */
@Controller()
export class DecideProposalsController {
  @HandlesBatch(deskLedgerDecision)
  async decide(batch: Batch<Decision>, tx: Transaction): Promise<void> {
    // One after the other: what a decision is made on stays so until it is kept.
    await tx.execute('select pg_advisory_xact_lock(ledger.sealing_lock())');
    for (const received of batch.received) {
      const refused = await this.act(received, batch, tx);
      await keepDecision(tx, received.event, { source: placeOf(received), refused });
    }
  }

  /** @returns why nothing came of it; empty where it was done */
  private act(received: Received<Decision>, batch: Batch<Decision>, tx: Transaction): Promise<string> {
    return received.event.act === 'propose' ? propose(received, batch, tx) : conclude(received, batch, tx);
  }
}

/** A soft close of an open month needs one person; the way back to it from a hard close opens the month again. */
async function kindOf(subject: LedgerSubject, tx: Transaction): Promise<ProposalRow['kind']> {
  if (subject.kind === 'payroll') return 'payroll';
  if (subject.to === 'hard') return 'hard-close';
  return subject.to === 'soft' && (await stateOf(tx, subject.month)) === 'open' ? 'soft-close' : 're-open';
}

async function propose(received: Received<Decision>, batch: Batch<Decision>, tx: Transaction): Promise<string> {
  const { event } = received;
  const { subject } = event;
  if (!subject) return 'it does not say what is proposed';
  const kind = await kindOf(subject, tx);
  if (!(await keepProposal(tx, event, { kind, subject, source: placeOf(received) })))
    return `${event.proposalId} is the id of another proposal`;
  // A soft close needs one person: it can be taken back, and adjustments are still taken.
  if (kind !== 'soft-close') return '';
  const refused = await carryOut(subject, { proposedBy: event.actor, approvedBy: null, decision: received }, batch, tx);
  await closeProposal(tx, event, refused === '' ? 'approved' : 'rejected');
  return refused;
}

async function conclude(received: Received<Decision>, batch: Batch<Decision>, tx: Transaction): Promise<string> {
  const { event } = received;
  const { proposalId, act, actor } = event;
  const proposal = await findProposal(tx, proposalId);
  if (!proposal) return `there is no proposal ${proposalId}`;
  if (proposal.state !== 'waiting') return `${proposalId} is ${proposal.state} already`;
  if (act === 'reject') {
    await closeProposal(tx, event, 'rejected');
    return '';
  }
  const refused = notTwoPeople(proposal, actor) ?? notAsShown(proposal, event.shown);
  if (refused !== undefined) return refused;
  const agreed = { proposedBy: proposal.proposedBy, approvedBy: actor, decision: received };
  const impossible = await carryOut(proposal.subject, agreed, batch, tx);
  if (impossible === '') await closeProposal(tx, event, 'approved');
  return impossible;
}

function notTwoPeople({ proposedBy }: Proposal, actor: string): string | undefined {
  return samePerson(proposedBy, actor) ? `${actor} proposed it; another person has to approve` : undefined;
}

function notAsShown({ proposalId, subjectHash }: Proposal, shown: string | undefined): string | undefined {
  return shown === subjectHash ? undefined : `what was shown is not what ${proposalId} proposes; look at it again`;
}

function carryOut(subject: LedgerSubject, agreed: Agreed, batch: Batch<Decision>, tx: Transaction): Promise<string> {
  switch (subject.kind) {
    case 'period':
      return changePeriod(tx, subject, agreed, batch);
    case 'payroll':
      return postPayroll(tx, subject, agreed, batch);
  }
}
