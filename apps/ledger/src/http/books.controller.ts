import { Controller, Get, Query } from '@nestjs/common';
import type { JournalView, LedgerSummary, Page, TrialBalance, UnitBridge } from '#contracts';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, pageLimit, problem, textParameter } from '#platform/http';
import { ledgerSummary, trialBalance, unitBridge } from './books-overview.js';
import { journalPage, type JournalPlace } from './journal-pages.js';

/** The books, for reading. Nobody writes them over HTTP. */
@Controller('api/ledger')
export class BooksController {
  constructor(private readonly database: Database) {}

  @Get('summary')
  summary(): Promise<LedgerSummary> {
    return ledgerSummary(this.database);
  }

  @Get('trial-balance')
  trialBalance(@Query('book') book: unknown, @Query('currency') currency: unknown): Promise<TrialBalance> {
    return trialBalance(this.database, {
      book: textParameter('book', book),
      currency: textParameter('currency', currency),
    });
  }

  @Get('unit-bridge')
  unitBridge(): Promise<UnitBridge> {
    return unitBridge(this.database);
  }

  @Get('journals')
  async journals(@Query() query: Readonly<Record<string, unknown>>): Promise<Page<JournalView>> {
    const text = (name: string): string | undefined => textParameter(name, query[name]);
    const filter = {
      tradeId: text('tradeId'),
      book: text('book'),
      account: text('account'),
      detail: text('detail'),
      currency: text('currency'),
    };
    const { last, ...page } = await journalPage(
      this.database,
      filter,
      placeOf(query['cursor']),
      pageLimit(query['limit']),
    );
    return { ...page, ...(last ? { next: encodeCursor([last.book, last.sequence]) } : {}) };
  }
}

/** @throws ProblemException 400 */
function placeOf(cursor: unknown): JournalPlace | undefined {
  const [book, sequence] = decodeCursor(cursor, 2) ?? [];
  if (book === undefined || sequence === undefined) return undefined;
  if (!/^\d{1,18}$/.test(sequence))
    throw problem(
      400,
      'cursor-refused',
      'The page cannot be found',
      'The cursor is not one that an earlier page gave.',
    );
  return { book, sequence };
}
