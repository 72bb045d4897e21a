import { Controller, Get, Query } from '@nestjs/common';
import type { Amount, ObligationRow as ObligationView, Page, SettlementSummary } from '#contracts';
import { states } from '#domain/life-cycle';
import { formatAmount, money, type Money } from '#domain/money';
import { reasonText, remainder } from '#domain/settlement';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, oneOf, pageLimit, textParameter } from '#platform/http';
import { obligationOf, type ObligationRow } from '../storage/trade.store.js';

const amount = (of: Money | null): Amount | null => of && { amount: formatAmount(of), currency: of.currency };

/** Obligations and where they stand. */
@Controller('api/settlement')
export class Obligations {
  constructor(private readonly database: Database) {}

  @Get('obligations')
  async list(@Query() query: Record<string, unknown>): Promise<Page<ObligationView>> {
    const limit = pageLimit(query['limit']);
    const cursor = decodeCursor(query['cursor'], 1);
    const state = oneOf('state', query['state'], states) ?? null;
    const tradeId = textParameter('tradeId', query['tradeId']) ?? null;
    const reason = textParameter('reason', query['reason']) ?? null;
    const where = `($1::text is null or state = $1) and ($2::text is null or trade_id = $2) and ($3::text is null or coalesce(reason_code, 'none') = $3)`;
    const values = [state, tradeId, reason === null ? null : codeOf(reason)];
    const [counted] = await this.database.rows<{ count: string }>(
      `select count(*) from settlement.obligation where ${where}`,
      values,
    );
    const rows = await this.database.rows<ObligationRow>(
      `select * from settlement.obligation where ${where} and ($4::uuid is null or obligation_id > $4) order by obligation_id limit $5`,
      [...values, cursor?.[0] ?? null, limit + 1],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(view),
      total: Number.parseInt(counted?.count ?? '0', 10),
      ...(rows.length > limit && last ? { next: encodeCursor([last.obligation_id]) } : {}),
    };
  }

  @Get('summary')
  async summary(): Promise<SettlementSummary> {
    const [clock] = await this.database.rows<{ business_date: string; kind: string; at: string }>(
      'select business_date::text as business_date, kind, at from settlement.clock',
    );
    const counts = await this.database.rows<{ state: string; count: number }>(
      'select state, count(*)::int as count from settlement.obligation group by state order by state',
    );
    const failing = await this.database.rows<ObligationRow>(
      `select obligation.* from settlement.open_obligation join settlement.obligation using (obligation_id) where state = 'FAILING' order by obligation_id`,
    );
    const byReason = new Map<string, { count: number; sums: Map<string, bigint> }>();
    for (const row of failing) {
      const { pay, receive } = remainder(obligationOf(row));
      const reason = reasonText(row.reason_code);
      const group = byReason.get(reason) ?? { count: 0, sums: new Map<string, bigint>() };
      group.count += 1;
      for (const one of [pay, receive])
        if (one) group.sums.set(one.currency, (group.sums.get(one.currency) ?? 0n) + one.minorUnits);
      byReason.set(reason, group);
    }
    return {
      businessDate: clock?.business_date ?? null,
      clock: clock ? { kind: clock.kind, at: clock.at } : null,
      obligations: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
      failing: [...byReason].map(([reason, { count, sums }]) => ({
        reason,
        count,
        amounts: [...sums].map(([currency, minorUnits]) => ({
          amount: formatAmount(money(minorUnits, currency)),
          currency,
        })),
      })),
    };
  }
}

/** Reasons are filtered by their words, as the board shows them, or by their code. */
const CODES = [
  'LACK',
  'CLAC',
  'MONY',
  'CMON',
  'AWMO',
  'AWSH',
  'PREA',
  'PRCY',
  'BOTH',
  'PRSY',
  'CSDH',
  'LATE',
  'BLOC',
  'SBLO',
  'COLL',
  'LALO',
  'LINK',
  'NOFX',
];

const codeOf = (reason: string): string =>
  CODES.find((code) => code === reason || reasonText(code) === reason) ??
  (reasonText(null) === reason ? 'none' : reason);

function view(row: ObligationRow): ObligationView {
  const obligation = obligationOf(row);
  const open = remainder(obligation);
  const { terms, trade } = obligation;
  return {
    obligationId: obligation.obligationId,
    tradeId: obligation.tradeId,
    version: obligation.version,
    leg: terms.leg,
    state: obligation.state,
    reasonCode: obligation.reasonCode,
    reason: obligation.state === 'FAILING' || obligation.reasonCode !== null ? reasonText(obligation.reasonCode) : null,
    settlementDate: terms.settlementDate,
    counterparty: trade.counterparty,
    custodian: obligation.custodian,
    instructionId: obligation.instructionId,
    pay: amount(terms.pay),
    receive: amount(terms.receive),
    remainingPay: amount(open.pay),
    remainingReceive: amount(open.receive),
    security: terms.security && {
      isin: terms.security.isin,
      quantity: terms.security.quantity,
      remaining: open.quantity ?? '0',
      direction: terms.security.direction,
    },
  };
}
