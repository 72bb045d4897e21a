import { EventPattern } from '@nestjs/microservices';
import type { EventContract, EventOf } from '#contracts';
import type { BatchHandler } from './batch.js';

/** An error of a handler on its way through Nest, whose exception filter would replace it by "Internal server error". */
export class HandlerFailed {
  constructor(readonly error: unknown) {}
}

/** Marks a controller's method `(batch, tx) => Promise<void>` as the handler of a topic. One handler a topic and service. */
export function HandlesBatch<Contract extends EventContract>(contract: Contract) {
  return <Method extends BatchHandler<EventOf<Contract>>>(
    target: object,
    property: string | symbol,
    descriptor: TypedPropertyDescriptor<Method>,
  ): void => {
    const handle = descriptor.value as Method;
    descriptor.value = async function (this: unknown, ...args: Parameters<Method>) {
      try {
        return await handle.apply(this, args);
      } catch (error) {
        return new HandlerFailed(error);
      }
    } as unknown as Method;
    EventPattern<string>(contract.topic, { contract })(target, property, descriptor);
  };
}
