import { Controller, Get, Query } from '@nestjs/common';
import type { Amount, ObligationRow as ObligationView, Page, SettlementSummary } from '#contracts';
import { isDate } from '#domain/calendars';
import { formatAmount, money, type Money } from '#domain/money';
import { obligationStates, remainderOf, wholeOf } from '#domain/obligation';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, oneOf, pageLimit, textParameter } from '#platform/http';
import { readClock } from './storage/clock.store.js';
import { obligationOf, type ObligationRow } from './storage/obligation.store.js';
import { countObligations, failingByReason, obligationPage } from './storage/obligation-page.store.js';
import { readTally } from './storage/tally.store.js';

/** Settlement date and id of the last row of a page. */
const PLACE = [isDate, (id: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)];

/** Obligations and where they stand, for clerks. */
@Controller('api/settlement')
export class Obligations {
  constructor(private readonly database: Database) {}

  @Get('obligations')
  async page(@Query() query: Record<string, unknown>): Promise<Page<ObligationView>> {
    const filter = {
      state: oneOf('state', query['state'], obligationStates),
      reason: textParameter('reason', query['reason']),
      tradeId: textParameter('tradeId', query['tradeId']),
    };
    const limit = pageLimit(query['limit']);
    const after = decodeCursor(query['cursor'], 2, PLACE);
    const found = await obligationPage(this.database, filter, after, limit + 1);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return {
      rows: rows.map(viewOf),
      ...(found.length > rows.length && last ? { next: encodeCursor([last.settlement_date, last.obligation_id]) } : {}),
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
    };
  }
}

const amountOf = (amount: Money): Amount => ({ amount: formatAmount(amount), currency: amount.currency });

function viewOf(row: ObligationRow): ObligationView {
  const obligation = obligationOf(row);
  const { terms, settled } = obligation;
  const open = remainderOf(wholeOf(terms), settled);
  return {
    obligationId: obligation.obligationId,
    tradeId: obligation.tradeId,
    version: obligation.version,
    leg: terms.leg,
    state: obligation.state,
    reasonCode: row.reason_code,
    reason: row.reason,
    settlementDate: terms.settlementDate,
    counterparty: obligation.counterparty,
    custodian: obligation.custodian,
    instructionId: obligation.instructionId,
    pay: terms.pay && amountOf(terms.pay),
    receive: terms.receive && amountOf(terms.receive),
    remainingPay: open.pay && amountOf(open.pay),
    remainingReceive: open.receive && amountOf(open.receive),
    security: terms.security && { ...terms.security, remaining: open.quantity ?? '0' },
  };
}
