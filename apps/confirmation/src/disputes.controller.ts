import { Controller, Get, Query } from '@nestjs/common';
import type { ConfirmationSummary, DisputeRow, Page } from '#contracts';
import { Database } from '#platform/database';
import { cutPage, decodeCursor, oneOf, pageLimit } from '#platform/http';
import { Needs } from '#platform/identity';
import { readTally } from '#platform/kept-trades';
import { countDisputes, disputePage, type DisputeKind, type OpenDispute } from './storage/dispute.store.js';

const KINDS: readonly DisputeKind[] = ['differs', 'alleged', 'unanswered'];

/** Where counterparties see trades otherwise than we do, for clerks. */
@Needs('read-business')
@Controller('api/confirmation')
export class Disputes {
  constructor(private readonly database: Database) {}

  @Get('disputes')
  async page(
    @Query('limit') limit: unknown,
    @Query('cursor') cursor: unknown,
    @Query('kind') kind: unknown,
  ): Promise<Page<DisputeRow>> {
    const query = { kind: oneOf('kind', kind, KINDS), after: decodeCursor(cursor, 2), limit: pageLimit(limit) };
    const found = await disputePage(this.database, { ...query, limit: query.limit + 1 });
    const counts = await countDisputes(this.database);
    const { rows, next } = cutPage(found, query.limit, (last) => [last.since, last.tradeId]);
    return {
      rows: rows.map((dispute) => ({ ...dispute, reason: reasonOf(dispute) })),
      next,
      total: query.kind ? (counts[query.kind] ?? 0) : Object.values(counts).reduce((sum, count) => sum + count, 0),
    };
  }

  @Get('summary')
  async summary(): Promise<ConfirmationSummary> {
    const counts = await readTally(this.database, 'confirmation', ['confirmed', 'unconfirmed']);
    return { ...counts, disputes: await countDisputes(this.database) };
  }
}

/** What is wrong, as a clerk says it: `price: ours 189.25, theirs 189.52`. */
function reasonOf({ kind, differences }: OpenDispute): string {
  const fields = differences.map(
    ({ field, ours, theirs }) => `${field}: ours ${ours ?? 'nothing'}, theirs ${theirs ?? 'nothing'}`,
  );
  switch (kind) {
    case 'differs':
      return fields.join('; ');
    case 'unanswered':
      return 'the counterparty has not stated the trade';
    case 'alleged':
      return fields.length > 0
        ? `the counterparty still states a cancelled trade: ${fields.join('; ')}`
        : 'the counterparty states a trade that the front office has not reported';
  }
}
