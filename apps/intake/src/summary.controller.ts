import { Controller, Get } from '@nestjs/common';
import type { IntakeSummary } from '#contracts';
import { Database } from '#platform/database';
import { Needs } from '#platform/identity';
import { summaryKept } from './storage/tally.store.js';

@Needs('read-business')
@Controller('api/intake/summary')
export class Summary {
  constructor(private readonly database: Database) {}

  @Get()
  read(): Promise<IntakeSummary> {
    return summaryKept(this.database);
  }
}
