import { createHash } from 'node:crypto';
import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  deskApprovalRequest,
  deskProposalOrders,
  deskProposalStates,
  deskRejectionRequest,
  type DeskAct,
  type DeskProposalRow,
  type Page,
} from '#contracts';
import { idOf } from '#domain/identity';
import type { Database } from '#platform/database';
import {
  cutPage,
  decodeCursor,
  isInstant,
  isUuid,
  oneOf,
  pageLimit,
  problem,
  readBody,
  type ProblemException,
} from '#platform/http';
import { Asker, Needs, NeedsFreshFactor, type Person } from '#platform/identity';
import { ProposalStore, type Decided } from './proposal.store.js';
import { samePerson } from './two-people.js';

/** What a clerk wants done, before anybody has agreed. */
export interface Wish {
  readonly act: DeskAct;
  readonly object: string;
  readonly tradeId: string | null;
  readonly content: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

/** What somebody else has agreed to. */
export type Approved = DeskProposalRow & { readonly decidedBy: string; readonly decidedAt: string };

const VALID_MS = 7 * 86_400_000;

/**
 * Four eyes at the desk of one service: a clerk proposes, another person approves or rejects, and what is approved is carried
 * out with both names. A service extends it, names its path, and says how to carry an act out.
 */
export abstract class DeskProposals {
  private readonly store: ProposalStore;

  protected constructor(
    protected readonly database: Database,
    service: string,
  ) {
    this.store = new ProposalStore(service);
  }

  /**
   * Does what was approved; safe to call again after a crash, because its message has the id of the proposal.
   * @returns what came of it
   * @throws ProblemException when nothing can come of it any more
   */
  protected abstract carryOut(approved: Approved): Promise<string>;

  /** @throws ProblemException 409 when something waits for the same object already */
  async propose({ act, object, tradeId, content, reason }: Wish, { handle }: Person): Promise<DeskProposalRow> {
    const now = new Date();
    await this.store.expire(this.database, now.toISOString());
    const text = JSON.stringify(content);
    const proposalId = idOf('desk-proposal', act, object, text, handle, now.toISOString());
    const proposed = {
      ...{ proposalId, act, object, tradeId, content: text, proposedBy: handle, reason },
      shown: createHash('sha256')
        .update(JSON.stringify([act, object, text, handle, reason]))
        .digest('hex'),
      proposedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + VALID_MS).toISOString(),
    };
    if (!(await this.store.insert(this.database, proposed))) {
      const waiting = await this.store.waitingFor(this.database, object);
      throw problem(
        409,
        'proposal-waits',
        'Something is proposed already',
        `${waiting?.proposedBy ?? 'Somebody'} has proposed to ${waiting?.act ?? 'act on'} it; that is decided or withdrawn first.`,
      );
    }
    return this.found(proposalId);
  }

  /** What waits for the decision of somebody else about one thing. */
  waitingFor(object: string): Promise<DeskProposalRow | undefined> {
    return this.store.waitingFor(this.database, object);
  }

  @Get()
  async page(@Query() query: Readonly<Record<string, unknown>>): Promise<Page<DeskProposalRow>> {
    const state = oneOf('state', query['state'], deskProposalStates);
    const latestFirst = oneOf('order', query['order'], deskProposalOrders) === 'latest';
    const limit = pageLimit(query['limit']);
    const after = decodeCursor(query['cursor'], 2, [isInstant, isUuid]);
    await this.store.expire(this.database, new Date().toISOString());
    const found = await this.store.page(this.database, { state, latestFirst, after, limit: limit + 1 });
    const { rows, next } = cutPage(found, limit, ({ proposedAt, proposalId }) => [proposedAt, proposalId]);
    return { rows, next, total: await this.store.count(this.database, state) };
  }

