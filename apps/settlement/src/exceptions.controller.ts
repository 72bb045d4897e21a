import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  deskInstructionDecision,
  encode,
  resendRequest,
  settlementExceptionKinds,
  type ObligationRow,
  type Page,
  type SettlementExceptionRow,
} from '#contracts';
import { idOf } from '#domain/identity';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, oneOf, pageLimit, problem, readBody, textParameter } from '#platform/http';
import { MessageBus } from '#platform/messaging';
import { viewOf } from './obligation-view.js';
import { countExceptions, exceptionPage } from './storage/exception-page.store.js';
import { findObligation, type ObligationRow as Row } from './storage/obligation.store.js';
import { effectOfResend } from './storage/resend-decision.store.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const WAIT_FOR_EFFECT_MS = 5_000;
const LOOK_AGAIN_MS = 40;

/** What went wrong at the custodians, and the one act that a clerk has for it. */
@Controller('api/settlement')
export class Exceptions {
  constructor(
    private readonly database: Database,
    private readonly bus: MessageBus,
  ) {}

  @Get('exceptions')
  async page(@Query() query: Record<string, unknown>): Promise<Page<SettlementExceptionRow>> {
    const filter = {
      kind: oneOf('kind', query['kind'], settlementExceptionKinds),
      tradeId: textParameter('tradeId', query['tradeId']),
    };
    const limit = pageLimit(query['limit']);
    const found = await exceptionPage(this.database, filter, decodeCursor(query['cursor'], 2), limit + 1);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return {
      rows,
      ...(found.length > rows.length && last ? { next: encodeCursor([last.since, last.exceptionId]) } : {}),
      total: await countExceptions(this.database, filter),
    };
  }

  /** Sends the decision on its way and waits until it has been handled. It is a message, so a replay of the day applies it again. */
  @Post('obligations/:obligationId/resend')
  @HttpCode(200)
  async resend(@Param('obligationId') obligationId: string, @Body() body: unknown): Promise<ObligationRow> {
    const { instructionId, reason, actor } = readBody(resendRequest, body);
    const before = await this.find(obligationId);
    refuseUnlessRejected(before, instructionId);
    const decidedAt = new Date().toISOString();
    const messageId = idOf('resend', instructionId, actor, decidedAt);
    const tradeId = before.trade_id;
    const decision = { messageId, actor, reason, decidedAt, tradeId, instructionId, act: 'resend' as const };
    await this.bus.send([
      {
        topic: deskInstructionDecision.topic,
        key: tradeId,
        time: decidedAt,
        body: encode(deskInstructionDecision, decision),
      },
    ]);
    if (!(await this.effectOf(messageId)))
      throw problem(
        409,
        'decision-overtaken',
        'The instruction has changed',
        'Something newer arrived before the decision; look at the instruction again.',
      );
    return viewOf(await this.find(obligationId));
  }

  private async find(obligationId: string): Promise<Row> {
    const found = UUID.test(obligationId) ? await findObligation(this.database, obligationId) : undefined;
    if (!found)
      throw problem(
        404,
        'obligation-unknown',
        'There is no such obligation',
        `No obligation has the id ${obligationId}.`,
      );
    return found;
  }

  private async effectOf(messageId: string): Promise<boolean> {
    for (let waited = 0; waited < WAIT_FOR_EFFECT_MS; waited += LOOK_AGAIN_MS) {
      const effect = await effectOfResend(this.database, messageId);
      if (effect !== undefined) return effect;
      await sleep(LOOK_AGAIN_MS);
    }
    throw problem(
      503,
      'decision-under-way',
      'The decision is under way',
      'It is kept and will be applied; look at the instruction again in a moment.',
    );
  }
}

function refuseUnlessRejected({ instruction_id: current, state, resendable }: Row, instructionId: string): void {
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
