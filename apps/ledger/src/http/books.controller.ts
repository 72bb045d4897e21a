import { Controller, Get, Query } from '@nestjs/common';
import type { CheckpointRow, JournalView, LedgerSummary, Page, TrialBalance, UnitBridge } from '#contracts';
import { checkpoints } from '../checkpoints/checkpoint.store.js';
import { Database } from '#platform/database';
import { decodeCursor, encodeCursor, isUuid, pageLimit, problem, textParameter } from '#platform/http';
import { Needs } from '#platform/identity';
import { ledgerSummary } from '../reports/summary.js';
import { trialBalance } from '../reports/trial-balance.js';
import { unitBridge } from '../reports/unit-bridge.js';
import { journalPage, type JournalPlace } from './journal-pages.js';
import { reportAsked } from './report-asked.js';

type Query = Readonly<Record<string, unknown>>;

/** The books, for reading. Nobody writes them over HTTP. */
@Needs('read-books')
@Controller('api/ledger')
export class BooksController {
  constructor(private readonly database: Database) {}

  @Get('summary')
  summary(): Promise<LedgerSummary> {
    return ledgerSummary(this.database);
  }

  @Get('trial-balance')
  async trialBalance(@Query() query: Query): Promise<TrialBalance> {
    return trialBalance(this.database, {
      book: textParameter('book', query['book']),
      currency: textParameter('currency', query['currency']),
      ...(await reportAsked(this.database, query)),
    });
  }

  @Get('unit-bridge')
  async unitBridge(@Query() query: Query): Promise<UnitBridge> {
    return unitBridge(this.database, await reportAsked(this.database, query));
  }

  @Get('checkpoints')
  async checkpoints(@Query('limit') limit: unknown): Promise<Page<CheckpointRow>> {
    const rows = await checkpoints(this.database, pageLimit(limit));
    return { rows, total: rows.length };
  }

  @Get('journals')
  async journals(@Query() query: Query): Promise<Page<JournalView>> {
    const text = (name: string): string | undefined => textParameter(name, query[name]);
    const filter = {
      tradeId: text('tradeId'),
      journalId: idParameter('journalId', text('journalId')),
      linkOf: idParameter('linkOf', text('linkOf')),
      sequence: placeParameter('sequence', text('sequence')),
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
function idParameter(parameter: string, value: string | undefined): string | undefined {
  if (value === undefined || isUuid(value)) return value;
  throw problem(
    400,
    'parameter-refused',
    'The parameter cannot be used',
    `${parameter} ${value} must be the id of a journal, a UUID.`,
  );
}

/** @throws ProblemException 400 */
function placeParameter(parameter: string, value: string | undefined): string | undefined {
  if (value === undefined || /^\d{1,18}$/.test(value)) return value;
  throw problem(
    400,
    'parameter-refused',
    'The parameter cannot be used',
    `${parameter} ${value} must be a whole number, the place of a journal in the chain of its book.`,
  );
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
