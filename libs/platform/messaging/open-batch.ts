import { encode, type EventContract, type EventOf, type Fault } from '#contracts';
import type { Batch, Received } from './batch.js';
import type { OutgoingMessage, ResumedMessage } from './message.js';

/** Collects what a handler says and sets aside. */
export class OpenBatch implements Batch<unknown> {
  outgoing: OutgoingMessage[] = [];
  readonly parked = new Map<Received<unknown>, readonly Fault[]>();
  readonly duplicates = new Set<Received<unknown>>();

  constructor(
    readonly received: readonly Received<unknown>[],
    private readonly send: (messages: readonly OutgoingMessage[]) => Promise<void>,
  ) {}

  publish<Contract extends EventContract>(
    contract: Contract,
    events: readonly EventOf<Contract>[],
    resumed?: ResumedMessage,
  ): void {
    for (const event of events) {
      const { occurredAt, asOf } = event as { occurredAt?: string; asOf?: string };
      this.outgoing.push({
        topic: contract.topic,
        key: contract.key(event),
        time: occurredAt ?? asOf ?? '',
        body: encode(contract, event),
        event,
        ...(resumed ? { resumed } : {}),
      });
    }
  }

  async sendOn(): Promise<void> {
    const { outgoing } = this;
    this.outgoing = [];
    await this.send(outgoing);
  }

  park(received: Received<unknown>, faults: readonly Fault[]): void {
    this.parked.set(received, faults);
  }

  duplicate(received: Received<unknown>): void {
    this.duplicates.add(received);
  }
}
