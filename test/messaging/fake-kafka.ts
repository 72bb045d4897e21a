import type { EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';

type Listener = (event: { readonly payload: unknown }) => void;

/** Stands in for kafkajs where a broker cannot be made to do what is needed: one consumer, told by hand what happens to it. */
export class FakeKafka {
  readonly subscriptions: unknown[] = [];
  readonly seeks: string[] = [];
  readonly runs: { readonly autoCommit?: boolean; readonly eachBatch: (payload: EachBatchPayload) => Promise<void> }[] =
    [];
  resumed = 0;
  disconnected = 0;
  /** First and next offset of partition 0. */
  bounds = { low: '0', high: '0' };
  private readonly listeners = new Map<string, Listener>();

  get kafka(): Kafka {
    const nothing = (): Promise<void> => Promise.resolve();
    const consumer = {
      events: { GROUP_JOIN: 'join', COMMIT_OFFSETS: 'commit', HEARTBEAT: 'heartbeat', CRASH: 'crash' },
      on: (name: string, listener: Listener) => void this.listeners.set(name, listener),
      connect: nothing,
      subscribe: (how: unknown) => nothing().then(() => void this.subscriptions.push(how)),
      run: (how: (typeof this.runs)[number]) => nothing().then(() => void this.runs.push(how)),
      pause: () => () => undefined,
      resume: () => void (this.resumed += 1),
      commitOffsets: nothing,
      seek: ({ offset }: { offset: string }) => void this.seeks.push(offset),
      disconnect: () => {
        this.disconnected += 1;
        return nothing();
      },
    };
    const admin = {
      connect: nothing,
      disconnect: nothing,
      describeGroups: () => Promise.resolve({ groups: [] }),
      fetchTopicOffsets: () => Promise.resolve([{ partition: 0, offset: this.bounds.high, ...this.bounds }]),
    };
    return { consumer: () => consumer, admin: () => admin } as unknown as Kafka;
  }

  tell(event: 'join' | 'commit' | 'heartbeat' | 'crash', payload: unknown): void {
    this.listeners.get(event)?.({ payload });
  }

  /** Hands a batch of partition 0 over, as the client would. */
  async deliver(topic: string, first: number, bodies: readonly string[]): Promise<void> {
    const messages = bodies.map(
      (body, index) =>
        ({
          offset: String(first + index),
          key: Buffer.from(`K${first + index}`),
          value: Buffer.from(body),
          headers: {},
          timestamp: '1781510400000',
        }) as unknown as KafkaMessage,
    );
    await this.runs[0]?.eachBatch({
      batch: {
        topic,
        partition: 0,
        messages,
        highWatermark: this.bounds.high,
        firstOffset: () => String(first),
        lastOffset: () => String(first + bodies.length - 1),
      },
      isRunning: () => true,
      isStale: () => false,
      heartbeat: () => Promise.resolve(),
      resolveOffset: () => undefined,
      commitOffsetsIfNecessary: () => Promise.resolve(),
      pause: () => () => undefined,
    } as unknown as EachBatchPayload);
  }
}
