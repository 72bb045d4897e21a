import { Module, type DynamicModule } from '@nestjs/common';
import { Custodian } from './custodian.js';
import { WORLD, type World } from './world.js';

@Module({})
export class SimulatorModule {
  static in(world: World): DynamicModule {
    return { module: SimulatorModule, controllers: [Custodian], providers: [{ provide: WORLD, useValue: world }] };
  }
}
