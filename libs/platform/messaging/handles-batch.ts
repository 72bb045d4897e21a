import { EventPattern } from '@nestjs/microservices';
import type { EventContract, EventOf } from '#contracts';
import type { Transaction } from '#platform/database';
import type { Batch, BatchHandler } from './batch.js';

/** Batch and transaction on their way through Nest, which hands a handler one payload only. */
export class HandedOver {
  constructor(
    readonly batch: Batch<unknown>,
    readonly tx: Transaction,
  ) {}
}

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
    descriptor.value = async function (this: unknown, first: unknown, second: Transaction) {
      const [batch, tx] = first instanceof HandedOver ? [first.batch, first.tx] : [first, second];
      try {
        return await handle.call(this, batch as Parameters<Method>[0], tx);
      } catch (error) {
        return new HandlerFailed(error);
      }
    } as unknown as Method;
    EventPattern<string>(contract.topic, { contract })(target, property, descriptor);
  };
}
