import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  deskRepair,
  discardRequest,
  encode,
  resubmitRequest,
  type EventOf,
  type Fault,
  type Page,
  type ParkedDetail,
  type ParkedRow,
} from '#contracts';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, oneOf, pageLimit, problem, readBody } from '#platform/http';
import { MessageBus } from '#platform/messaging';

interface Row {
  readonly id: string;
  readonly key: string;
  readonly topic: string;
  readonly message_offset: string;
  readonly at: string;
  readonly kind: 'parked' | 'waiting';
  readonly faults: readonly Fault[];
  readonly body: string;
  readonly state: ParkedDetail['state'];
}

/** Parked messages of the platform and versions that wait for an earlier one, as one queue. */
const QUEUE = `
  select parked_message_id::text as id, key, topic, message_offset, sent_at as at, 'parked' as kind, faults, body, state
  from intake.parked_message
  union all
  select trade_id || ':' || side || ':' || version, trade_id, topic, message_offset, sent_at, 'waiting',
    jsonb_build_array(jsonb_build_object('field', '/version', 'value', version::text,
      'rule', 'waits for version ' || version - 1, 'remedy', 'It follows by itself once the earlier version is there.')),
    raw_message, 'waiting'
  from intake.trade_version where status = 'waiting'`;

const PATIENCE_MS = 5_000;

@Controller('api/intake/parked')
export class ParkedQueue {
  constructor(
    private readonly database: Database,
    private readonly bus: MessageBus,
  ) {}

  @Get()
  async list(@Query() query: Record<string, unknown>): Promise<Page<ParkedRow>> {
    const limit = pageLimit(query['limit']);
    const kind = oneOf('kind', query['kind'], ['parked', 'waiting'] as const) ?? null;
    const cursor = decodeCursor(query['cursor'], 1);
    const open = `from (${QUEUE}) as queue where state in ('parked', 'waiting') and ($1::text is null or kind = $1)`;
    const [counted] = await this.database.rows<{ count: string }>(`select count(*) ${open}`, [kind]);
    const rows = await this.database.rows<Row>(
      `select * ${open} and ($2::text is null or id > $2) order by id limit $3`,
      [kind, cursor?.[0] ?? null, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(rowView),
      total: Number.parseInt(counted?.count ?? '0', 10),
      ...(rows.length > limit && last ? { next: encodeCursor([last.id]) } : {}),
    };
  }

  @Get(':id')
  async one(@Param('id') id: string): Promise<ParkedDetail> {
    const [row] = await this.database.rows<Row>(`select * from (${QUEUE}) as queue where id = $1`, [id]);
    if (!row)
      throw problem(404, 'message-unknown', 'There is no such message', `No message ${id} waits in the repair queue.`);
    const decisions = await this.database.rows<ParkedDetail['decisions'][number]>(
      `select actor, act, reason, decided_at as at, outcome from intake.repair_decision where parked_message_id = $1 order by decided_at, message_id`,
      [id],
    );
    return { ...rowView(row), body: row.body, state: row.state, decisions };
  }

  @Post(':id/resubmit')
  @HttpCode(200)
  async resubmit(@Param('id') id: string, @Body() body: unknown): Promise<ParkedDetail> {
    const { body: repaired, reason, actor } = readBody(resubmitRequest, body);
    const detail = await this.decide(id, { act: 'resubmit', body: repaired, reason, actor });
    const outcome = detail.decisions.at(-1)?.outcome ?? '';
    if (!outcome.startsWith('refused again')) return detail;
    throw problem(
      422,
      'refused-again',
      'The repaired message cannot be used either',
      outcome,
      outcome
        .slice('refused again: '.length)
        .split('; ')
        .map((text) => {
          const [, field = '', value = '', rule = text] = /^(\S+) = (.*?): (.*)$/.exec(text) ?? [];
          return { field, value, rule, remedy: 'Correct it and resubmit.' };
        }),
    );
  }

  @Post(':id/discard')
  @HttpCode(200)
  async discard(@Param('id') id: string, @Body() body: unknown): Promise<ParkedDetail> {
    return this.decide(id, { act: 'discard', ...readBody(discardRequest, body) });
  }

  /** Sends the decision and waits until it has taken effect. */
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
    const decidedAt = new Date().toISOString();
    const content = JSON.stringify([id, decision, before.decisions.length]);
    const messageId = `repair-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`;
    const event = { messageId, parkedMessageId: id, decidedAt, ...decision };
    await this.bus.send([{ topic: deskRepair.topic, key: id, time: decidedAt, body: encode(deskRepair, event) }]);
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(50)) {
      const now = await this.one(id);
      if (now.decisions.length > before.decisions.length) return now;
    }
    throw problem(
      503,
      'decision-pending',
      'The decision is kept but has not taken effect yet',
      'Look again in a moment; it need not be sent again.',
    );
  }
}

function rowView({ id, key, topic, message_offset: offset, at: parkedAt, kind, faults }: Row): ParkedRow {
  return { parkedMessageId: id, key, topic, offset, parkedAt, kind, faults };
}
