import { Module } from '@nestjs/common';
import { Custodian } from './custodian.controller.js';

@Module({ controllers: [Custodian] })
export class SimulatorModule {}