  @Post(':proposalId/approve')
  @HttpCode(200)
  @Needs('approve-decisions')
  @NeedsFreshFactor()
  async approve(
    @Param('proposalId') proposalId: string,
    @Body() body: unknown,
    @Asker() { handle }: Person,
  ): Promise<DeskProposalRow> {
    const { shown, reason } = readBody(deskApprovalRequest, body);
    const before = await this.found(proposalId);
    if (before.shown !== shown)
      throw problem(
        409,
        'shown-otherwise',
        'Something else was shown',
        'Look at the proposal again before you approve it.',
      );
    refuseOwn(before, handle);
    // Approved by the same person before, and cut off before it was done: it is done now.
    const unfinished = before.state === 'approved' && before.decidedBy === handle && before.outcome === null;
    const decided = {
      proposalId,
      state: 'approved',
      decidedBy: handle,
      decidedAt: new Date().toISOString(),
      reason,
    } as const;
    if (!unfinished) await this.decide(decided);
    const agreed = await this.found(proposalId);
    const approved = { ...agreed, decidedBy: handle, decidedAt: agreed.decidedAt ?? decided.decidedAt };
    const outcome = await this.carryOut(approved).catch(async (error: unknown) => {
      if (isRefusal(error)) await this.store.keepOutcome(this.database, proposalId, error.problem.detail);
      throw error;
    });
    await this.store.keepOutcome(this.database, proposalId, outcome);
    return this.found(proposalId);
  }

  @Post(':proposalId/reject')
  @HttpCode(200)
  @Needs('approve-decisions')
  async reject(
    @Param('proposalId') proposalId: string,
    @Body() body: unknown,
    @Asker() { handle }: Person,
  ): Promise<DeskProposalRow> {
    const { reason } = readBody(deskRejectionRequest, body);
    refuseOwn(await this.found(proposalId), handle);
    const decidedAt = new Date().toISOString();
    await this.decide({ proposalId, state: 'rejected', decidedBy: handle, decidedAt, reason });
    return this.found(proposalId);
  }

  @Post(':proposalId/withdraw')
  @HttpCode(200)
  @Needs('propose-decisions')
  async withdraw(
    @Param('proposalId') proposalId: string,
    @Body() body: unknown,
    @Asker() { handle }: Person,
  ): Promise<DeskProposalRow> {
    const { reason } = readBody(deskRejectionRequest, body);
    const { proposedBy } = await this.found(proposalId);
    if (proposedBy !== handle)
      throw problem(
        403,
        'not-your-proposal',
        'It is not your proposal',
        `${proposedBy} proposed it and may withdraw it.`,
      );
    const decidedAt = new Date().toISOString();
    await this.decide({ proposalId, state: 'withdrawn', decidedBy: handle, decidedAt, reason });
    return this.found(proposalId);
  }

  /** @throws ProblemException 409 telling who was faster, or that it has expired */
  private async decide(decided: Decided): Promise<void> {
    if (!(await this.store.decide(this.database, decided))) throw notWaiting(await this.found(decided.proposalId));
  }

  private async found(proposalId: string): Promise<DeskProposalRow> {
    await this.store.expire(this.database, new Date().toISOString());
    const found = isUuid(proposalId) ? await this.store.find(this.database, proposalId) : undefined;
    if (found) return found;
    throw problem(404, 'proposal-unknown', 'There is no such proposal', `No proposal has the id ${proposalId}.`);
  }
}

/** The database refuses it too; this says why. */
function refuseOwn({ proposedBy }: DeskProposalRow, handle: string): void {
  if (samePerson(proposedBy, handle))
    throw problem(403, 'own-proposal', 'It is your own proposal', 'Another person has to decide it.');
}

function notWaiting({ state, decidedBy }: DeskProposalRow): ProblemException {
  return problem(
    409,
    'proposal-decided',
    'The proposal waits no more',
    decidedBy === null ? 'It expired before anybody decided.' : `It has been ${state} by ${decidedBy}.`,
  );
}

function isRefusal(
  error: unknown,
): error is { readonly problem: { readonly detail: string; readonly status: number } } {
  const { problem: said } = error as { readonly problem?: { readonly status: number } };
  return said !== undefined && said.status < 500;
}
