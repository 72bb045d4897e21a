import { Module } from '@nestjs/common';
import { Obligations } from './http/obligations.controller.js';
import { SettleTrades } from './settle-trades.controller.js';

@Module({ controllers: [SettleTrades, Obligations] })
export class SettlementModule {}
