import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  acceptBreakRequest,
  deskBreakDecision,
  type BreakDetail,
  type BreakRow,
  type Page,
  type ReconciliationSummary,
} from '#contracts';
import { idOf } from '#domain/identity';
import { refusalToAccept, type BreakKind } from '#domain/matching';
import type { Office } from '#domain/trade';
import { Database } from '#platform/database';
import { cutPage, decide, decodeCursor, isUuid, oneOf, pageLimit, problem, readBody } from '#platform/http';
import { Asker, Needs, type Person } from '#platform/identity';
import { readTally } from '#platform/kept-trades';
import { MessageBus } from '#platform/messaging';
import { countOpenBreaks, findBreak, openBreakPage, type BreakRecord } from './storage/break.store.js';
import { decisionsOf, findDecision } from './storage/decision.store.js';
import { readTrade } from './storage/trade.store.js';
import type { KeptDecision } from './trade-record.js';

const KINDS: readonly BreakKind[] = ['economics', 'missing-middle', 'missing-front'];
/** Opening time and id of the last row of a page. */
const PLACE = [() => true, isUuid];

/** Breaks between front and middle office, for clerks. */
@Needs('read-business')
@Controller('api/reconciliation')
export class Breaks {
  constructor(
    private readonly database: Database,
    private readonly bus: MessageBus,
  ) {}

  @Get('breaks')
  async page(
    @Query('limit') limit: unknown,
    @Query('cursor') cursor: unknown,
    @Query('kind') kind: unknown,
  ): Promise<Page<BreakRow>> {
    const query = { kind: oneOf('kind', kind, KINDS), after: decodeCursor(cursor, 2, PLACE), limit: pageLimit(limit) };
    const found = await openBreakPage(this.database, { ...query, limit: query.limit + 1 });
    const counts = await countOpenBreaks(this.database);
    const { rows, next } = cutPage(found, query.limit, (last) => [last.openedAt, last.breakId]);
    return {
      rows: rows.map(rowOf),
      next,
      total: query.kind ? (counts[query.kind] ?? 0) : Object.values(counts).reduce((sum, count) => sum + count, 0),
    };
  }

  @Get('breaks/:breakId')
  async detail(@Param('breakId') breakId: string): Promise<BreakDetail> {
    const found = await this.find(breakId);
    const decisions = await decisionsOf(this.database, [found.tradeId]);
    return {
      ...rowOf(found),
      state: found.state,
      outcome: found.outcome,
      comparison: found.comparison,
      decisions: (decisions.get(found.tradeId) ?? [])
        .filter((decision) => decision.breakId === breakId)
        .map(decisionView),
    };
  }

  @Post('breaks/:breakId/accept')
  @HttpCode(200)
  @Needs('propose-decisions')
  async accept(
    @Param('breakId') breakId: string,
    @Body() body: unknown,
    @Asker() { handle: actor }: Person,
  ): Promise<BreakDetail> {
    const { side, reason } = readBody(acceptBreakRequest, body);
    const found = await this.find(breakId);
    await this.refuseUnlessPossible(found, side);
    const decidedAt = new Date().toISOString();
    const messageId = idOf('break-decision', breakId, side, actor, decidedAt);
    const decision = {
      messageId,
      actor,
      reason,
      decidedAt,
      breakId,
      tradeId: found.tradeId,
      accept: side,
      versions: { front: found.frontVersion, middle: found.middleVersion },
    };
    const handled = await decide(this.bus, deskBreakDecision, decision, () => findDecision(this.database, messageId));
    if (!handled.tookEffect)
      throw problem(
        409,
        'decision-overtaken',
        'The break has changed',
        'Something newer arrived before the decision; look at the break again.',
      );
    return this.detail(breakId);
  }

  @Get('summary')
  async summary(): Promise<ReconciliationSummary> {
    const byKind = await countOpenBreaks(this.database);
    const openBreaks = Object.values(byKind).reduce((sum, count) => sum + count, 0);
    const { agreed } = await readTally(this.database, 'reconciliation', ['agreed']);
    return { agreed, openBreaks, byKind };
  }

  private async find(breakId: string): Promise<BreakRecord> {
    const found = isUuid(breakId) ? await findBreak(this.database, breakId) : undefined;
    if (!found) throw problem(404, 'break-unknown', 'There is no such break', `No break has the id ${breakId}.`);
    return found;
  }

  private async refuseUnlessPossible(found: BreakRecord, side: Office): Promise<void> {
    if (found.state === 'closed')
      throw problem(409, 'break-closed', 'The break is closed', `It was closed with the outcome ${found.outcome}.`);
    const trade = await readTrade(this.database, found.tradeId);
    const refusal = refusalToAccept(side, trade?.front?.trade, trade?.middle?.trade);
    if (refusal !== null)
      throw problem(409, 'side-cannot-stand', `The ${side} office's side cannot be accepted`, refusal);
  }
}

function rowOf(found: BreakRecord): BreakRow {
  const { breakId, tradeId, kind, reason, comparison, openedAt, counterparty, grossAmount, grossCurrency } = found;
  const fields = kind === 'economics' ? comparison.filter(({ differs }) => differs).map(({ field }) => field) : [];
  const gross =
    grossAmount === null || grossCurrency === null ? null : { amount: grossAmount, currency: grossCurrency };
  return { breakId, tradeId, kind, reason, fields, openedAt, counterparty, gross };
}

function decisionView({
  actor,
  accept,
  tookEffect,
  reason,
  decidedAt,
}: KeptDecision): BreakDetail['decisions'][number] {
  return { actor, act: tookEffect ? `accept ${accept}` : `accept ${accept}, without effect`, reason, at: decidedAt };
}
