import type { EventContract } from '#contracts';
import type { Database, Transaction } from '#platform/database';
import type { Handling, ServiceMessaging } from './batch-transaction.js';
import { MessageBus, type PartitionHead, type Worker } from './bus.js';
import { LogTail } from './log-tail.js';
import { LogWorker } from './log-worker.js';
import { appendToLog, countLog, headsOfLog } from './message-log.js';
import type { OutgoingMessage } from './message.js';
import { announce } from './wake-up.js';

/** Messages travel over the log in PostgreSQL: nothing but the database is needed. */
export class PostgresBus extends MessageBus {
  readonly kind = 'postgres';
  private readonly tail = new LogTail();

  /** `database` is allowed to append to the topics of outside senders. */
  constructor(
    private readonly database: Database,
    private readonly partitions: ReadonlyMap<string, number>,
  ) {
    super();
  }

  /** Reads from the database how many partitions each topic has. */
  static async open(database: Database): Promise<PostgresBus> {
    const rows = await database.rows<{ topic: string; partitions: number }>(
      'select topic, count(*)::int as partitions from messaging.log_head group by topic',
    );
    return new PostgresBus(database, new Map(rows.map(({ topic, partitions }) => [topic, partitions])));
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const committed = await this.database.transaction((tx) => this.append(tx, '', messages, true));
    committed();
  }

  async append(
    tx: Transaction,
    _service: string,
    messages: readonly OutgoingMessage[],
    remembered: boolean,
  ): Promise<() => void> {
    const appended = await appendToLog(tx, messages, (topic) => this.partitions.get(topic) ?? 1);
    const topics = new Set(appended.map(({ topic }) => topic));
    const kept = remembered ? appended : [];
    return () => {
      for (const stretch of kept) this.tail.remember(stretch);
      announce(topics);
    };
  }

  heads(contracts: readonly EventContract[]): Promise<PartitionHead[]> {
    return headsOfLog(
      this.database,
      contracts.map(({ topic }) => topic),
    );
  }

  count(contracts: readonly EventContract[], db: Transaction): Promise<number> {
    return countLog(
      db,
      contracts.map(({ topic }) => topic),
    );
  }

  worker(
    messaging: ServiceMessaging,
    handlings: ReadonlyMap<string, Handling>,
    report: (error: unknown) => void,
  ): Worker {
    return new LogWorker(messaging, handlings, this.tail, report);
  }

  close(): Promise<void> {
    return this.database.close();
  }
}
