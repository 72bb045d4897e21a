import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  approvalRequest,
  deskLedgerDecision,
  proposalRequest,
  rejectionRequest,
  type Page,
  type ProposalRow,
} from '#contracts';
import { idOf } from '#domain/identity';
import { Database } from '#platform/database';
import { samePerson } from '#platform/approvals';
import {
  cutPage,
  decide,
  decodeCursor,
  isInstant,
  oneOf,
  pageLimit,
  problem,
  readBody,
  type ProblemException,
} from '#platform/http';
import { Asker, Needs, NeedsFreshFactor, type Person } from '#platform/identity';
import { MessageBus } from '#platform/messaging';
import { countProposals, effectOf, proposalPage, proposalView, type Decision } from '../approvals/proposal.store.js';

type Act = Omit<Decision, 'messageId' | 'decidedAt'>;

/** What two people decide about the books: months and payroll batches. Each act is a message, kept with its reason. */
@Needs('read-books')
@Controller('api/ledger/proposals')
export class ProposalsController {
  constructor(
    private readonly database: Database,
    private readonly bus: MessageBus,
  ) {}

  @Get()
  async page(@Query() query: Readonly<Record<string, unknown>>): Promise<Page<ProposalRow>> {
    const state = oneOf('state', query['state'], ['waiting', 'approved', 'rejected'] as const);
    const limit = pageLimit(query['limit']);
    const found = await proposalPage(
      this.database,
      state,
      decodeCursor(query['cursor'], 2, [isInstant, () => true]),
      limit + 1,
    );
    const { rows, next } = cutPage(found, limit, ({ proposedAt, proposalId }) => [proposedAt, proposalId]);
    return { rows, next, total: await countProposals(this.database, state) };
  }

  @Post()
  @HttpCode(201)
  @Needs('propose-books')
  propose(@Body() body: unknown, @Asker() { handle: actor }: Person): Promise<ProposalRow> {
    const { subject, reason } = readBody(proposalRequest, body);
    const proposalId = idOf('proposal', JSON.stringify(subject), actor, new Date().toISOString());
    return this.send({ proposalId, act: 'propose', subject, reason, actor });
  }

  @Post(':proposalId/approve')
  @HttpCode(200)
  @Needs('approve-books')
  @NeedsFreshFactor()
  approve(
    @Param('proposalId') proposalId: string,
    @Body() body: unknown,
    @Asker() { handle: actor }: Person,
  ): Promise<ProposalRow> {
    return this.send({ proposalId: known(proposalId), act: 'approve', ...readBody(approvalRequest, body), actor });
  }

  @Post(':proposalId/reject')
  @HttpCode(200)
  @Needs('approve-books')
  reject(
    @Param('proposalId') proposalId: string,
    @Body() body: unknown,
    @Asker() { handle: actor }: Person,
  ): Promise<ProposalRow> {
    return this.send({ proposalId: known(proposalId), act: 'reject', ...readBody(rejectionRequest, body), actor });
  }

  /** Takes back what one has proposed; it is kept as rejected by its proposer. */
  @Post(':proposalId/withdraw')
  @HttpCode(200)
  @Needs('propose-books')
  async withdraw(
    @Param('proposalId') proposalId: string,
    @Body() body: unknown,
    @Asker() { handle: actor }: Person,
  ): Promise<ProposalRow> {
    const { reason } = readBody(rejectionRequest, body);
    const proposal = await proposalView(this.database, known(proposalId));
    if (!proposal) throw unknown(proposalId);
    if (!samePerson(proposal.proposedBy, actor))
      throw problem(
        403,
        'not-your-proposal',
        'It is not your proposal',
        `${proposal.proposedBy} proposed it and may withdraw it.`,
      );
    return this.send({ proposalId, act: 'reject', reason, actor });
  }

  /** @throws ProblemException 409 saying why nothing came of it */
  private async send(act: Act): Promise<ProposalRow> {
    const decidedAt = new Date().toISOString();
    const messageId = idOf('ledger-decision', act.proposalId, act.act, act.actor, decidedAt);
    const refused = await decide(this.bus, deskLedgerDecision, { ...act, messageId, decidedAt }, () =>
      effectOf(this.database, messageId),
    );
    if (refused !== '') throw problem(409, 'decision-refused', 'Nothing came of the decision', `${refused}.`);
    const row = await proposalView(this.database, act.proposalId);
    if (!row) throw new Error(`proposal ${act.proposalId} was decided and is not there`);
    return row;
  }
}

/** @throws ProblemException 404 */
function known(proposalId: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/.test(proposalId)) throw unknown(proposalId);
  return proposalId;
}

function unknown(proposalId: string): ProblemException {
  return problem(404, 'proposal-unknown', 'There is no such proposal', `No proposal has the id ${proposalId}.`);
}
