import { Module } from '@nestjs/common';
import { CaptureTrades } from './capture-trades.controller.js';
import { HearFacts } from './hear-facts.controller.js';
import { RepairMessages } from './repair-messages.controller.js';
import { RepairQueue } from './repair-queue.controller.js';
import { Summary } from './summary.controller.js';
import { Trades } from './trades.controller.js';
import { RepairProposals } from './repair-proposals.controller.js';

@Module({
  controllers: [CaptureTrades, HearFacts, RepairMessages, Summary, Trades, RepairQueue, RepairProposals],
  providers: [RepairProposals],
})
export class IntakeModule {}
