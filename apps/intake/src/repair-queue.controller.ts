import { createHash } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  deskRepair,
  discardRequest,
  resubmitRequest,
  type EventOf,
  type Page,
  type ParkedDetail,
  type ParkedRow,
} from '#contracts';
import { Database } from '#platform/database';
import { cutPage, decide, decodeCursor, oneOf, pageLimit, problem, readBody } from '#platform/http';
import { Asker, Needs, type Person } from '#platform/identity';
import { MessageBus } from '#platform/messaging';
import { faultsIn } from './repair-outcome.js';
import { repairDecisionsOn } from './storage/repair-decision.store.js';
import { countOpenMessages, findMessage, openMessages, type QueuedMessage } from './storage/repair-queue.js';

/** Messages that cannot be used, and those that wait for an earlier version, for clerks. */
@Needs('read-business')
@Controller('api/intake/parked')
export class RepairQueue {
  constructor(
    private readonly database: Database,
    private readonly bus: MessageBus,
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
    };
  }

  @Post(':id/resubmit')
  @HttpCode(200)
  @Needs('propose-decisions')
  async resubmit(
    @Param('id') id: string,
    @Body() body: unknown,
    @Asker() { handle: actor }: Person,
  ): Promise<ParkedDetail> {
    const { body: repaired, reason } = readBody(resubmitRequest, body);
    const detail = await this.decide(id, { act: 'resubmit', body: repaired, reason, actor });
    const outcome = detail.decisions.at(-1)?.outcome ?? '';
    const faults = faultsIn(outcome);
    if (!faults) return detail;
    throw problem(422, 'refused-again', 'The repaired message cannot be used either', outcome, faults);
  }

  @Post(':id/discard')
  @HttpCode(200)
  @Needs('propose-decisions')
  async discard(
    @Param('id') id: string,
    @Body() body: unknown,
    @Asker() { handle: actor }: Person,
  ): Promise<ParkedDetail> {
    return this.decide(id, { act: 'discard', ...readBody(discardRequest, body), actor });
  }

  /** Sends the decision and waits until it has been handled. */
  private async decide(
    id: string,
    decision: Pick<EventOf<typeof deskRepair>, 'act' | 'body' | 'reason' | 'actor'>,
  ): Promise<ParkedDetail> {
    const before = await this.one(id);
    if (before.state !== 'parked')
      throw problem(
        409,
        'not-parked',
        'The message is not parked',
        before.state === 'waiting'
          ? 'It waits for an earlier version and follows by itself.'
          : `It has been ${before.state} already.`,
      );
    const content = JSON.stringify([id, decision, before.decisions.length]);
    const messageId = `repair-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`;
    const decidedAt = new Date().toISOString();
    await decide(this.bus, deskRepair, { messageId, parkedMessageId: id, decidedAt, ...decision }, async () => {
      const now = await repairDecisionsOn(this.database, id);
      return now.length > before.decisions.length || undefined;
    });
    return this.one(id);
  }
}

function rowView({ id, key, topic, offset, at: parkedAt, kind, faults }: QueuedMessage): ParkedRow {
  return { parkedMessageId: id, key, topic, offset, parkedAt, kind, faults };
}
