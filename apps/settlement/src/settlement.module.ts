import { Module } from '@nestjs/common';
import { HearCustodian } from './hear-custodian.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { Obligations } from './obligations.controller.js';
import { PassCutOff } from './pass-cut-off.controller.js';

@Module({ controllers: [HearTrades, HearCustodian, PassCutOff, Obligations] })
export class SettlementModule {}
