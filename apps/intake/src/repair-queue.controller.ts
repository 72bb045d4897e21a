import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  discardRequest,
  resubmitRequest,
  type DeskProposalRow,
  type Page,
  type ParkedDetail,
  type ParkedRow,
} from '#contracts';
import { Database } from '#platform/database';
import { cutPage, decodeCursor, oneOf, pageLimit, problem, readBody } from '#platform/http';
import { Asker, Needs, type Person } from '#platform/identity';
import { RepairProposals } from './repair-proposals.controller.js';
import { repairDecisionsOn } from './storage/repair-decision.store.js';
import { countOpenMessages, findMessage, openMessages, type QueuedMessage } from './storage/repair-queue.js';

/** Messages that cannot be used, and those that wait for an earlier version, for clerks. */
@Needs('read-business')
@Controller('api/intake/parked')
export class RepairQueue {
  constructor(
    private readonly database: Database,
    private readonly proposals: RepairProposals,
  ) {}

  @Get()
  async list(@Query() query: Record<string, unknown>): Promise<Page<ParkedRow>> {
    const limit = pageLimit(query['limit']);
    const kind = oneOf('kind', query['kind'], ['parked', 'waiting'] as const);
    const [after] = decodeCursor(query['cursor'], 1) ?? [];
    const found = await openMessages(this.database, kind, after, limit + 1);
    const { rows, next } = cutPage(found, limit, ({ id }) => [id]);
    return { rows: rows.map(rowView), total: await countOpenMessages(this.database, kind), next };
  }

  @Get(':id')
  async one(@Param('id') id: string): Promise<ParkedDetail> {
    const found = await findMessage(this.database, id);
    if (!found)
      throw problem(404, 'message-unknown', 'There is no such message', `No message ${id} waits in the repair queue.`);
    const decisions = await repairDecisionsOn(this.database, id);
    return {
      ...rowView(found),
      body: found.body,
      state: found.state,
      decisions: decisions.map(({ messageId: _, ...decision }) => decision),
      proposal: (await this.proposals.waitingFor(id)) ?? null,
    };
  }

  /** Proposes a repaired body; another person approves, and then the message goes through again. */
  @Post(':id/resubmit')
  @HttpCode(201)
  @Needs('propose-decisions')
  async resubmit(@Param('id') id: string, @Body() body: unknown, @Asker() clerk: Person): Promise<DeskProposalRow> {
    const { body: repaired, reason } = readBody(resubmitRequest, body);
    const tradeId = await this.refuseUnlessParked(id);
    const wish = { act: 'resubmit', object: id, tradeId, content: { body: repaired }, reason } as const;
    return this.proposals.propose(wish, clerk);
  }

  /** Proposes to set the message aside for good; another person approves. */
  @Post(':id/discard')
  @HttpCode(201)
  @Needs('propose-decisions')
  async discard(@Param('id') id: string, @Body() body: unknown, @Asker() clerk: Person): Promise<DeskProposalRow> {
    const { reason } = readBody(discardRequest, body);
    const tradeId = await this.refuseUnlessParked(id);
    return this.proposals.propose({ act: 'discard', object: id, tradeId, content: {}, reason }, clerk);
  }

  /** @returns the key of the message, which is its trade where it names one */
  private async refuseUnlessParked(id: string): Promise<string> {
    const { state, key } = await this.one(id);
    if (state === 'parked') return key;
    throw problem(
      409,
      'not-parked',
      'The message is not parked',
      state === 'waiting' ? 'It waits for an earlier version and follows by itself.' : `It has been ${state} already.`,
    );
  }
}

function rowView({ id, key, topic, offset, at: parkedAt, kind, faults }: QueuedMessage): ParkedRow {
  return { parkedMessageId: id, key, topic, offset, parkedAt, kind, faults };
}
