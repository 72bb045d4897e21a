import { EventPattern } from '@nestjs/microservices';
import type { EventContract, EventOf } from '#contracts';
import type { BatchHandler } from './batch.js';

/** Marks a controller's method `(batch, tx) => Promise<void>` as the handler of a topic. One handler a topic and service. */
export function HandlesBatch<Contract extends EventContract>(contract: Contract) {
  return <Method extends BatchHandler<EventOf<Contract>>>(
    target: object,
    property: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    EventPattern<string>(contract.topic, { contract })(target, property, descriptor);
  };
}
