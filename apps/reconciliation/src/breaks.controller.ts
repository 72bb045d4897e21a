import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  acceptBreakRequest,
  type BreakDetail,
  type BreakRow,
  type DeskProposalRow,
  type Page,
  type ReconciliationSummary,
} from '#contracts';
import { refusalToAccept, type BreakKind } from '#domain/matching';
import type { Office } from '#domain/trade';
import { Database } from '#platform/database';
import { cutPage, decodeCursor, isUuid, oneOf, pageLimit, problem, readBody } from '#platform/http';
import { Asker, Needs, type Person } from '#platform/identity';
import { readTally } from '#platform/kept-trades';
import { SideProposals } from './side-proposals.controller.js';
import { countOpenBreaks, findBreak, openBreakPage, type BreakRecord } from './storage/break.store.js';
import { decisionsOf } from './storage/decision.store.js';
import { readTrade } from './storage/trade.store.js';
import type { KeptDecision } from './trade-record.js';

const KINDS: readonly BreakKind[] = ['economics', 'missing-middle', 'missing-front'];
/** Opening time and id of the last row of a page. */
const PLACE = [() => true, isUuid];

/** What is proposed about a break: the side that is to stand, and the versions that were compared; null for a missing side. */
export interface SideToAccept {
  readonly side: Office;
  readonly versions: { readonly front: number | null; readonly middle: number | null };
}

/** Breaks between front and middle office, for clerks. */
@Needs('read-business')
@Controller('api/reconciliation')
export class Breaks {
  constructor(
    private readonly database: Database,
    private readonly proposals: SideProposals,
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
      proposal: (await this.proposals.waitingFor(breakId)) ?? null,
    };
  }

  /** Proposes that one side stands, as both are now; another person approves. */
  @Post('breaks/:breakId/accept')
  @HttpCode(201)
  @Needs('propose-decisions')
  async accept(
    @Param('breakId') breakId: string,
    @Body() body: unknown,
    @Asker() clerk: Person,
  ): Promise<DeskProposalRow> {
    const { side, reason } = readBody(acceptBreakRequest, body);
    const found = await this.find(breakId);
    await this.refuseUnlessPossible(found, side);
    const content: SideToAccept = { side, versions: { front: found.frontVersion, middle: found.middleVersion } };
    const wish = { act: 'accept', object: breakId, tradeId: found.tradeId, content: { ...content }, reason } as const;
    return this.proposals.propose(wish, clerk);
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
  approver,
  accept,
  tookEffect,
  reason,
  decidedAt,
}: KeptDecision): BreakDetail['decisions'][number] {
  const act = tookEffect ? `accept ${accept}` : `accept ${accept}, without effect`;
  return { actor, approver, act, reason, at: decidedAt };
}
