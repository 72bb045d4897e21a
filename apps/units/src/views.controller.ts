import { Controller, Get, Query } from '@nestjs/common';
import type { CashLadderRow, DebtRow, ExposureRow, Page } from '#contracts';
import { formatAmount, money } from '#domain/money';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, pageLimit } from '#platform/http';
import { cashLadderView, debtView, exposureView, type View } from './view.js';

type Row = Record<string, string>;

/** The three views as they stand. */
@Controller('api/units')
export class Views {
  constructor(private readonly database: Database) {}

  @Get('cash-ladder')
  cashLadder(@Query() query: Record<string, unknown>): Promise<Page<CashLadderRow>> {
    return this.page(cashLadderView, query, (row) => ({
      nostro: row['nostro'] ?? '',
      currency: row['currency'] ?? '',
      valueDate: row['value_date'] ?? '',
      expected: cash(row, 'expected'),
      settled: cash(row, 'settled'),
      failing: cash(row, 'failing'),
    }));
  }

  @Get('debt')
  debt(@Query() query: Record<string, unknown>): Promise<Page<DebtRow>> {
    return this.page(debtView, query, (row) => ({
      book: row['book'] ?? '',
      isin: row['isin'] ?? '',
      currency: row['currency'] ?? '',
      tradedNominal: row['traded'] ?? '0',
      settledNominal: row['settled'] ?? '0',
      cost: cash(row, 'cost'),
      accruedInterest: cash(row, 'accrued'),
    }));
  }

  @Get('exposure')
  exposure(@Query() query: Record<string, unknown>): Promise<Page<ExposureRow>> {
    return this.page(exposureView, query, (row) => ({
      counterparty: row['counterparty'] ?? '',
      currency: row['currency'] ?? '',
      toPay: cash(row, 'to_pay'),
      toReceive: cash(row, 'to_receive'),
      failing: cash(row, 'failing'),
      openObligations: Number.parseInt(row['open_obligations'] ?? '0', 10),
      failingObligations: Number.parseInt(row['failing_obligations'] ?? '0', 10),
    }));
  }

  private async page<Answer>(
    { table, keys, figures }: View,
    query: Record<string, unknown>,
    view: (row: Row) => Answer,
  ): Promise<Page<Answer>> {
    const limit = pageLimit(query['limit']);
    const cursor = decodeCursor(query['cursor'], keys.length);
    const [counted] = await this.database.rows<{ count: string }>(`select count(*) from ${table}`);
    const after = cursor ? `where (${keys.join(', ')}) > (${keys.map((_, index) => `$${index + 2}`).join(', ')})` : '';
    const rows = await this.database.rows<Row>(
      `select ${[...keys, ...figures.map((figure) => `${figure}::text as ${figure}`)].join(', ')} from ${table} ${after}
       order by ${keys.join(', ')} limit $1`,
      [limit + 1, ...(cursor ?? [])],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      rows: page.map(view),
      total: Number.parseInt(counted?.count ?? '0', 10),
      ...(rows.length > limit && last ? { next: encodeCursor(keys.map((key) => last[key] ?? '')) } : {}),
    };
  }
}

const cash = (row: Row, figure: string): string =>
  formatAmount(money(BigInt(row[figure] ?? '0'), row['currency'] ?? ''));
