import { Controller, Get, Query } from '@nestjs/common';
import type { ObligationRow, Page, SettlementSummary } from '#contracts';
import { isDate } from '#domain/calendars';
import { money } from '#domain/money';
import { obligationStates } from '#domain/obligation';
import { Database } from '#platform/database';
import { cutPage, decodeCursor, isUuid, oneOf, pageLimit, textParameter } from '#platform/http';
import { Needs } from '#platform/identity';
import { amountOf, viewOf } from './obligation-view.js';
import { readClock } from './storage/clock.store.js';
import { exceptionsByKind } from './storage/exception-page.store.js';
import { countObligations, failingByReason, obligationPage } from './storage/obligation-page.store.js';
import { readTally } from './storage/tally.store.js';

/** Settlement date and id of the last row of a page. */
const PLACE = [isDate, isUuid];

/** Obligations and where they stand, for clerks. */
@Needs('read-business')
@Controller('api/settlement')
export class Obligations {
  constructor(private readonly database: Database) {}

  @Get('obligations')
  async page(@Query() query: Record<string, unknown>): Promise<Page<ObligationRow>> {
    const filter = {
      state: oneOf('state', query['state'], obligationStates),
      reason: textParameter('reason', query['reason']),
      tradeId: textParameter('tradeId', query['tradeId']),
    };
    const limit = pageLimit(query['limit']);
    const after = decodeCursor(query['cursor'], 2, PLACE);
    const found = await obligationPage(this.database, filter, after, limit + 1);
    const { rows, next } = cutPage(found, limit, (last) => [last.settlement_date, last.obligation_id]);
    return {
      rows: rows.map(viewOf),
      next,
      total: await countObligations(this.database, filter),
    };
  }

  @Get('summary')
  async summary(): Promise<SettlementSummary> {
    const clock = await readClock(this.database);
    const failing = await failingByReason(this.database);
    return {
      businessDate: clock?.businessDate ?? null,
      clock: clock && { kind: clock.kind, at: clock.at },
      obligations: await readTally(this.database),
      failing: failing.map(({ reason, count, open }) => ({
        reason,
        count,
        amounts: open.map(({ currency, minorUnits }) => amountOf(money(BigInt(minorUnits), currency))),
      })),
      exceptions: await exceptionsByKind(this.database),
    };
  }
}
