import { Module } from '@nestjs/common';
import { Breaks } from './breaks.controller.js';
import { HearTrades } from './hear-trades.controller.js';

@Module({ controllers: [HearTrades, Breaks] })
export class ReconciliationModule {}
