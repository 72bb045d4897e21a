import {
  breakClosed,
  instructionReleased,
  journalPosted,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  tradeCaptured,
  versionWithdrawn,
  type EventContract,
  type EventOf,
} from '#contracts';
import type { Database, Transaction } from '#platform/database';
import type { Batch } from '#platform/messaging';
import { runBatch } from './batches.js';

const contracts: readonly EventContract[] = [
  breakClosed,
  instructionReleased,
  journalPosted,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  tradeCaptured,
  versionWithdrawn,
] as EventContract[];

export interface Heard {
  readonly topic: string;
  readonly event: unknown;
}

/** Whatever the topic: its events have been decoded by its contract. */
type Handle = (batch: Batch<never>, tx: Transaction) => Promise<void>;

/** The units' views on a database: hears events of any topic, several of one topic as one batch. Keeps all it has said. */
export class UnitsDesk {
  readonly said: Heard[] = [];

  constructor(
    readonly db: Database,
    /** Handlers by topic. */
    private readonly handlers: ReadonlyMap<string, Handle>,
  ) {}

  async hear<Contract extends EventContract>(
    contract: Contract,
    ...events: EventOf<Contract>[]
  ): Promise<readonly Heard[]> {
    const handle = this.handlers.get(contract.topic);
    if (!handle) return [];
    const { published, parked } = await runBatch(
      handle as (batch: Batch<EventOf<Contract>>, tx: Transaction) => Promise<void>,
      this.db,
      contract,
      events,
    );
    if (parked.length > 0) throw new Error(`parked: ${JSON.stringify(parked)}`);
    this.said.push(...published);
    return published;
  }

  /** Hears what another service has said, neighbours of one topic together. */
  async follow(said: readonly Heard[]): Promise<void> {
    let batch: Heard[] = [];
    for (const [index, one] of said.entries()) {
      batch.push(one);
      if (said[index + 1]?.topic === one.topic) continue;
      const contract = contracts.find(({ topic }) => topic === one.topic);
      if (contract) await this.hear(contract, ...(batch.map(({ event }) => event) as never[]));
      batch = [];
    }
  }

  async stateLines(statements: readonly string[]): Promise<string[]> {
    const lines: string[] = [];
    for (const statement of statements)
      lines.push(...(await this.db.rows<{ line: string }>(statement)).map(({ line }) => line));
    return lines;
  }
}
