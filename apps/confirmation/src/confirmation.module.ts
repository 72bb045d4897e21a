import { Module } from '@nestjs/common';
import { Disputes } from './disputes.controller.js';
import { HearTrades } from './hear-trades.controller.js';

@Module({ controllers: [HearTrades, Disputes] })
export class ConfirmationModule {}
