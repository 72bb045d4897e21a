import type { DynamicModule } from '@nestjs/common';
import { Doorkeeper } from '../../apps/gateway/src/doorkeeper.js';

class OpenDoor extends Doorkeeper {
  override readonly step: Doorkeeper['step'] = (_request, _response, next) => next();
}

/** Lets everybody in, for tests of what the gateway does with those who are in. */
export const everybodyIn: DynamicModule = {
  module: class EverybodyIn {},
  providers: [{ provide: Doorkeeper, useClass: OpenDoor }],
  exports: [Doorkeeper],
};
