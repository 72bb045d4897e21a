import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { EventContract } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import type { Batch } from './batch.js';
import type { BatchOutcome, Handling } from './batch-transaction.js';
import type { MessageBus, Worker } from './bus.js';
import { HandedOver, HandlerFailed } from './handles-batch.js';
import type { ParkedMessages } from './parked-messages.js';
import type { TraceBatch } from './traced-batch.js';
import type { WorkerHealth } from './worker-health.js';

export interface StrategyOptions {
  readonly service: string;
  /** In the order in which they are to be handled when several have news. */
  readonly hears: readonly EventContract[];
  readonly database: Database;
  readonly bus: MessageBus;
  readonly parked: ParkedMessages;
  readonly report: (error: unknown) => void;
  /** Told of every batch. */
  readonly watch?: (batch: BatchOutcome) => void;
  /** Follows every batch; absent where nobody wants to know. */
  readonly trace?: TraceBatch | undefined;
}

/** Brings Nest's message handlers and the house's batches together; the stock Kafka transport knows single messages only. */
export class MessagingStrategy extends Server implements CustomTransportStrategy {
  private worker: Worker | undefined;

  constructor(private readonly options: StrategyOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    const { service, hears, database, bus, parked, report, watch, trace } = this.options;
    const handlings = new Map<string, Handling>();
    for (const contract of hears) {
      const handler = this.messageHandlers.get(contract.topic);
      if (!handler) throw new Error(`${service} hears ${contract.topic}, but no @HandlesBatch method handles it`);
      handlings.set(contract.topic, { contract, handle: (batch, tx) => through(handler, batch, tx) });
    }
    const stray = [...this.messageHandlers.keys()].filter((topic) => !handlings.has(topic));
    if (stray.length > 0)
      throw new Error(`${service} handles ${stray.join(', ')}, but does not name it among what it hears`);
    parked.serve(handlings);
    this.worker = bus.worker({ service, database, bus, watch, trace }, handlings, report);
    this.worker.start();
    callback();
  }

  async close(): Promise<void> {
    await this.worker?.stop();
  }

  health(): WorkerHealth {
    return this.worker?.health() ?? { state: 'starting', lastProgressAt: 0, failures: 0, lastError: null, lag: {} };
  }

  on(): void {
    throw new Error('the messaging strategy has no events of its own; ask health()');
  }

  unwrap<Raw>(): Raw {
    return this.worker as Raw;
  }
}

async function through(handler: MessageHandler, batch: Batch<unknown>, tx: Transaction): Promise<void> {
  const answer: unknown = await handler(new HandedOver(batch, tx));
  const result: unknown = isObservable(answer) ? await lastValueFrom(answer, { defaultValue: undefined }) : answer;
  if (result instanceof HandlerFailed) throw result.error;
}
