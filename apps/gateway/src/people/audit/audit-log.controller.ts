import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import type { AuditCheck, AuditRow, Page } from '#contracts';
import { Database } from '#platform/database';
import { decodeCursor, pageLimit, textParameter } from '#platform/http';
import { Needs } from '#platform/identity';
import { DeskGuard } from '../desk.guard.js';
import { checkChain } from './check-chain.js';
import { listAudit } from './list-audit.js';

const isSequence = (text: string): boolean => /^\d{1,18}$/.test(text);

/** What people did and saw, for those who watch over them. */
@Controller('api/gateway/audit-log')
@UseGuards(DeskGuard)
export class AuditLogController {
  constructor(private readonly database: Database) {}

  @Get()
  @Needs('read-audit-log')
  list(@Query() query: Readonly<Record<string, unknown>>): Promise<Page<AuditRow>> {
    const [before] = decodeCursor(query['cursor'], 1, [isSequence]) ?? [];
    return listAudit(this.database, {
      actor: textParameter('actor', query['actor']),
      act: textParameter('act', query['act']),
      before,
      limit: pageLimit(query['limit']),
    });
  }

  @Get('check')
  @Needs('read-audit-log')
  check(): Promise<AuditCheck> {
    return checkChain(this.database);
  }
}
