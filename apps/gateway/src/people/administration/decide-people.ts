import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { InvitationLink, PeopleApproved, PeopleProposalRow, PeopleSubject, Role } from '#contracts';
import { Database, type Transaction } from '#platform/database';
import { problem } from '#platform/http';
import { writeAudit } from '../audit/audit-log.js';
import { heldTogether, invite, inviteAgain } from '../invitations/invitation.store.js';
import { PeopleSettings } from '../people-settings.js';
import { changeRoles, disable, lockPerson, takeFactorAway } from './person.store.js';
import { closeExpired, decideProposal, insertProposal, isWaiting, lockProposal } from './proposal.store.js';
import { PROPOSAL_MS, shownDigest } from './shown.js';

/** Who decides, and from where. */
export interface Decider {
  readonly handle: string;
  readonly address: string;
}

/** Changes people with two pairs of eyes: one proposes, another approves what it was shown. */
@Injectable()
export class DecidePeople {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
  ) {}

  /** @throws ProblemException 404, 409 or 422 when it could not be approved as it is */
  propose(given: PeopleSubject, reason: string, proposer: Decider): Promise<PeopleProposalRow> {
    const now = new Date(this.settings.now());
    return this.database.transaction(async (tx) => {
      // Two at once about a handle that is nobody's yet would not see each other.
      await tx.execute(`select pg_advisory_xact_lock(hashtext('gateway people proposals'))`);
      await closeExpired(tx, now);
      const subject = 'roles' in given ? { ...given, roles: [...heldTogether(given.roles)] } : given;
      const before = await this.beforeOf(tx, subject);
      if (await isWaiting(tx, subject.handle))
        throw problem(
          409,
          'proposal-waiting',
          'A proposal waits already',
          `One about ${subject.handle} has to be decided or withdrawn first.`,
        );
      const row: PeopleProposalRow = {
        proposalId: randomUUID(),
        subject,
        before,
        state: 'waiting',
        proposedBy: proposer.handle,
        proposedAt: now.toISOString(),
        reason,
        decidedBy: null,
        decidedAt: null,
        decisionReason: null,
        expiresAt: new Date(now.getTime() + PROPOSAL_MS).toISOString(),
        shown: shownDigest(subject, before),
      };
      await insertProposal(tx, row);
      await this.log(tx, proposer, 'proposed', row);
      return row;
    });
  }

  /** @throws ProblemException 403, 404 or 409 */
  approve(id: string, shown: string, reason: string, approver: Decider): Promise<PeopleApproved> {
    const at = new Date(this.settings.now());
    return this.database.transaction(async (tx) => {
      const row = await this.waiting(tx, id, at);
      refuseOwn(row, approver);
      const before = await this.beforeOf(tx, row.subject);
      if (shownDigest(row.subject, before) !== shown)
        throw problem(
          409,
          'shown-differs',
          'This is not what you saw',
          'The person has changed since it was proposed, or another proposal was shown; look at it again.',
        );
      await decideProposal(tx, id, { state: 'approved', by: approver.handle, at, reason });
      const invitation = await this.apply(tx, row.subject, at);
      await this.log(tx, approver, 'approved', row);
      const decided = { decidedBy: approver.handle, decidedAt: at.toISOString(), decisionReason: reason };
      return { ...row, ...decided, state: 'approved', invitation };
    });
  }

  /** @throws ProblemException 403, 404 or 409 */
  reject(id: string, reason: string, approver: Decider): Promise<PeopleProposalRow> {
    return this.close(id, reason, approver, 'rejected');
  }

  /** @throws ProblemException 403, 404 or 409 */
  withdraw(id: string, reason: string, proposer: Decider): Promise<PeopleProposalRow> {
    return this.close(id, reason, proposer, 'withdrawn');
  }

  private close(
    id: string,
    reason: string,
    decider: Decider,
    state: 'rejected' | 'withdrawn',
  ): Promise<PeopleProposalRow> {
    const at = new Date(this.settings.now());
    return this.database.transaction(async (tx) => {
      const row = await this.waiting(tx, id, at);
      if (state === 'rejected') refuseOwn(row, decider);
      else if (row.proposedBy !== decider.handle)
        throw problem(403, 'not-own-proposal', 'This is not yours to withdraw', 'Only who proposed it withdraws it.');
      const by = state === 'rejected' ? decider.handle : null;
      await decideProposal(tx, id, { state, by, at, reason });
      await this.log(tx, decider, state, row);
      return { ...row, state, decidedBy: by, decidedAt: at.toISOString(), decisionReason: reason };
    });
  }

  private async waiting(tx: Transaction, id: string, now: Date): Promise<PeopleProposalRow> {
    const row = await lockProposal(tx, id, now);
    if (row === undefined) throw problem(404, 'unknown-proposal', 'There is no such proposal', `${id} was never made.`);
    if (row.state !== 'waiting')
      throw problem(409, 'proposal-closed', 'The proposal waits no longer', `It is ${row.state}.`);
    return row;
  }

  /** The roles before where they change. @throws ProblemException 404 or 409 when the person is not what the subject takes them for */
  private async beforeOf(tx: Transaction, { kind, handle }: PeopleSubject): Promise<readonly Role[] | null> {
    const person = await lockPerson(tx, handle);
    if (kind === 'invite') {
      if (person !== undefined && person.state !== 'invited')
        throw problem(409, 'handle-taken', 'The handle is in use', `${handle} is or was somebody of this house.`);
      return null;
    }
    if (person === undefined)
      throw problem(404, 'unknown-person', 'There is no such person', `Nobody here is called ${handle}.`);
    if (person.state === 'disabled')
      throw problem(409, 'person-disabled', 'The person has no access any more', `${handle} is disabled.`);
    return kind === 'roles' ? person.roles : null;
  }

  private async apply(tx: Transaction, subject: PeopleSubject, at: Date): Promise<InvitationLink | null> {
    switch (subject.kind) {
      case 'invite':
        return invite(tx, subject, at.getTime());
      case 'roles':
        await changeRoles(tx, subject.handle, subject.roles);
        return null;
      case 'disable':
        await disable(tx, subject.handle);
        return null;
      case 'reset-factor':
        await takeFactorAway(tx, subject.handle);
        return null;
      case 'reset-password':
        return inviteAgain(tx, subject.handle, at.getTime());
    }
  }

  private log(tx: Transaction, { handle, address }: Decider, act: string, row: PeopleProposalRow): Promise<void> {
    const { kind, handle: object } = row.subject;
    const roles = 'roles' in row.subject ? ` ${row.subject.roles.join(', ')}` : '';
    const detail = `${kind}${roles}, proposal ${row.proposalId}`;
    return writeAudit(tx, [{ at: this.settings.now(), actor: handle, act, object, detail, address }]);
  }
}

/** The database refuses it as well; here it is said in words. */
function refuseOwn({ proposedBy, subject }: PeopleProposalRow, { handle }: Decider): void {
  if (handle === proposedBy || handle === subject.handle)
    throw problem(
      403,
      'own-proposal',
      'Somebody else has to decide this',
      'Nobody decides what they proposed, or what is about themselves.',
    );
}
