import { Module } from '@nestjs/common';
import { CaptureTrades } from './capture-trades.controller.js';
import { HearFacts } from './hear-facts.controller.js';
import { ParkedQueue } from './http/parked.controller.js';
import { Summary } from './http/summary.controller.js';
import { Trades } from './http/trades.controller.js';
import { RepairMessages } from './repair-messages.controller.js';

@Module({ controllers: [CaptureTrades, HearFacts, RepairMessages, Summary, Trades, ParkedQueue] })
export class IntakeModule {}
