import type { EventContract } from '#contracts';
import type { Transaction } from '#platform/database';
import type { Handling, ServiceMessaging } from './batch-transaction.js';
import type { OutgoingMessage } from './message.js';
import type { WorkerHealth } from './worker-health.js';

/** How messages travel: the log in PostgreSQL, or Kafka. Injection token of Nest; what services need of it is `send`. */
export abstract class MessageBus {
  abstract readonly kind: 'postgres' | 'kafka';

  /** Sends from outside a handler; durable when it resolves. Inside a handler use `batch.publish`. */
  abstract send(messages: readonly OutgoingMessage[]): Promise<void>;

  /**
   * Takes messages along in the transaction of a handler, as its last act, or before it where there are many.
   * @param remembered whether readers in this process should find them in memory
   * @returns to be called when the transaction has committed
   */
  abstract append(
    tx: Transaction,
    service: string,
    messages: readonly OutgoingMessage[],
    remembered: boolean,
  ): Promise<() => void>;

  /** Next offset of every partition of the topics. */
  abstract heads(contracts: readonly EventContract[]): Promise<PartitionHead[]>;

  /**
   * How many messages the topics hold, counted where they lie.
   * @param db may read the log, where it lies in PostgreSQL
   */
  abstract count(contracts: readonly EventContract[], db: Transaction): Promise<number>;

  /** What brings a service its messages. */
  abstract worker(
    messaging: ServiceMessaging,
    handlings: ReadonlyMap<string, Handling>,
    report: (error: unknown) => void,
  ): Worker;

  abstract close(): Promise<void>;
}

/** Handles messages until it is stopped. */
export interface Worker {
  start(): void;
  /** Ends after the batch at hand. */
  stop(): Promise<void>;
  health(): WorkerHealth;
}

export interface PartitionHead {
  readonly topic: string;
  readonly partition: number;
  readonly nextOffset: bigint;
}
