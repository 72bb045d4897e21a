import type { OutgoingMessage } from './message.js';

/** How messages travel: the log in PostgreSQL, or Kafka. Injection token of Nest; what services need of it is `send`. */
export abstract class MessageBus {
  abstract readonly kind: 'postgres' | 'kafka';

  /** Sends from outside a handler; durable when it resolves. Inside a handler use `batch.publish`. */
  abstract send(messages: readonly OutgoingMessage[]): Promise<void>;
}
