import { Module } from '@nestjs/common';
import { Custodian } from './custodian.js';

@Module({ controllers: [Custodian] })
export class SimulatorModule {}
