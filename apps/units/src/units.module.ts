import { Module } from '@nestjs/common';
import { FollowObligations } from './follow-obligations.controller.js';
import { Views } from './views.controller.js';

@Module({ controllers: [FollowObligations, Views] })
export class UnitsModule {}
