import { Module } from '@nestjs/common';
import { Breaks } from './breaks.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { SideProposals } from './side-proposals.controller.js';

@Module({ controllers: [HearTrades, Breaks, SideProposals], providers: [SideProposals] })
export class ReconciliationModule {}
