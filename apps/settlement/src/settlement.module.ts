import { Module } from '@nestjs/common';
import { Exceptions } from './exceptions.controller.js';
import { HearCustodian } from './hear-custodian.controller.js';
import { HearTrades } from './hear-trades.controller.js';
import { Obligations } from './obligations.controller.js';
import { PassCutOff } from './pass-cut-off.controller.js';
import { ResendInstructions } from './resend-instructions.controller.js';
import { ResendProposals } from './resend-proposals.controller.js';

@Module({
  controllers: [HearTrades, HearCustodian, PassCutOff, ResendInstructions, Obligations, Exceptions, ResendProposals],
  providers: [ResendProposals],
})
export class SettlementModule {}
