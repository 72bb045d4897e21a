import { Module } from '@nestjs/common';
import { FollowBonds } from './follow-bonds.controller.js';
import { FollowObligations } from './follow-obligations.controller.js';
import { Views } from './views.controller.js';

@Module({ controllers: [FollowObligations, FollowBonds, Views] })
export class UnitsModule {}
