import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '#platform/database';

/** Journals of a book after which they are added up although nobody has asked: bounds what the next reader has to add. */
const LEFT_AT_MOST = 10_000;
const PAUSE_MS = 1_000;

/** Adds up balances beside those who post (decision 22), while the service runs. */
@Injectable()
export class AddingUp implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopped = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      try {
        await this.database.rows('select ledger.add_up($1)', [LEFT_AT_MOST]);
      } catch (error) {
        // The database is away for a while, or stops with us; readers add up what they need themselves.
        if (!signal.aborted) Logger.warn(`balances were not added up: ${(error as Error).message}`, AddingUp.name);
      }
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
