import { Module } from '@nestjs/common';
import { CheckpointKey } from './checkpoints/checkpoint-key.js';
import { handlers } from './handlers.js';
import { BooksController } from './http/books.controller.js';
import { PeriodsController } from './http/periods.controller.js';
import { ProposalsController } from './http/proposals.controller.js';
import { AddingUp } from './reports/adding-up.js';

@Module({
  controllers: [...Object.values(handlers), BooksController, PeriodsController, ProposalsController],
  providers: [AddingUp, { provide: CheckpointKey, useFactory: () => CheckpointKey.from(process.env) }],
})
export class LedgerModule {}
