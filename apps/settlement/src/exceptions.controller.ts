import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  resendRequest,
  settlementExceptionKinds,
  type DeskProposalRow,
  type Page,
  type SettlementExceptionRow,
} from '#contracts';
import { Database } from '#platform/database';
import { cutPage, decodeCursor, isUuid, oneOf, pageLimit, problem, readBody, textParameter } from '#platform/http';
import { Asker, Needs, type Person } from '#platform/identity';
import { ResendProposals } from './resend-proposals.controller.js';
import { countExceptions, exceptionPage } from './storage/exception-page.store.js';
import { findObligation, type StoredObligation } from './storage/obligation.store.js';

/** What went wrong at the custodians, and the one act that a clerk has for it. */
@Needs('read-business')
@Controller('api/settlement')
export class Exceptions {
  constructor(
    private readonly database: Database,
    private readonly proposals: ResendProposals,
  ) {}

  @Get('exceptions')
  async page(@Query() query: Record<string, unknown>): Promise<Page<SettlementExceptionRow>> {
    const filter = {
      kind: oneOf('kind', query['kind'], settlementExceptionKinds),
      tradeId: textParameter('tradeId', query['tradeId']),
    };
    const limit = pageLimit(query['limit']);
    const found = await exceptionPage(this.database, filter, decodeCursor(query['cursor'], 2), limit + 1);
    const { rows, next } = cutPage(found, limit, (last) => [last.since, last.exceptionId]);
    return { rows, next, total: await countExceptions(this.database, filter) };
  }

  /** Proposes to send a rejected instruction again under a new reference; another person approves. */
  @Post('obligations/:obligationId/resend')
  @HttpCode(201)
  @Needs('propose-decisions')
  async resend(
    @Param('obligationId') obligationId: string,
    @Body() body: unknown,
    @Asker() clerk: Person,
  ): Promise<DeskProposalRow> {
    const { instructionId, reason } = readBody(resendRequest, body);
    const found = await this.find(obligationId);
    refuseUnlessRejected(found, instructionId);
    const wish = {
      act: 'resend',
      object: obligationId,
      tradeId: found.trade_id,
      content: { instructionId },
      reason,
    } as const;
    return this.proposals.propose(wish, clerk);
  }

  private async find(obligationId: string): Promise<StoredObligation> {
    const found = isUuid(obligationId) ? await findObligation(this.database, obligationId) : undefined;
    if (!found)
      throw problem(
        404,
        'obligation-unknown',
        'There is no such obligation',
        `No obligation has the id ${obligationId}.`,
      );
    return found;
  }
}

function refuseUnlessRejected(
  { instruction_id: current, state, resendable }: StoredObligation,
  instructionId: string,
): void {
  if (current !== instructionId)
    throw problem(
      409,
      'instruction-replaced',
      'The instruction is another one now',
      `It stands under the reference ${current}, not ${instructionId}.`,
    );
  if (!resendable)
    throw problem(
      409,
      'not-rejected',
      'The instruction is not rejected',
      `It is ${state}; only what the custodian has rejected, and nothing of which has settled, can be sent again.`,
    );
}
