import { Controller, Get, Param } from '@nestjs/common';
import type { CloseReadiness, Page, PeriodClosing, PeriodRow } from '#contracts';
import { Database } from '#platform/database';
import { problem } from '#platform/http';
import { Needs } from '#platform/identity';
import { closingOf } from '../periods/close-accounts.js';
import { months, stateOf } from '../periods/months.js';
import { blockersOf } from '../periods/readiness.js';

/** Months of the books, and whether one can be closed. They are changed by proposals. */
@Needs('read-books')
@Controller('api/ledger/periods')
export class PeriodsController {
  constructor(private readonly database: Database) {}

  @Get()
  async all(): Promise<Page<PeriodRow>> {
    const rows = await months(this.database);
    return { rows, total: rows.length };
  }

  @Get(':month/readiness')
  async readiness(@Param('month') month: string): Promise<CloseReadiness> {
    refuseUnlessMonth(month);
    const blockers = await blockersOf(this.database, month);
    return { month, state: await stateOf(this.database, month), ready: blockers.length === 0, blockers };
  }

  /** What a close would post (R16), and the retained earnings that come of it either way. */
  @Get(':month/closing')
  closing(@Param('month') month: string): Promise<PeriodClosing> {
    refuseUnlessMonth(month);
    return closingOf(this.database, month);
  }
}

/** @throws ProblemException 400 */
function refuseUnlessMonth(month: string): void {
  if (!/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(month))
    throw problem(400, 'parameter-refused', 'The parameter cannot be used', `month ${month} must be like 2026-06.`);
}
