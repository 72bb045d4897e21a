import { Controller, Get, Query } from '@nestjs/common';
import type { CashLadderRow, DebtRow, ExposureRow, Page } from '#contracts';
import { formatAmount, money } from '#domain/money';
import { formatQuantity } from '#domain/units';
import { Database } from '#platform/database';
import { cutPage, decodeCursor, pageLimit } from '#platform/http';
import { Needs } from '#platform/identity';
import { viewPage, type KeptView, type ViewState } from './storage/view.store.js';
import { cashLadderTable, debtTable, exposureTable } from './storage/view-tables.js';

/** The units' views are short, so that a screen usually wants all of them. */
const UNLESS_TOLD = '500';

interface PageQuery {
  readonly limit?: unknown;
  readonly cursor?: unknown;
}

/** The three views as they stand, for clerks. */
@Needs('read-business')
@Controller('api/units')
export class Views {
  constructor(private readonly database: Database) {}

  @Get('cash-ladder')
  cashLadder(@Query() query: PageQuery): Promise<Page<CashLadderRow>> {
    return this.page(cashLadderTable, query, ({ key, figures }) => {
      const text = (minorUnits: bigint): string => formatAmount(money(minorUnits, key.currency));
      const { expected, settled, failing } = figures;
      return { ...key, expected: text(expected), settled: text(settled), failing: text(failing) };
    });
  }

  @Get('debt')
  debt(@Query() query: PageQuery): Promise<Page<DebtRow>> {
    return this.page(debtTable, query, ({ key, figures }) => {
      const text = (minorUnits: bigint): string => formatAmount(money(minorUnits, key.currency));
      return {
        ...key,
        tradedNominal: formatQuantity(figures.tradedNominal),
        settledNominal: formatQuantity(figures.settledNominal),
        cost: text(figures.cost),
        accruedInterest: text(figures.accruedInterest),
      };
    });
  }

  @Get('exposure')
  exposure(@Query() query: PageQuery): Promise<Page<ExposureRow>> {
    return this.page(exposureTable, query, ({ key, figures }) => {
      const text = (minorUnits: bigint): string => formatAmount(money(minorUnits, key.currency));
      return {
        ...key,
        toPay: text(figures.toPay),
        toReceive: text(figures.toReceive),
        failing: text(figures.failing),
        openObligations: Number(figures.openObligations),
        failingObligations: Number(figures.failingObligations),
      };
    });
  }

  private async page<KeyName extends string, FigureName extends string, Row>(
    view: KeptView<KeyName, FigureName>,
    query: PageQuery,
    rowOf: (state: ViewState<KeyName, FigureName>) => Row,
  ): Promise<Page<Row>> {
    const limit = pageLimit(query.limit ?? UNLESS_TOLD);
    const after = decodeCursor(query.cursor, view.keyNames.length);
    const { states, total } = await viewPage(this.database, view, after, limit + 1);
    const { rows, next } = cutPage(states, limit, ({ key }) => view.keyNames.map((name) => key[name]));
    return { rows: rows.map(rowOf), next, total };
  }
}
